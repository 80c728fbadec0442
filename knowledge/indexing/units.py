"""What of an atom is searched: its title, windows of its text, its phrasings, its pairs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from knowledge.format.values import ParsedAtom
from knowledge.indexing.blocks import Kind, blocks, plain_text
from knowledge.indexing.windows import Count, windows

UnitKind = Literal["title", "window", "phrasing", "pair"]

LEAD_TOKENS = 40
"""What title and heading may take in front of a window, so that all of it is embedded."""


@dataclass(frozen=True)
class Pair:
    """A question in all its phrasings, and the answer."""

    phrasings: tuple[str, ...]
    answer: str


@dataclass(frozen=True)
class AtomText:
    """What is written in one version of an atom."""

    title: str
    body: str
    pairs: tuple[Pair, ...] = ()
    summary: str = ""
    """Of the header: what it is for, in a line."""

    @classmethod
    def of(cls, parsed: ParsedAtom) -> "AtomText":
        """Return what a file says."""
        pairs = tuple(Pair(pair.phrasings, pair.answer) for pair in parsed.pairs)
        return cls(parsed.title, parsed.body, pairs, parsed.summary)


@dataclass(frozen=True)
class Unit:
    """One text to embed; `quote` stands word for word in the body or in the answer."""

    kind: UnitKind
    ordinal: int
    section: str
    text_to_embed: str
    quote: str
    pair_ordinal: int | None = None


def units_of(atom: AtomText, count: Count) -> list[Unit]:
    """Return every unit of an atom; ordinals run within each kind."""
    return [
        *_title_units(atom),
        *_window_units(atom, count),
        *_phrasing_units(atom),
        *_pair_units(atom, count),
    ]


def words_of(atom: AtomText) -> str:
    """Return the one text of an atom whose words are searched; the title counts twice."""
    body = (block.text for block in blocks(atom.body) if block.kind is not Kind.PAIR)
    pairs = (
        text
        for pair in atom.pairs
        for text in (*pair.phrasings, plain_text(pair.answer))
    )
    summary = [atom.summary] if atom.summary else []
    return "\n".join([atom.title, atom.title, *summary, *body, *pairs])


def _title_units(atom: AtomText) -> Iterator[Unit]:
    """The title, unless it is a question of the atom: twice the same would count as two.

    And the summary, which says in other words what the atom is for.
    """
    if not any(atom.title in pair.phrasings for pair in atom.pairs):
        yield Unit("title", 0, "", atom.title, "")
    if atom.summary:
        yield Unit("title", 1, "", atom.summary, "")


def _window_units(atom: AtomText, count: Count) -> Iterator[Unit]:
    for ordinal, window in enumerate(windows(atom.body, count)):
        lead = _cut_to(LEAD_TOKENS, f"{atom.title}\n{window.heading}".strip(), count)
        quote = atom.body[window.start : window.end]
        text = f"{lead}\n{window.text}"
        yield Unit("window", ordinal, window.heading, text, quote)


def _phrasing_units(atom: AtomText) -> Iterator[Unit]:
    phrasings = (
        (number, phrasing, pair.answer)
        for number, pair in enumerate(atom.pairs)
        for phrasing in pair.phrasings
    )
    for ordinal, (number, phrasing, answer) in enumerate(phrasings):
        yield Unit("phrasing", ordinal, "", phrasing, answer, number)


def _pair_units(atom: AtomText, count: Count) -> Iterator[Unit]:
    """The question in front of its answer; a long answer is cut like a body."""
    parts = (
        (number, pair, window)
        for number, pair in enumerate(atom.pairs)
        for window in windows(pair.answer, count)
    )
    for ordinal, (number, pair, window) in enumerate(parts):
        lead = _cut_to(LEAD_TOKENS, pair.phrasings[0], count)
        quote = pair.answer[window.start : window.end]
        text = f"{lead}\n{window.text}"
        yield Unit("pair", ordinal, "", text, quote, number)


def _cut_to(tokens: int, text: str, count: Count) -> str:
    """Return the text without the words at its end that are too many."""
    while count(text) > tokens:
        shorter = text.rsplit(maxsplit=1)[0]
        text = shorter if len(shorter) < len(text) else text[: len(text) // 2]
    return text
