"""Markdown into lines of talk: headings, bold names, lists, quotes and tables of turns."""

import re
from collections.abc import Sequence

from knowledge.interviews.plain import Line, from_lines
from knowledge.interviews.times import seconds_of
from knowledge.interviews.turns import Note, Transcript

LONGEST_HEADER = 60
# A longer line is talk, and its markup stays.
LONGEST_MARKED = 5_000

_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*\s*$")
_BOLD = re.compile(
    r"^(?P<front>(?:[-*+>]\s+)*)(?P<mark>\*\*|__)(?P<inner>.+?)(?P=mark)\s*(?P<rest>.*)$"
)
_ROW = re.compile(r"^\|(.+)\|\s*$")
_RULE = re.compile(r"^[\s|:+-]*-{2,}[\s|:+-]*$")
_LABEL_ENDS = re.compile(r"[:\uff1a]$|\d$|[\])]$")
_SIGN = re.compile(
    r"^(?:#{1,6}\s+\S|(?:[-*+>]\s+)*(?:\*\*|__)[^*_\n]{1,140}(?:\*\*|__)|\|[^|\n]{1,400}\|[^\n]{1,4000}\|[ \t]*$)",
    re.MULTILINE,
)
_COLUMNS = {
    "time": ("time", "timestamp", "start", "zeit", "hora"),
    "speaker": ("speaker", "name", "who", "sprecher", "participant"),
}


def is_markdown(text: str) -> bool:
    """Whether a text has headings, bold labels or a table of markdown."""
    return _SIGN.search(text) is not None


def read_markdown(text: str) -> Transcript:
    """Read markdown; raises TranscriptError for a file without a word."""
    lines = text.split("\n")
    skipped = _header(lines)
    notes = [Note(1, "the header was left out")] if skipped else []
    found = (line_of(n, line) for n, line in enumerate(lines, 1) if n > skipped)
    return from_lines("markdown", [*found], notes)


def row(cells: Sequence[str]) -> str:
    """Return a row of a table, time and speaker before the words, as a line with a label.

    An empty text stands for a row of headings.
    """
    words = [cell.strip() for cell in cells if cell.strip()]
    if len(words) > 1 and all(_is_heading(word) for word in words[:-1]):
        return ""
    times = [word for word in words[:-1] if seconds_of(word.strip("[]()")) is not None]
    others = [word for word in words if word not in times]
    stamp = (
        f"[{' - '.join(time.strip('[]()') for time in times[:2])}] " if times else ""
    )
    if len(others) < 2:
        return stamp + " ".join(others)
    return f"{stamp}{others[0].rstrip(':')}: {' '.join(others[1:])}"


def _is_heading(cell: str) -> bool:
    return any(cell.casefold().strip("*_ ") in words for words in _COLUMNS.values())


def _header(lines: Sequence[str]) -> int:
    """Return how many lines a YAML header at the top has."""
    if not lines or lines[0].strip() != "---":
        return 0
    for number, line in enumerate(lines[1:LONGEST_HEADER], 2):
        if line.strip() == "---":
            return number
    return 0


def line_of(number: int, line: str) -> Line:
    """Return a line without its markup: a heading, a row, a bold label or plain words."""
    text = line.strip()
    if len(text) > LONGEST_MARKED:
        return Line(number, text)
    if heading := _HEADING.match(text):
        inner = heading[1].replace("**", "").replace("__", "")
        return Line(number, inner, heading=True)
    if _RULE.match(text):
        return Line(number, "")
    if cells := _ROW.match(text):
        return Line(number, row(cells[1].replace("**", "").split("|")))
    bold = _BOLD.match(text)
    if bold is None:
        return Line(number, text)
    inner, rest = bold["inner"].strip(), bold["rest"]
    if not rest and not _LABEL_ENDS.search(inner) and ":" not in inner:
        # A name alone above what they say, or a heading: how often it comes tells.
        return Line(number, f"{inner}:", heading=True)
    glue = "" if rest.startswith((":", "\uff1a")) else " "
    strong = bool(_LABEL_ENDS.search(inner)) or not glue or rest.startswith(("(", "["))
    return Line(number, f"{inner}{glue}{rest}".strip(), strong=strong)
