"""Whether two questions of texts that are compared ask the same; a wrong yes is looked at by staff."""

from knowledge.answering.clauses import clauses_of
from knowledge.answering.facts import facts_of
from knowledge.answering.polarity import Stance, contradicts
from knowledge.answering.word_sets import word_set

NEAR = 0.92
"""Cosine of a phrasing from which on it is taken for the same question, unless the words below
tell them apart. Measured with MiniLM on three sets: nothing wrong was found at this height."""
IDENTICAL = 0.995
"""From here on only letters' cases and punctuation differ."""

_ASKING = word_set(
    "who what when where why how which whose wer was wann wo warum wieso wie welche welcher welches"
)


def same_question(asked: str, known: str, cosine: float) -> bool:
    """Whether two questions ask the same, by their cosine and what vectors do not see."""
    return cosine >= IDENTICAL or (cosine >= NEAR and _alike(asked, known))


def _alike(text: str, phrasing: str) -> bool:
    """Vectors do not see these: numbers, negations, and what kind of thing is asked for."""
    said, known = Stance(text), Stance(phrasing)
    return (
        _values(text) == _values(phrasing)
        and _asks_for(text) == _asks_for(phrasing)
        and said.negations == known.negations
        and not contradicts(said, known)
    )


def _values(text: str) -> set[frozenset[str]]:
    return {fact.values for fact in facts_of(text)}


def _asks_for(text: str) -> set[str]:
    return {
        word
        for clause in clauses_of(text)
        for word in clause.split()
        if word in _ASKING
    }
