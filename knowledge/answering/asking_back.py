"""Titles to choose from when a message of a word or two names several things alike."""

from collections.abc import Sequence

from knowledge.answering.wording import terms_of
from knowledge.retrieval.candidates import Candidate

_MOST_WORDS = 2
_MOST_WORDS_OF_ANY_KIND = 4
_LONGEST_TITLE = 80
_MOST_TITLES = 3
_LOOKED_AT = 6
_ALIKE = 0.15
"""How far scores may lie apart; the second of two unlike texts is further behind."""


def choices(text: str, candidates: Sequence[Candidate]) -> list[str]:
    """Return two or three titles that fit alike and hold every word of the message; else nothing.

    High precision on purpose: an odd question back costs more than an honest "I don't know".
    """
    asked = set(terms_of(text))
    short = (
        len(text.split()) <= _MOST_WORDS_OF_ANY_KIND and 0 < len(asked) <= _MOST_WORDS
    )
    if not short or not candidates:
        return []
    enough = candidates[0].scored.score - _ALIKE
    alike = [found for found in candidates[:_LOOKED_AT] if found.scored.score >= enough]
    titles = [found.title for found in alike if _names(found.title, asked)]
    # What came first must be among them: otherwise something else was meant.
    if len(titles) < 2 or candidates[0].title not in titles:
        return []
    return titles[:_MOST_TITLES]


def _names(title: str, asked: set[str]) -> bool:
    return len(title) <= _LONGEST_TITLE and asked <= set(terms_of(title))
