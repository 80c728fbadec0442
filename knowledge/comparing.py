"""Two texts compared: which lines differ, and in them which words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal, NamedTuple

CONTEXT_LINES = 3
# Lines that have less than this in common are one taken and one added, not one changed.
ALIKE = 0.4
# Comparing takes time with the square of the length: beyond these, less closely.
MOST_WORDS = 300
MOST_LINES = 3000

Kind = Literal["same", "changed", "taken", "added", "gap"]
Fate = Literal["same", "taken", "added"]
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


class Part(NamedTuple):
    """A piece of a line; `marked` where the other text has something else."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Side:
    """A line of one of the two texts; lines are counted from 1."""

    number: int
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """The whole line."""
        return "".join(part.text for part in self.parts)


class Piece(NamedTuple):
    """A piece of a line in which both texts stand."""

    text: str
    fate: Fate


@dataclass(frozen=True)
class Row:
    """A row of the comparison; a gap stands for `skipped` lines that are the same."""

    kind: Kind
    left: Side | None = None
    right: Side | None = None
    skipped: int = 0

    @property
    def woven(self) -> list[Piece]:
        """Both lines as one: what they share once, what was taken before what was added."""
        old = list(self.left.parts) if self.left else []
        new = list(self.right.parts) if self.right else []
        if self.kind == "taken":
            return [Piece(part.text, "taken") for part in old]
        if self.kind == "added":
            return [Piece(part.text, "added") for part in new]
        pieces: list[Piece] = []
        while old or new:
            if old and old[0].marked:
                pieces.append(Piece(old.pop(0).text, "taken"))
            elif new and new[0].marked:
                pieces.append(Piece(new.pop(0).text, "added"))
            else:
                # Neither is marked: the same words stand in both.
                pieces.append(Piece(old.pop(0).text, "same"))
                new.pop(0)
        return pieces


def compare(before: str, after: str) -> list[Row]:
    """Return the rows of a comparison, empty when nothing differs.

    Lines that are the same stand there as far as they are near a difference.
    """
    old, new = before.splitlines(), after.splitlines()
    long = len(old) + len(new) > MOST_LINES
    matcher = SequenceMatcher(None, old, new, autojunk=long)
    blocks = list(matcher.get_grouped_opcodes(CONTEXT_LINES))
    rows: list[Row] = []
    shown = 0
    for block in blocks:
        start = block[0][1]
        if start > shown:
            rows.append(Row("gap", skipped=start - shown))
        for tag, i1, i2, j1, j2 in block:
            rows += _rows(
                tag, list(enumerate(old, 1))[i1:i2], list(enumerate(new, 1))[j1:j2]
            )
        shown = block[-1][2]
    if rows and len(old) > shown:
        rows.append(Row("gap", skipped=len(old) - shown))
    return rows


def _rows(
    tag: str, old: list[tuple[int, str]], new: list[tuple[int, str]]
) -> Iterator[Row]:
    for left, right in zip_longest(old, new):
        if left is None:
            yield Row("added", right=_whole(right, marked=False))
        elif right is None:
            yield Row("taken", left=_whole(left, marked=False))
        elif tag == "equal":
            yield Row("same", _whole(left, marked=False), _whole(right, marked=False))
        else:
            yield from _changed(left, right)


def _changed(left: tuple[int, str], right: tuple[int, str]) -> Iterator[Row]:
    old, new = _WORDS.findall(left[1]), _WORDS.findall(right[1])
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if max(len(old), len(new)) > MOST_WORDS or matcher.ratio() < ALIKE:
        yield Row("taken", left=_whole(left, marked=False))
        yield Row("added", right=_whole(right, marked=False))
        return
    old_parts: list[Part] = []
    new_parts: list[Part] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        marked = tag != "equal"
        _append(old_parts, "".join(old[i1:i2]), marked=marked)
        _append(new_parts, "".join(new[j1:j2]), marked=marked)
    yield Row(
        "changed",
        Side(left[0], tuple(old_parts)),
        Side(right[0], tuple(new_parts)),
    )


def _append(parts: list[Part], text: str, *, marked: bool) -> None:
    if text:
        parts.append(Part(text, marked))


def _whole(line: tuple[int, str], *, marked: bool) -> Side:
    number, text = line
    return Side(number, (Part(text, marked),))
