"""Sentences of two texts that are about the same and cannot both be right.

Vectors do not see a changed number or a "not", so words are compared: two sentences must say
nearly the same but for one thing, and that thing must be a value, a negation or an opposite.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.likeness.differences import (
    Difference,
    coded,
    counted,
    opposed,
    swapped_roots,
)
from knowledge.likeness.measures import unmatched
from knowledge.likeness.nearness import other_subject, overlap, replaced
from knowledge.likeness.roots import roots_of
from knowledge.likeness.statements import Statement, Text

SAME_MATTER = 0.6
"""Share of words that two sentences must have in common, numbers and opposites left out."""
SAME_BUT_DENIED = 0.78
"""A negation says something only where the rest is the same."""
FAR_APART = 0.2
"""Below this share of all words no opposite that is left out brings two sentences together."""
SAME_TITLE = 0.5
FEW_WORDS = 2
"""Sentences that share fewer words say what they are about in their titles alone."""
MOST = 5

_CONDITION = re.compile(
    r"\b(?:if|unless|when|whenever|while|as long as|falls|wenn|sofern|solange)\b[^,;.]*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Contradiction:
    """Two sentences that cannot both be right."""

    one: Statement
    other: Statement
    difference: Difference
    closeness: float


def contradictions(one: Text, other: Text) -> list[Contradiction]:
    """Return the pairs of sentences that contradict each other, the closest first.

    A sentence that stands in both texts is no side of a contradiction.
    """
    agreed = {said.text for said in one.statements} & {
        said.text for said in other.statements
    }
    mine = [said for said in one.statements if said.text not in agreed]
    theirs = [said for said in other.statements if said.text not in agreed]
    found = [pair for said in mine for pair in _against(said, theirs)]
    found.sort(key=lambda pair: -pair.closeness)
    return found[:MOST]


def agree(one: Statement, other: Statement) -> bool:
    """Whether nothing that one sentence says is denied by the other."""
    denied = opposed(one, other) and closeness(one, other) >= SAME_BUT_DENIED
    return not denied and counted(one, other) is None


def difference(one: Statement, other: Statement) -> Difference | None:
    """Return the one thing that two sentences about the same matter say differently."""
    apart = replaced(one.words, other.words) - swapped_roots(one, other)
    if apart or other_subject(one, other) or not _same_conditions(one, other):
        return None
    polar, value = opposed(one, other), counted(one, other)
    if polar and value:
        # "At least 5" and "at most 10": two sides of one rule.
        return None
    if polar and closeness(one, other) >= _needed(one, other):
        return polar
    return value or coded(one, other)


def closeness(one: Statement, other: Statement) -> float:
    """Return how nearly two sentences are about the same, opposites left out."""
    shared = one.terms & other.terms
    # Most pairs of sentences end here, and there are thousands of them.
    if len(shared) < FAR_APART * (len(one.terms) + len(other.terms)):
        return 0.0
    if not shared or _row(one) != _row(other):
        return 0.0
    turned = swapped_roots(one, other)
    shared -= turned
    if len(shared) < FEW_WORDS and not _same_title(one, other, shared):
        return 0.0
    return overlap(one.terms - turned, other.terms - turned)


def _against(said: Statement, others: Sequence[Statement]) -> Iterator[Contradiction]:
    """Yield what contradicts a statement, unless something else agrees with it as closely."""
    near = [(closeness(said, other), other) for other in others]
    best = max((share for share, _ in near), default=0.0)
    if best < SAME_MATTER:
        return
    closest = [other for share, other in near if share == best]
    found = [(other, difference(said, other)) for other in closest]
    other, differs = found[0]
    if differs is not None and all(one is not None for _, one in found):
        yield Contradiction(said, other, differs, best)


def _needed(one: Statement, other: Statement) -> float:
    """Return how close a sentence and its denial must be; of few words, the same ones."""
    few = len(one.terms & other.terms) <= FEW_WORDS
    return 1.0 if few else SAME_BUT_DENIED


def _row(said: Statement) -> list[str] | None:
    """Return what a row of a table is about; rows are compared with their like alone."""
    return None if said.cell is None else roots_of(said.cell)


def _same_title(one: Statement, other: Statement, shared: frozenset[str]) -> bool:
    """Whether the titles are alike, or both name the little that the sentences share."""
    mine, theirs = frozenset(one.about), frozenset(other.about)
    return overlap(mine, theirs) >= SAME_TITLE or bool(
        shared and shared <= mine & theirs
    )


def _same_conditions(one: Statement, other: Statement) -> bool:
    """Whether both hold in the same cases: what holds in others may well be different."""
    mine, theirs = _conditions(one), _conditions(other)
    if not (mine and theirs):
        return not (mine or theirs)
    a, b = Statement(mine, "", ""), Statement(theirs, "", "")
    return (
        overlap(a.terms, b.terms) >= SAME_MATTER
        and not unmatched(a.measures, b.measures)
        and opposed(a, b) is None
    )


def _conditions(said: Statement) -> str:
    return " ".join(_CONDITION.findall(said.text))
