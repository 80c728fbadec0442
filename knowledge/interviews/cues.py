"""Subtitles, WebVTT and SRT: their cues, and from cues to turns."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.interviews.assembling import Said, transcript
from knowledge.interviews.labels import Label, label_of, speakers
from knowledge.interviews.times import seconds_of
from knowledge.interviews.turns import Note, Transcript

_VOICE = re.compile(r"<v(?:\.[^\s>]{0,99})?(?:\s{1,9}([^>]{0,200}))?>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:[cibuvs]|ruby|rt|lang|font|b|i|u)(?:[.\s][^>]{0,200})?>|<\d[\d:.]{0,20}>|\{\\[^}]{0,99}\}",
    re.IGNORECASE,
)
_DASH = re.compile(r"^(?:>+|[-\u2013])\s*")
_ARROW = re.compile(r"^\s*(\S+)\s*-->\s*(\S+)")


@dataclass(frozen=True)
class Cue:
    """A cue as the file has it: its times and lines, from which line on."""

    line: int
    start: float | None
    end: float | None
    payload: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Part:
    """What one voice says in a cue; `voice` is None where no tag names one."""

    voice: str | None
    text: str
    cue: Cue


def is_timing(line: str) -> bool:
    """Whether a line tells the times of a cue, or means to."""
    return "-->" in line


def timed(number: int, line: str, notes: list[Note]) -> Cue:
    """Return a cue without words; times that can't be read are noted and left out."""
    match = _ARROW.match(line)
    start, end = (seconds_of(match[1]), seconds_of(match[2])) if match else (None, None)
    if start is None or end is None:
        shown = line.strip()[:60]
        notes.append(Note(number, f"“{shown}” are no times: the cue is kept without"))
    return Cue(number, start, end)


def read_cues(kind: str, cues: Sequence[Cue], notes: Sequence[Note]) -> Transcript:
    """Return the turns of cues: by voice tags, else by labels at the beginning of their lines."""
    parts = [part for cue in _rolled_in(cues) for part in _parts(cue)]
    voices = any(part.voice is not None for part in parts)
    labels = [None if voices else label_of(part.text) for part in parts]
    names = speakers(label for label in labels if label)
    said = _said(
        parts, [label if label and label.name in names else None for label in labels]
    )
    return transcript(kind, said, notes)


def _said(parts: Sequence[_Part], labels: Sequence[Label | None]) -> Iterator[Said]:
    speaker = ""
    voices = any(part.voice is not None for part in parts)
    for part, label in zip(parts, labels, strict=True):
        if voices:
            # Where tags name voices, nobody is known for words without one.
            speaker = part.voice or ""
        elif label:
            speaker = label.name
        elif part.text.startswith(">>"):
            # Captions mark that somebody else speaks, without saying who.
            speaker = ""
        text = label.text if label else _DASH.sub("", part.text)
        yield Said(speaker, part.cue.line, [text], part.cue.start, part.cue.end)


def _parts(cue: Cue) -> Iterator[_Part]:
    """Yield what each voice of a cue says; a dash or a label begins another one's words."""
    voice: str | None = None
    words: list[str] = []
    for line in cue.payload:
        pieces = _VOICE.split(line)
        for index, piece in enumerate(pieces):
            if index % 2:
                yield from _part(voice, words, cue)
                voice, words = _plain(piece or ""), []
            elif text := _plain(piece):
                if (
                    voice is None
                    and words
                    and (line.startswith("- ") or label_of(text))
                ):
                    yield from _part(voice, words, cue)
                    words = []
                words.append(text)
    yield from _part(voice, words, cue)


def _part(voice: str | None, words: list[str], cue: Cue) -> Iterator[_Part]:
    if text := " ".join(words):
        yield _Part(voice, text, cue)


def _plain(text: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", text)).split())


def _rolled_in(cues: Sequence[Cue]) -> Iterator[Cue]:
    """Yield cues without the lines that captions rolling up show a second time."""
    shown: list[str] = []
    for cue in cues:
        lines = [_plain(line) for line in cue.payload]
        lines_left = list(cue.payload)
        while shown and lines and lines[0] and lines[0] in shown[-2:]:
            lines, lines_left = lines[1:], lines_left[1:]
        shown = [*shown, *filter(None, lines)][-2:]
        if any(lines):
            yield replace(cue, payload=tuple(lines_left))
