"""Three texts into one: what two people made of the same text, line by line.

The rule is that of diff3: stretches that only one of them changed are taken from that one, and
where both changed the same lines differently, both stand there between markers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

MINE, MIDDLE, THEIRS = "<<<<<<<", "=======", ">>>>>>>"

Lines = tuple[str, ...]
Kind = Literal["same", "mine", "theirs", "both", "conflict"]


class Stretch(NamedTuple):
    """Lines that belong together: unchanged, changed by one, by both alike, or in conflict."""

    kind: Kind
    mine: Lines
    theirs: Lines


@dataclass(frozen=True)
class Merged:
    """One text of two. Each of the conflicts stands between markers."""

    text: str
    conflicts: int
    taken: int
    """How many stretches came from the other one."""
    first_clash: int | None = None
    """The line of the other text, from 1, where the first conflict begins."""


def merge(*, base: str, mine: str, theirs: str, their_name: str = "theirs") -> Merged:
    """Merge two texts that were both made from `base`."""
    stretches = list(stretches_of(_lines(base), _lines(mine), _lines(theirs)))
    lines: list[str] = []
    at, first_clash = 1, None
    for stretch in stretches:
        lines += _written(stretch, their_name)
        if stretch.kind == "conflict" and first_clash is None:
            first_clash = at
        at += len(stretch.theirs)
    return Merged(
        text="\n".join(lines),
        conflicts=sum(stretch.kind == "conflict" for stretch in stretches),
        taken=sum(stretch.kind == "theirs" for stretch in stretches),
        first_clash=first_clash,
    )


def merge_items(
    *, base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]
) -> list[str]:
    """Merge two lists whose order means nothing, such as tags: never a conflict."""
    gone = {item for item in base if item not in mine or item not in theirs}
    return [item for item in dict.fromkeys([*mine, *theirs]) if item not in gone]


def line_of_conflict(text: str) -> int | None:
    """Return the line, from 1, of the first conflict that nobody resolved yet."""
    waits = iter((MINE, MIDDLE, THEIRS))
    mark, first = next(waits), 0
    for number, line in enumerate(text.split("\n"), start=1):
        if line == mark or line.startswith(f"{mark} "):
            first = first or number
            following = next(waits, None)
            if following is None:
                return first
            mark = following
    return None


def stretches_of(base: Lines, mine: Lines, theirs: Lines) -> Iterator[Stretch]:
    """Yield the stretches of two texts that were both made from `base`, in order."""
    at_base = at_mine = at_theirs = 0
    for b, m, t, length in _in_all(base, mine, theirs):
        yield from _between(base[at_base:b], mine[at_mine:m], theirs[at_theirs:t])
        if length:
            yield Stretch("same", mine[m : m + length], theirs[t : t + length])
        at_base, at_mine, at_theirs = b + length, m + length, t + length


def _between(base: Lines, mine: Lines, theirs: Lines) -> Iterator[Stretch]:
    """Yield what stands between two stretches that all three have."""
    if mine == theirs:
        if mine or base:
            yield Stretch("both", mine, theirs)
    elif mine == base:
        yield Stretch("theirs", mine, theirs)
    elif theirs == base:
        yield Stretch("mine", mine, theirs)
    else:
        yield Stretch("conflict", mine, theirs)


def _in_all(
    base: Lines, mine: Lines, theirs: Lines
) -> Iterator[tuple[int, int, int, int]]:
    """Yield the stretches that all three have as (base, mine, theirs, length), then the end."""
    of_mine = SequenceMatcher(None, base, mine, autojunk=False).get_matching_blocks()
    of_theirs = SequenceMatcher(
        None, base, theirs, autojunk=False
    ).get_matching_blocks()
    i = j = 0
    while i < len(of_mine) and j < len(of_theirs):
        m, t = of_mine[i], of_theirs[j]
        start = max(m.a, t.a)
        end = min(m.a + m.size, t.a + t.size)
        if start < end:
            yield start, m.b + start - m.a, t.b + start - t.a, end - start
        if m.a + m.size < t.a + t.size:
            i += 1
        else:
            j += 1
    yield len(base), len(mine), len(theirs), 0


def _written(stretch: Stretch, their_name: str) -> Sequence[str]:
    if stretch.kind == "conflict":
        return (
            f"{MINE} yours", *stretch.mine, MIDDLE, *stretch.theirs,
            f"{THEIRS} {their_name}",
        )  # fmt: skip
    return stretch.theirs if stretch.kind == "theirs" else stretch.mine


def _lines(text: str) -> Lines:
    return tuple(text.replace("\r\n", "\n").split("\n"))
