"""Transcripts for tests: what was said as short lines, and an interview that is kept."""

from knowledge.interviews.reading import read
from knowledge.interviews.turns import Transcript
from knowledge.models import Collection, Interview
from knowledge.services import interviews
from knowledge.services.interviews import About, Original

TALK = (
    "Ana: What do you do when the export hangs?\n"
    "Tom: I look at the queue first.\n"
    "Ana: And then?\n"
    "Tom: Then I restart the worker, and never the server.\n"
)


def said(found: Transcript) -> list[tuple[str, str]]:
    """Return who said what."""
    return [(turn.speaker, turn.text) for turn in found.turns]


def heard(text: str | bytes) -> list[tuple[str, str]]:
    """Return who said what in a file."""
    return said(read(text.encode() if isinstance(text, str) else text))


def notes_of(text: str | bytes) -> list[tuple[int, str]]:
    """Return the lines of a file that are odd, and why."""
    found = read(text.encode() if isinstance(text, str) else text)
    return [(note.line, note.message) for note in found.notes]


def interview_in(
    collection: Collection, talk: str = TALK, title: str = "Exports"
) -> Interview:
    """Return an interview that was taken in."""
    return interviews.add(
        collection=collection,
        original=Original(talk.encode(), "exports.txt"),
        transcript=read(talk.encode()),
        about=About(title=title),
        user=None,
    )
