"""The doctor's findings as lines for people and as JSON for programs."""

import json
from collections.abc import Iterable, Sequence

from helpdesk.doctor.findings import Finding, Status

_MARKS = {
    Status.OK: "ok",
    Status.WARNING: "warn",
    Status.FAILED: "FAIL",
    Status.SKIPPED: "skip",
}
_COUNTED = {
    Status.OK: "ok",
    Status.WARNING: "with a warning",
    Status.FAILED: "failed",
    Status.SKIPPED: "skipped",
}
_CODE_WIDTH = 16


def lines(finding: Finding) -> str:
    """Return mark, code and what was found; each fix goes below, indented."""
    subject = f"{finding.subject}: " if finding.subject else ""
    mark = _MARKS[finding.status]
    text = f"{mark:<5} {finding.code:<{_CODE_WIDTH}} {subject}{finding.found}"
    fixes = [f"{'':<6}{'':<{_CODE_WIDTH}} fix: {fix}" for fix in _parts(finding)]
    return "\n".join([text, *fixes])


def _parts(finding: Finding) -> list[str]:
    return finding.fix.split("\n") if finding.fix else []


def summary(findings: Sequence[Finding]) -> str:
    """Return how many lines there are of each status, those of none left out."""
    statuses = [finding.status for finding in findings]
    counts = [
        f"{statuses.count(status)} {words}"
        for status, words in _COUNTED.items()
        if status in statuses
    ]
    return f"{len(findings)} checks: {', '.join(counts)}."


def overall(findings: Iterable[Finding]) -> Status:
    """Return the worst status; what was only skipped does not count."""
    statuses = {finding.status for finding in findings}
    for status in (Status.FAILED, Status.WARNING):
        if status in statuses:
            return status
    return Status.OK


def as_json(findings: Sequence[Finding]) -> str:
    """Return everything as one JSON object; `subject` only where there is one."""
    checks = []
    for finding in findings:
        check = {"code": finding.code}
        if finding.subject:
            check["subject"] = finding.subject
        checks.append(
            check
            | {
                "status": finding.status.value,
                "found": finding.found,
                "fix": finding.fix,
            }
        )
    return json.dumps({"status": overall(findings).value, "checks": checks}, indent=2)
