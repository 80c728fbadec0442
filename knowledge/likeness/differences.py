"""What two sentences about the same matter say differently: a value, a negation, an opposite."""

import re
from dataclasses import dataclass
from typing import Literal

from knowledge.answering.polarity import NEGATIONS, swapped_words
from knowledge.answering.wording import words_of
from knowledge.likeness.measures import unmatched
from knowledge.likeness.roots import root
from knowledge.likeness.statements import Statement

Kind = Literal["number", "unit", "opposite", "value"]
Words = frozenset[str]

_ON_OFF = re.compile(r"\b(?:is|are|be|stays?|remains?) (on|off)\b")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


@dataclass(frozen=True)
class Difference:
    """What tells two sentences apart: its kind, and the words of each that show it."""

    kind: Kind
    one: tuple[str, ...]
    other: tuple[str, ...]


def swapped(one: Statement, other: Statement) -> tuple[Words, Words]:
    """Return the words, or stems, of each in whose place the other has the opposite."""
    mine, theirs = swapped_words(one.stance, other.stance)
    here, there = (set(_ON_OFF.findall(said.text)) for said in (one, other))
    if here and there and not here & there:
        return mine | here, theirs | there
    return mine, theirs


def swapped_roots(one: Statement, other: Statement) -> Words:
    """Return the roots of all words that are swapped for their opposites."""
    return frozenset(root(word) for words in swapped(one, other) for word in words)


def opposed(one: Statement, other: Statement) -> Difference | None:
    """Return what turns one sentence into the denial of the other.

    "Not enabled" and "disabled" are both turned round, and agree again.
    """
    mine, theirs = swapped(one, other)
    here, there = _denials(one), _denials(other)
    if bool(mine) == (len(here) % 2 != len(there) % 2):
        return None
    return Difference("opposite", (*sorted(mine), *here), (*sorted(theirs), *there))


def counted(one: Statement, other: Statement) -> Difference | None:
    """Return a value in whose place the other has another one of its kind."""
    for a in unmatched(one.measures, other.measures):
        for b in unmatched(other.measures, one.measures):
            if a.same_digits(b):
                return Difference(
                    "unit", (a.shown, a.fact.unit), (b.shown, b.fact.unit)
                )
            if a.comparable(b):
                return Difference("number", (a.shown,), (b.shown,))
    return None


def coded(one: Statement, other: Statement) -> Difference | None:
    """Return the code that stands in each other's place in a sentence that is else the same."""
    mine, theirs = one.code - other.code, other.code - one.code
    alone = len(mine) == len(theirs) == 1 and one.terms == other.terms
    if not alone or one.measures or other.measures:
        return None
    return Difference("value", tuple(mine), tuple(theirs))


def _denials(said: Statement) -> tuple[str, ...]:
    """Return the negations of a sentence, as they are written."""
    words = _WORD.findall(said.text.replace("\u2019", "'"))
    return tuple(word for word in words if _denies(word.casefold()))


def _denies(word: str) -> bool:
    return word.endswith("n't") or not NEGATIONS.isdisjoint(words_of(word))
