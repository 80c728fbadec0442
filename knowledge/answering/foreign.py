"""Texts in another language than the customer's: which of two translations answers, and what is said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from knowledge.answering.languages import base_of, language_in, name_of
from knowledge.answering.outcomes import Question
from knowledge.answering.phrases import language_of, say
from knowledge.retrieval.candidates import Candidate, Retrieved

_LOOKED_AT = 600
"""Characters of a text that tell its language."""


def spoken(question: Question) -> str:
    """Return the language of the customer."""
    return base_of(language_in(question.text, question.policy.language))


def is_foreign(candidate: Candidate, language: str) -> bool:
    """Whether a text is in another language; many a header says none, so its words count as well."""
    return (
        base_of(candidate.language) != language and _written_in(candidate) != language
    )


def in_one_language(retrieved: Retrieved, language: str) -> Sequence[Retrieved]:
    """Return what was found with each text once: of translations the customer's, else the best.

    Where that leaves out a text that fits better than its translation, what was found follows
    with the better one in its place: a translation that is out of date lacks what it says.
    """
    best: dict[str, Candidate] = {}
    spoken: dict[str, Candidate] = {}
    for candidate in retrieved.candidates:
        name = candidate.translation_of or candidate.atom
        best.setdefault(name, candidate)
        known = spoken.setdefault(name, candidate)
        if is_foreign(known, language) and not is_foreign(candidate, language):
            spoken[name] = candidate
    if len(best) == len(retrieved.candidates):
        return [retrieved]
    return [_only(retrieved, spoken)] + [_only(retrieved, best)] * (spoken != best)


def _only(retrieved: Retrieved, kept: Mapping[str, Candidate]) -> Retrieved:
    chosen = {candidate.version_id for candidate in kept.values()}
    left = tuple(c for c in retrieved.candidates if c.version_id in chosen)
    return replace(retrieved, candidates=left)


def elsewhere(question: Question, candidates: Sequence[Candidate]) -> list[str]:
    """Return the languages of what was found when none of it is in the customer's."""
    language = spoken(question)
    if any(not is_foreign(candidate, language) for candidate in candidates):
        return []
    return list(dict.fromkeys(map(_written_in, candidates)))


def preface(question: Question, best: Candidate) -> str:
    """Return what goes before an answer from a text in another language; nothing before others."""
    if not is_foreign(best, spoken(question)):
        return ""
    said = language_of(question.text, question.policy.language)
    named = name_of(_written_in(best))
    return f"{say('foreign', said, languages=named)}\n\n"


def language_for(question: Question, best: Candidate) -> str:
    """Return the language to answer in: that of the text, where it is not the customer's.

    What a model translates cannot be held against its source.
    """
    language = spoken(question)
    return _written_in(best) if is_foreign(best, language) else language


def _written_in(candidate: Candidate) -> str:
    text = f"{candidate.title}\n{candidate.answer or candidate.body}"
    return base_of(language_in(text[:_LOOKED_AT], candidate.language))
