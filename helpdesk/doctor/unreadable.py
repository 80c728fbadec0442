"""What doctor says when the settings themselves cannot be read."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from helpdesk.doctor import CODES
from helpdesk.doctor.findings import Finding, failed, skipped
from helpdesk.doctor.report import as_json, lines, summary

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
    """For doctor only: report unreadable settings as a finding and end with status 1."""
    if list(arguments[1:2]) == ["doctor"]:
        try:
            # The first look at any of them reads them all.
            _ = settings.SECRET_KEY
        except (ImproperlyConfigured, ValueError, OSError) as error:
            findings = _findings(error)
            text = "\n".join([*map(lines, findings), "", summary(findings)])
            sys.stdout.write(
                (as_json(findings) if "--json" in arguments else text) + "\n"
            )
            sys.exit(1)
    yield


def _findings(error: Exception) -> list[Finding]:
    """One failure, in the check that the mistake belongs to; the others could not be made."""
    culprit = _code_of(error)
    said = " ".join(str(error).split())
    reason = f"the settings cannot be read, because of {culprit}"
    return [
        failed(code, f"the settings cannot be read: {said}", fix=_fix(error))
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
