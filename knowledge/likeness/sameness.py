"""How nearly two texts say the same: by their vectors, and by the words of their sentences."""

from operator import itemgetter

from knowledge.answering.polarity import Stance, contradicts
from knowledge.answering.wording import bare
from knowledge.likeness.contradictions import agree
from knowledge.likeness.measures import measures_of, unmatched
from knowledge.likeness.nearness import Near, overlap, replaced
from knowledge.likeness.roots import roots_of
from knowledge.likeness.statements import Text

NEARLY_THE_SAME = 0.6
SAME_TITLE = 0.93
"""Cosine of two titles from which on only their wording differs."""
SYNONYMS = 0.8
"""Cosine of two titles whose differing words may be two names of one thing."""


def sameness(one: Text, other: Text, near: Near | None) -> float:
    """Return from 0 to 1 how nearly one of the texts says what the other says.

    The mean of two measures: how near their vectors are, and how many of its words the best
    sentence of the other has. A text that is part of a longer one counts as the same.
    """
    if _are_about_two_things(one, other, near):
        return 0.0
    words = max(_said_in(one, other), _said_in(other, one))
    if near is None or not (one.windows and other.windows):
        return words
    cosine = max(_near_to(one, other, near), _near_to(other, one, near))
    return (words + cosine) / 2


def same_title(one: str, other: str, near: Near | None) -> bool:
    """Whether two titles name the same thing, whatever stands below them."""
    if bare(one) == bare(other):
        return True
    mine, theirs = roots_of(one), roots_of(other)
    alike = set(mine) == set(theirs) or (
        near is not None and near(one, other) >= SAME_TITLE
    )
    return alike and not _told_apart(one, other)


def _said_in(one: Text, other: Text) -> float:
    """Return how much of what one text says stands in single sentences of the other."""
    total = said = 0.0
    for statement in one.statements:
        weight = max(len(statement.terms), 1)
        near = (
            (overlap(statement.terms, known.terms), known) for known in other.statements
        )
        share, known = max(near, key=itemgetter(0), default=(0.0, statement))
        said += weight * share * agree(statement, known)
        total += weight
    return said / total if total else 0.0


def _near_to(one: Text, other: Text, near: Near) -> float:
    best = [max(near(mine, theirs) for theirs in other.windows) for mine in one.windows]
    return sum(best) / len(best)


def _are_about_two_things(one: Text, other: Text, near: Near | None) -> bool:
    """Whether the titles differ in a name that each text then goes on to speak of.

    "Returns in Austria" and "Returns in Norway" may agree in all other words.
    """
    if _values(one.title) != _values(other.title):
        return True
    mine, theirs = roots_of(one.title), roots_of(other.title)
    apart = replaced(mine, theirs) if set(mine) & set(theirs) else set()
    if not apart or (near is not None and near(one.title, other.title) >= SYNONYMS):
        return False
    said_here = {term for said in one.statements for term in said.terms}
    said_there = {term for said in other.statements for term in said.terms}
    return bool(apart.intersection(mine) & said_here - said_there) and bool(
        apart.intersection(theirs) & said_there - said_here
    )


def _values(title: str) -> set[frozenset[str]]:
    return {measure.fact.values for measure in measures_of(title)}


def _told_apart(one: str, other: str) -> bool:
    mine, theirs = measures_of(one), measures_of(other)
    return bool(unmatched(mine, theirs) or unmatched(theirs, mine)) or contradicts(
        Stance(one), Stance(other)
    )
