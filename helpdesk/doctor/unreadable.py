"""What commands say when the settings themselves cannot be read."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from helpdesk.doctor import CODES
from helpdesk.doctor.findings import Finding, failed, skipped
from helpdesk.doctor.report import as_json as to_json
from helpdesk.doctor.report import lines, summary

# The check that a variable belongs to, by how its name begins; `hosts` for the rest.
_BELONGS = {
    "DATABASE": "database",
    "OLLAMA": "chat_context",
    "CHAT": "chat_model",
    "EMBEDDING": "embedder",
    "ANSWER": "workers",
    "TURN": "workers",
    "WATCHED": "watched_folders",
}


@contextmanager
def told(arguments: Sequence[str]) -> Iterator[None]:
    """End with status 1 and a word about the mistake, not a traceback; doctor says its findings."""
    try:
        # The first look at any of them reads them all.
        _ = settings.SECRET_KEY
    except (ImproperlyConfigured, ValueError, OSError) as error:
        if list(arguments[1:2]) == ["doctor"]:
            _report(_findings(error), as_json="--json" in arguments)
        else:
            said = _said(error).rstrip(".")
            sys.stderr.write(f"The settings cannot be read: {said}. {_fix(error)}\n")
        sys.exit(1)
    yield


def _report(findings: list[Finding], *, as_json: bool) -> None:
    text = "\n".join([*map(lines, findings), "", summary(findings)])
    sys.stdout.write((to_json(findings) if as_json else text) + "\n")


def _said(error: Exception) -> str:
    return " ".join(str(error).split())


def _findings(error: Exception) -> list[Finding]:
    """One failure, in the check that the mistake belongs to; the others could not be made."""
    culprit = _code_of(error)
    reason = f"the settings cannot be read, because of {culprit}"
    return [
        failed(code, f"the settings cannot be read: {_said(error)}", fix=_fix(error))
        if code == culprit
        else skipped(code, reason, fix=f"See {culprit} first.")
        for code in CODES
    ]


def _code_of(error: Exception) -> str:
    if isinstance(error, OSError):
        return "folders"
    if not isinstance(error, ImproperlyConfigured):
        # The one text that is taken apart: DATABASE_URL.
        return "database"
    return _BELONGS.get(str(error).partition("_")[0], "hosts")


def _fix(error: Exception) -> str:
    if isinstance(error, OSError):
        return (
            f"Set DATA_DIR to a folder that this user can write: {error.filename or ''}"
        )
    if not isinstance(error, ImproperlyConfigured):
        return "Correct DATABASE_URL (postgresql://user:password@host:5432/name)."
    return "Correct the variable that the message names, or unset it."
