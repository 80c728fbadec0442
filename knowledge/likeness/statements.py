"""A text as the statements that it makes, each ready to be compared with one of another text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from knowledge.answering.fact_words import DAYS, MONTHS, NUMBERS, UNITS
from knowledge.answering.polarity import NEGATIONS, Stance
from knowledge.answering.sentences import pieces_of
from knowledge.answering.wording import LIST_SIGN, words_of
from knowledge.indexing.blocks import Block, Kind, blocks
from knowledge.likeness.measures import Measure, measures_of
from knowledge.likeness.roots import roots_of

MOST = 80
"""Statements of a text that are compared; what comes after is too much for an editor."""

_CODE = re.compile(r"`([^`\n]+)`")
_EMPHASIS = re.compile(r"\*+|(?<!\w)_+|_+(?!\w)")
_YES_OR_NO = re.compile(r"^(?:yes|no|ja|nein)[.,:!]\s*", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_UNSAYING = frozenset().union(
    DAYS, MONTHS, NUMBERS, UNITS, NEGATIONS, ("always", "ever", "immer")
)


@dataclass(frozen=True)
class Text:
    """What is written in one version of an atom, or in a draft of it."""

    title: str
    body: str
    pairs: tuple[tuple[tuple[str, ...], str], ...] = ()
    """Each question in its phrasings, with its answer."""

    windows: tuple[str, ...] = ()
    """Pieces of it as they are embedded."""

    @property
    def phrasings(self) -> list[str]:
        return [phrasing for phrasings, _ in self.pairs for phrasing in phrasings]

    @property
    def statements(self) -> Sequence["Statement"]:
        return _statements(self)


class Statement:
    """One sentence or line. What is derived is made when it is first asked for."""

    def __init__(self, text: str, title: str, heading: str) -> None:
        self.text = text
        self.title = title
        self.heading = heading

    @cached_property
    def cell(self) -> str | None:
        """The first cell, where it is a row of a table."""
        return self.text.partition("|")[0] if "|" in self.text else None

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The stems of the words that carry meaning, in order; no numbers, units, negations."""
        said = words_of(_CODE.sub(" ", self.text))
        return tuple(roots_of(" ".join(word for word in said if word not in _UNSAYING)))

    @cached_property
    def terms(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def code(self) -> frozenset[str]:
        """What stands between backticks."""
        return frozenset(" ".join(span.split()) for span in _CODE.findall(self.text))

    @cached_property
    def measures(self) -> Sequence[Measure]:
        return measures_of(self.text)

    @cached_property
    def stance(self) -> Stance:
        return Stance(self.text)

    @cached_property
    def about(self) -> tuple[str, ...]:
        """The stems of the words above it, in order."""
        return tuple(dict.fromkeys(roots_of(f"{self.title} {self.heading}")))


# The texts of a desk are read again at every pause of every author.
@lru_cache(1024)
def _statements(text: Text) -> Sequence[Statement]:
    found = (
        Statement(sentence, text.title, heading)
        for heading, passage in _passages(text)
        for sentence in _sentences(passage)
    )
    return [said for said in found if _states(said)][:MOST]


def _passages(text: Text) -> Iterator[tuple[str, str]]:
    heading = ""
    for block in blocks(text.body):
        if block.kind is Kind.HEADING:
            heading = block.text
        elif block.kind is Kind.TEXT:
            yield heading, _source(text.body, block)
    for phrasings, answer in text.pairs:
        for block in blocks(answer):
            if block.kind is Kind.TEXT:
                yield phrasings[0], _source(answer, block)


def _source(markdown: str, block: Block) -> str:
    """Return a block with the backticks that its plain text has lost; a table's row has none."""
    written = markdown[block.start : block.end]
    return block.text if written.lstrip().startswith("|") else written


def _sentences(passage: str) -> Iterator[str]:
    flowing = _SPACE.sub(" ", _EMPHASIS.sub("", LIST_SIGN.sub("", passage)))
    for piece in pieces_of(flowing):
        yield _YES_OR_NO.sub("", LIST_SIGN.sub("", piece.text)).strip()


def _states(said: Statement) -> bool:
    """Whether it says something: not a question, not a lead with a colon at its end."""
    return bool(words_of(said.text)) and not said.text.endswith(("?", ":"))
