"""Makes the checks one after the other: none hangs, none crashes the rest."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connections

from helpdesk import env
from helpdesk.doctor.findings import Finding, Status, failed, skipped

TOTAL_SECONDS = 27.0
_LEAST_SECONDS = 0.5


@dataclass
class Examination:
    """What is known of the desk so far: from before the first check, and from the checks."""

    running: bool = True
    """Whether any process of the desk shows a sign of life."""
    not_started: Mapping[str, str] = field(default_factory=dict)
    """Why an embedded server could not be started, by the code of its check."""
    statuses: dict[str, Status] = field(default_factory=dict)

    def well(self, code: str) -> bool:
        """Whether a check has not failed, so that others may build on it."""
        return self.statuses.get(code) not in {Status.FAILED, Status.SKIPPED}

    def not_given(self, code: str, *, setting: str) -> Finding | None:
        """Return why an embedded server is not there; None when it is, or is not needed."""
        if env.text(setting) or not self.not_started:
            return None
        if code in self.not_started:
            fix = f"Read the end of that log, or set {setting} to a server of yours."
            return failed(code, self.not_started[code], fix=fix)
        other = next(iter(self.not_started))
        found = f"not started, because of {other}"
        return skipped(code, found, fix=f"See {other} first.")


@dataclass(frozen=True)
class Check:
    """One check: its code, how it looks, what must be well before, its time in seconds."""

    code: str
    look: Callable[[Examination], Iterable[Finding]]
    needs: Sequence[str] = ()
    seconds: float = 5.0


def examine(checks: Sequence[Check], examination: Examination) -> Iterator[Finding]:
    """Yield what each check finds, all of them within TOTAL_SECONDS."""
    ends = time.monotonic() + TOTAL_SECONDS
    for check in checks:
        left = max(_LEAST_SECONDS, ends - time.monotonic())
        findings = _found(check, examination, min(check.seconds, left))
        if findings:
            examination.statuses[check.code] = _worst(findings)
        yield from findings


def _found(check: Check, examination: Examination, seconds: float) -> list[Finding]:
    for code in check.needs:
        if not examination.well(code):
            reason, fix = f"not looked at, because of {code}", f"See {code} first."
            return [skipped(check.code, reason, fix=fix)]
    return _bounded(check, examination, seconds)


def _bounded(check: Check, examination: Examination, seconds: float) -> list[Finding]:
    """Look in a thread that is left behind when it takes too long: nothing can stop it."""
    findings: list[Finding] = []

    def look() -> None:
        try:
            findings.extend(check.look(examination))
        except Exception as error:  # noqa: BLE001 whatever it was, it is what was found
            said = f"the check itself failed: {type(error).__name__}: {error}"
            findings.append(failed(check.code, " ".join(said.split()), fix=_REPORT_IT))
        finally:
            connections.close_all()

    thread = threading.Thread(target=look, name=f"doctor-{check.code}", daemon=True)
    thread.start()
    thread.join(seconds)
    if not thread.is_alive():
        return findings
    found = f"no answer within {seconds:.0f} s"
    return [*findings, failed(check.code, found, fix=_TOO_SLOW)]


_REPORT_IT = (
    "Correct what the message names and run doctor again; if nothing does, "
    "report the line as a mistake in Atomdesk."
)
_TOO_SLOW = (
    "Something that this check asks is frozen or overloaded: look at its process and "
    "the machine's load, then run doctor again."
)


def _worst(findings: Sequence[Finding]) -> Status:
    order = [Status.FAILED, Status.SKIPPED, Status.WARNING, Status.OK]
    return min((one.status for one in findings), key=order.index)
