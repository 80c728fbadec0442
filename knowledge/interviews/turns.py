"""What reading a transcript gives: who said what, when and in which line of the file."""

from dataclasses import dataclass
from typing import Protocol


class Numbered(Protocol):
    """A piece of any source that sentences can be held against: a turn, or a passage."""

    @property
    def number(self) -> int:
        """Its place in the source, from 1."""

    @property
    def text(self) -> str:
        """What it says."""


@dataclass(frozen=True)
class Turn:
    """What one speaker said at a stretch, as the file has it.

    `number` counts from 1 in the order of the file and `line` is that of the file, from 1;
    `speaker` is empty when nobody is named; `start` and `end` are seconds from the beginning
    of the recording, None when the file does not tell.
    """

    number: int
    speaker: str
    text: str
    line: int
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True)
class Note:
    """Something odd in a line that did not keep the transcript from being read."""

    line: int
    message: str


@dataclass(frozen=True)
class Transcript:
    """A file as read; `format` is text, markdown, webvtt, srt, json or docx."""

    format: str
    turns: tuple[Turn, ...]
    notes: tuple[Note, ...] = ()


class TranscriptError(ValueError):
    """A file that can't be read: which line is wrong, from 1, and what to do about it."""

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        self.message = message
        super().__init__(f"line {line}: {message}")
