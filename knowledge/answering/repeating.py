"""Giving an answer again: for which turns one that was made before will do, and which one does.

Exactly the same question first, before anything is looked up. For the same question in other words
the evidence has to lead to the same atom, the words have to say the same (`same_asking`), and the
vectors have to be near: none of the three is enough alone.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol

from knowledge.answering.checklists import move_of
from knowledge.answering.following import (
    ENOUGH_TERMS,
    leaning,
    points_back,
    queries_for,
)
from knowledge.answering.guard.guarding import guarded
from knowledge.answering.guard.personal import redacted
from knowledge.answering.intents import LOOKED_UP, intent_of
from knowledge.answering.notes import Notes
from knowledge.answering.outcomes import (
    Answered,
    Citation,
    Line,
    Question,
    Repeated,
    Trace,
)
from knowledge.answering.parting import parts_of
from knowledge.answering.same_asking import asks_the_same, key_of
from knowledge.answering.seams import Retrieve
from knowledge.answering.weigh import Weighed, weigh
from knowledge.answering.wording import terms_of
from knowledge.reader import Reader

NEAR = 0.85
"""Cosine from which on other words may be the same question. Below it no pair of three public sets
that the words called the same was rightly so (python -m benchmarks.cache)."""


@dataclass(frozen=True)
class Known:
    """An answer that was made before."""

    entry: int
    question: str
    text: str
    citations: Sequence[Citation]
    confidence: Literal["low", "medium", "high"]
    model: str
    tokens: int
    milliseconds: int
    vector: Sequence[float]
    vector_model: str


class Memory(Protocol):
    """Answers that are valid now: every text they were made of is live and readable."""

    model: str
    """Who words answers now; those of others are not given."""

    async def exactly(self, question: Question, reader: Reader) -> Known | None:
        """Return the answer to this very question."""
        ...

    async def nearby(
        self, question: Question, reader: Reader, *, vector: Sequence[float], atom: str
    ) -> Sequence[Known]:
        """Return answers about an atom to questions near this vector, nearest first."""
        ...


def may_be_repeated(question: Question, history: Sequence[Line]) -> bool:
    """Whether the answer depends on nothing but the question's own words.

    Not when the guard saw anything, when it is personal, when it asks nothing that is looked up,
    when it is a step of a list, or when it points to what was said before.
    """
    policy, text = question.policy, question.text
    if not (policy.repeats and policy.stream_sentences) or policy.site is None:
        return False
    if question.quote_only or redacted(text) != text:
        return False
    if intent_of(text, history) != "question" or move_of(text) is not None:
        return False
    if guarded(question, history).findings:
        return False
    return _stands_alone(text, history)


async def repeated(
    question: Question,
    history: Sequence[Line],
    reader: Reader,
    retrieve: Retrieve,
    memory: Memory,
) -> Answered | None:
    """Return an answer that was made before and is right for this turn; None when there is none.

    1. The very same question, when nothing before it matters.
    2. Otherwise look it up, and take an answer about the atom that its own words lead to.
    """
    if not (question.may_repeat and may_be_repeated(question, history)):
        return None
    started = time.perf_counter()
    known = await memory.exactly(question, reader)
    if known and queries_for(question.text, history) == (question.text,):
        return _given(known, question, started)
    if len(parts_of(question.text)) > 1:
        return None
    weighed = await weigh(question, history, reader, retrieve)
    if not weighed.enough or weighed.retrieved is None or weighed.by_what_was_said:
        return None
    near = await memory.nearby(
        question,
        reader,
        vector=weighed.retrieved.vector,
        atom=weighed.candidates[0].atom,
    )
    for one in near:
        if _is_same(question.text, one) or _asks_the_same(weighed.understood, one):
            return _given(one, question, started, weighed)
    return None


def asked_before(history: Sequence[Line]) -> bool:
    """Whether a person said something before that is looked up."""
    before = (line for line in history if line.role != "bot")
    return any(intent_of(line.text) in LOOKED_UP for line in before)


def _stands_alone(text: str, history: Sequence[Line]) -> bool:
    """Whether nothing before it matters. The first question of a chat has nothing to point to,
    so what it points to stands in itself, unless it has no other words.
    """
    if asked_before(history) or any(line.role == "agent" for line in history):
        return leaning(text) != "leans"
    return len(set(terms_of(text))) >= ENOUGH_TERMS or not points_back(text)


def _is_same(text: str, known: Known) -> bool:
    return key_of(text) == key_of(known.question)


def _asks_the_same(text: str, known: Known) -> bool:
    """Whether other words ask the same. What was not sure is given for the same words alone."""
    return known.confidence != "low" and asks_the_same(text, known.question)


def _given(
    known: Known, question: Question, started: float, weighed: Weighed | None = None
) -> Answered:
    near = not _is_same(question.text, known)
    return Answered(
        text=known.text,
        citations=known.citations,
        confidence=known.confidence,
        trace=_trace(known, question, started, weighed, near=near),
    )


def _trace(
    known: Known,
    question: Question,
    started: float,
    weighed: Weighed | None,
    *,
    near: bool,
) -> Trace:
    """Return the record of a repeated answer: which one it is, and how it was found."""
    repeated_of = {
        "question": known.question,
        "text": known.text,
        "in_other_words": near,
        "worded_by": known.model,
        "tokens_saved": known.tokens,
        "milliseconds_saved": known.milliseconds,
    }
    if weighed is not None:
        trace = Notes(question, weighed, started).trace(answered=True)
        record: dict[str, Any] = {**trace.record, "repeated": repeated_of}
    else:
        took = round((time.perf_counter() - started) * 1000, 1)
        record = {
            "intent": "question",
            "queries": [question.text],
            "milliseconds": {"total": took},
            "repeated": repeated_of,
        }
        trace = Trace(
            question=question.text,
            intent="question",
            question_vector=known.vector,
            vector_model=known.vector_model,
        )
    return replace(
        trace,
        variant=question.policy.variant,
        provider="cache",
        model=known.model,
        record=record,
        repeated=Repeated(known.entry, near),
    )
