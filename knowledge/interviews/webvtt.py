"""WebVTT, as the standard says it and as programs write it."""

from dataclasses import replace

from knowledge.interviews.cues import Cue, is_timing, read_cues, timed
from knowledge.interviews.turns import Note, Transcript

_ASIDE = ("NOTE", "STYLE", "REGION")


def read_webvtt(text: str) -> Transcript:
    """Read cues with their voices; comments, styles and regions are left out.

    Raises TranscriptError for a file without a word.
    """
    cues: list[Cue] = []
    notes: list[Note] = []
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        block = _block(lines, number)
        if block and not _is_aside(block, number + 1, notes):
            _read_block(block, number + 1, cues, notes)
        number += len(block) + 1
    return read_cues("webvtt", cues, notes)


def _block(lines: list[str], begin: int) -> list[str]:
    end = begin
    while end < len(lines) and lines[end].strip():
        end += 1
    return lines[begin:end]


def _read_block(
    block: list[str], first: int, cues: list[Cue], notes: list[Note]
) -> None:
    at = next((i for i, line in enumerate(block[:2]) if is_timing(line)), None)
    if at is None:
        at = -1
        cue = _untimed(block, first, notes)
    else:
        cue = timed(first + at, block[at], notes)
    payload: list[str] = []
    for offset, line in enumerate(block[at + 1 :], at + 1):
        if is_timing(line):
            # No empty line stands between this cue and the next.
            cues.append(replace(cue, payload=tuple(payload)))
            cue, payload = timed(first + offset, line, notes), []
        else:
            payload.append(line)
    cues.append(replace(cue, payload=tuple(payload)))


def _untimed(block: list[str], first: int, notes: list[Note]) -> Cue:
    shown = block[0].strip()[:60]
    notes.append(Note(first, f"“{shown}” has no times: kept without"))
    return Cue(first, None, None)


def _is_aside(block: list[str], first: int, notes: list[Note]) -> bool:
    """Whether a block is no cue; says so where the standard does not expect it."""
    if any(is_timing(line) for line in block[:2]):
        return False
    if block[0].startswith("WEBVTT"):
        if first > 1:
            message = "another WebVTT file begins here: its times are kept as they are"
            notes.append(Note(first, message))
        return True
    return block[0].startswith(_ASIDE) or (
        len(block) == 1 and block[0].strip().isdigit()
    )
