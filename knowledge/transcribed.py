"""A transcript read by a process of its own, so that a hostile file breaks nothing else."""

from typing import Any

from knowledge.interviews.turns import Note, Transcript, TranscriptError, Turn
from knowledge.separate import Separate

SECONDS_OF_A_FILE = 60.0


def read_apart(data: bytes) -> Transcript:
    """Read a transcript of any known format; raises TranscriptError with line and reason."""
    with Separate("knowledge.interviews") as process:
        answer = process.ask(data, "", seconds=SECONDS_OF_A_FILE)
    if answer is None:
        message = f"could not be read within {SECONDS_OF_A_FILE:.0f} seconds, or broke the reader"
        raise TranscriptError(1, message)
    if "message" in answer:
        raise TranscriptError(answer["line"], answer["message"])
    return _transcript(answer)


def _transcript(answer: dict[str, Any]) -> Transcript:
    turns = tuple(Turn(**turn) for turn in answer["turns"])
    return Transcript(
        answer["format"], turns, tuple(Note(**n) for n in answer["notes"])
    )
