"""What a check says: how it went, what was found, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How a check went. Only `failed` makes the command end with status 1."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Finding:
    """One line of the report. `subject` tells lines with the same code apart.

    `fix` has a line for each thing to do.
    """

    code: str
    status: Status
    found: str
    fix: str = ""
    subject: str = ""


def ok(code: str, found: str, *, subject: str = "") -> Finding:
    """Return that all is well."""
    return Finding(code, Status.OK, found, subject=subject)


def warning(code: str, found: str, *, fix: str, subject: str = "") -> Finding:
    """Return that the desk works, but not as it should."""
    return Finding(code, Status.WARNING, found, fix, subject)


def failed(code: str, found: str, *, fix: str, subject: str = "") -> Finding:
    """Return that something is missing or dangerous."""
    return Finding(code, Status.FAILED, found, fix, subject)


def skipped(code: str, found: str, *, fix: str = "", subject: str = "") -> Finding:
    """Return that the check could not be made, and why."""
    return Finding(code, Status.SKIPPED, found, fix, subject)


def merged(code: str, problems: Iterable[Finding], *, fine: str) -> Finding:
    """Return several problems of one check as one line, the worst first; else that it is fine."""
    ordered = sorted(problems, key=lambda one: one.status is not Status.FAILED)
    if not ordered:
        return ok(code, fine)
    found = "; ".join(one.found for one in ordered)
    fixes = dict.fromkeys(one.fix for one in ordered)
    return Finding(code, ordered[0].status, found, "\n".join(fixes))
