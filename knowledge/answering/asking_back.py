"""Asking back where a message names several things alike, or nothing at all.

High precision on purpose: an odd question back costs more than an honest "I don't know".
"""

import re
from collections.abc import Sequence

from knowledge.answering.facts import facts_of
from knowledge.answering.gate import TIE
from knowledge.answering.outcomes import Line
from knowledge.answering.parting import matter_of, opens
from knowledge.answering.phrases import asks_for_more, say, titles_offered
from knowledge.answering.wording import terms_of
from knowledge.retrieval.candidates import Candidate

_MOST_TERMS = 2
_MOST_WORDS = 9
_MOST_WORDS_OF_NOTHING = 8
_STATES = re.compile(
    r"\b(?:is|are|was|were|went|goes|ist|sind)\b.{0,12}\b(?:down|off|up|out|over|aus|weg)\b",
    re.IGNORECASE,
)
_LONGEST_TITLE = 80
_MOST_TITLES = 3
_LOOKED_AT = 6
_ALIKE = 0.15
"""How far scores may lie apart; the second of two unlike texts is further behind."""


def question_back(
    text: str, history: Sequence[Line], candidates: Sequence[Candidate], language: str
) -> str:
    """Return what the customer is to be asked, or nothing.

    Nobody is asked twice in a row: what stays unclear then is not known.
    """
    if _has_just_asked(history):
        return ""
    if titles := choices(text, candidates):
        return _which_one(titles, language)
    return say("tell_more", language) if _names_nothing(text, history) else ""


def question_between(
    history: Sequence[Line], candidates: Sequence[Candidate], language: str
) -> str:
    """Return the question which of the texts is meant that fit like the first, or nothing."""
    enough = candidates[0].scored.score - TIE if candidates else 0.0
    alike = [found.title for found in candidates if found.scored.score > enough]
    titles = list(dict.fromkeys(alike))[:_MOST_TITLES]
    if _has_just_asked(history) or len(titles) < 2:
        return ""
    return _which_one(titles, language)


def named_beside(titles: Sequence[str], language: str) -> str:
    """Return the paragraph that names texts which fit like the one that was answered from."""
    return (
        f"\n\n{say('also_fits', language, titles=_listed(titles[: _MOST_TITLES - 1]))}"
    )


def _has_just_asked(history: Sequence[Line]) -> bool:
    last = history[-1].text if history and history[-1].role == "bot" else ""
    return asks_for_more(last) or bool(titles_offered(last))


def _which_one(titles: Sequence[str], language: str) -> str:
    return say("which_one", language, titles=_listed(titles))


def _listed(titles: Sequence[str]) -> str:
    return ", ".join(f"\u201c{title}\u201d" for title in titles)


def choices(text: str, candidates: Sequence[Candidate]) -> list[str]:
    """Return two or three titles that fit alike and hold all that a short message is about.

    A message that is put as a question, or says what is the matter, is clear enough.
    """
    asked = matter_of(text)
    short = len(text.split()) <= _MOST_WORDS and 0 < len(asked) <= _MOST_TERMS
    clear = opens(text) or _STATES.search(text) or facts_of(text)
    if clear or not short or not candidates:
        return []
    enough = candidates[0].scored.score - _ALIKE
    alike = [found for found in candidates[:_LOOKED_AT] if found.scored.score >= enough]
    titles = [found.title for found in alike if _names(found.title, asked)]
    # What came first must be among them: otherwise something else was meant.
    if len(titles) < 2 or candidates[0].title not in titles:
        return []
    return titles[:_MOST_TITLES]


def _names_nothing(text: str, history: Sequence[Line]) -> bool:
    """Whether a first message is a few words without a matter: "it does not work"."""
    asked_before = any(
        line.role == "customer" and matter_of(line.text) for line in history
    )
    words = text.split()
    return (
        not asked_before
        and 0 < len(words) <= _MOST_WORDS_OF_NOTHING
        and any(any(letter.isalpha() for letter in word) for word in words)
        and not matter_of(text)
        and not facts_of(text)
    )


def _names(title: str, asked: frozenset[str]) -> bool:
    return len(title) <= _LONGEST_TITLE and asked <= set(terms_of(title))
