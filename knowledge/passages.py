"""What candidates are made of: numbered passages of a source, whatever kind of source it is."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

AROUND = 6
"""So many passages before and after each one that is used are shown."""

Runs = Sequence[tuple[int, int]]
"""First and last numbers of passages that follow each other."""


@dataclass(frozen=True)
class Passage:
    """A piece of a source: a turn of an interview, a line of a chat, a page or a row of a file.

    `number` counts from 1 in the order of the source. `who` said it, `where` it stands and the `part` of the
    source that it belongs to are for people to read; each may be empty. `is_markdown` where marks mean something.
    """

    number: int
    text: str
    who: str = ""
    where: str = ""
    part: str = ""
    is_markdown: bool = False


class Source(Protocol):
    """What a model offers whose rows candidates are made of."""

    def passages(self, runs: Runs | None = None) -> Iterable[Passage]:
        """Return the passages in their order; with `runs`, only those of these numbers."""

    @property
    def reason(self) -> str:
        """Why there is a version of an atom that comes from it, for the list of versions."""


@dataclass
class Stretch:
    """Passages that follow each other; `skipped` stand before them and are left out, from `since` on."""

    skipped: int
    since: int
    passages: list[Passage] = field(default_factory=list)


def stretches(source: Source, used: Collection[int]) -> list[Stretch]:
    """Return every passage that is used, each with those around it."""
    return list(_cut(source.passages(list(runs_around(used))))) if used else []


def runs_around(used: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the runs of numbers that are used or near one that is, in order."""
    first = last = 0
    for number in sorted(used):
        if last and number - AROUND > last + 1:
            yield first, last
            first = 0
        first = first or max(number - AROUND, 1)
        last = number + AROUND
    if last:
        yield first, last


def _cut(passages: Iterable[Passage]) -> Iterator[Stretch]:
    stretch = None
    before = 0
    for passage in passages:
        if stretch is None or passage.number > before + 1:
            if stretch is not None:
                yield stretch
            # What comes before the first stretch is not missed.
            skipped = passage.number - before - 1 if stretch else 0
            stretch = Stretch(skipped, before + 1)
        stretch.passages.append(passage)
        before = passage.number
    if stretch is not None:
        yield stretch
