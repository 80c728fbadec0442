"""How near two statements are: by the words they share and, where there are vectors, by these."""

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from knowledge.answering.fact_words import NUMBERS
from knowledge.likeness.roots import root
from knowledge.likeness.statements import Statement

Near = Callable[[str, str], float]
"""The cosine of two sentences; 0 where it is not known."""

LONGEST_SWAP = 2


def by_words_alone(one: str, other: str) -> float:
    """Stand in for vectors while there are none."""
    return 0.0


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of words in common, 1 for the same words."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def replaced(one: Sequence[str], other: Sequence[str]) -> set[str]:
    """Return the words that stand in each other's place while those around them are the same."""
    found: set[str] = set()
    for tag, i1, i2, j1, j2 in SequenceMatcher(
        None, one, other, autojunk=False
    ).get_opcodes():
        if tag == "replace" and max(i2 - i1, j2 - j1) <= LONGEST_SWAP:
            found |= {*one[i1:i2], *other[j1:j2]}
    return found


def other_subject(one: Statement, other: Statement) -> bool:
    """Whether the words above two statements name different things that both leave unsaid.

    "It costs 20 euros" below "Late check-out" and below "Early check-in" are two facts. A number that the
    sentence itself spells out is what it says, not what it is about: titles are made of sentences.
    """
    if not set(one.about) & set(other.about):
        return False
    apart = replaced(one.about, other.about) - _spelled(one) - _spelled(other)
    return bool(apart) and not apart & one.terms & other.terms


def _spelled(said: Statement) -> set[str]:
    words = (word.strip(".,;:!").casefold() for word in said.text.split())
    return {root(word) for word in words if word in NUMBERS}
