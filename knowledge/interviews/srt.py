"""SRT subtitles: numbered cues."""

import re

from knowledge.interviews.cues import Cue, is_timing, read_cues, timed
from knowledge.interviews.turns import Note, Transcript

_NUMBER = re.compile(r"^\s*\d+\s*$")
_TIMING = re.compile(r"^\s*\d{1,3}:\d\d:\d\d[,.]\d{1,3}\s*-->", re.MULTILINE)
# Within so many characters a file that is SRT has its first times.
_LOOKED_AT = 500


def is_srt(text: str) -> bool:
    """Whether a text begins with a cue."""
    return _TIMING.search(text[:_LOOKED_AT]) is not None


def read_srt(text: str) -> Transcript:
    """Read cues; their numbers are not trusted. Raises TranscriptError for a file without a word."""
    cues: list[Cue] = []
    notes: list[Note] = []
    lines = text.split("\n")
    starts = [n for n, line in enumerate(lines) if is_timing(line)]
    for begin, after in zip(starts, [*starts[1:], len(lines)], strict=True):
        cue = timed(begin + 1, lines[begin], notes)
        payload = _payload(lines[begin + 1 : after], last=after == len(lines))
        cues.append(Cue(cue.line, cue.start, cue.end, payload))
    for number, line in enumerate(lines[: starts[0]] if starts else [], 1):
        if line.strip() and not _NUMBER.match(line):
            notes.append(Note(number, "stands before the first times: left out"))
    return read_cues("srt", cues, notes)


def _payload(lines: list[str], *, last: bool) -> tuple[str, ...]:
    """Return the words of a cue without the number of the next."""
    kept = [line for line in lines if line.strip()]
    if kept and not last and _NUMBER.match(kept[-1]):
        kept.pop()
    return tuple(kept)
