"""Which answers are kept to be given again: whole ones by a model, checked, with their sources."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from knowledge.answering.following import still_counting
from knowledge.answering.outcomes import (
    Answered,
    Line,
    Outcome,
    Question,
    Repeatable,
)
from knowledge.answering.repeat_scope import Scope, digest_of
from knowledge.answering.repeating import asked_before, may_be_repeated
from knowledge.answering.same_asking import key_of
from knowledge.answering.wording import terms_of
from knowledge.reader import Reader

QUOTES = frozenset({"extractive", "pair"})
"""They are made as fast as a kept answer is found, and cost nothing."""


def marked(
    outcome: Outcome,
    question: Question,
    history: Sequence[Line],
    reader: Reader,
    model: str,
) -> Outcome:
    """Return the outcome, as one that may be given again if it is worth it."""
    if not (isinstance(outcome, Answered) and question.may_repeat):
        return outcome
    trace = outcome.trace
    attempts = trace.record.get("attempts", ())
    scope = Scope.of(question, reader, model=model, embedder=trace.vector_model)
    whole = _is_whole(outcome, attempts) and trace.question_vector is not None
    if not (whole and scope and may_be_repeated(question, history)):
        return outcome
    history = still_counting(question.text, history)
    if _is_of_a_chat(history) or _tells_of(history, outcome, question):
        return outcome
    repeatable = Repeatable(
        scope=scope.digest,
        key=digest_of(key_of(question.text)),
        audience=scope.audience,
        language=scope.language,
        model=f"{trace.provider}/{trace.model}",
        about=trace.record["candidates"][0]["atom"],
        given=[passage["version_id"] for passage in trace.record["passages"]],
        tokens=sum(map(_tokens, attempts)),
        milliseconds=round(sum(_milliseconds(each) for each in attempts)),
    )
    return replace(outcome, trace=replace(trace, repeatable=repeatable))


def _is_whole(outcome: Answered, attempts: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a model said all of it and nothing had to be kept from the customer."""
    # A text in another language comes with a word about it, and the offer of a person.
    if not outcome.citations or outcome.unknown or outcome.foreign:
        return False
    good = all(
        not attempt["failure"]
        and not attempt["halt"]
        and not attempt["dropped"]
        and attempt.get("reason") == "stop"
        for attempt in attempts
    )
    return good and any(attempt["provider"] not in QUOTES for attempt in attempts)


def _is_of_a_chat(history: Sequence[Line]) -> bool:
    """Whether something was said before that the search, or a model, may have gone by."""
    return asked_before(history) or any(line.role == "agent" for line in history)


def _tells_of(history: Sequence[Line], outcome: Answered, question: Question) -> bool:
    """Whether the answer may have taken up what somebody said before, such as a name."""
    said = {t for line in history if line.role != "bot" for t in terms_of(line.text)}
    cited = (f"{c.title} {c.section} {c.quote}" for c in outcome.citations)
    ours = {term for text in (question.text, *cited) for term in terms_of(text)}
    return not said.isdisjoint(set(terms_of(outcome.text)) - ours)


def _tokens(attempt: Mapping[str, Any]) -> int:
    return (attempt.get("prompt_tokens") or 0) + (attempt.get("answer_tokens") or 0)


def _milliseconds(attempt: Mapping[str, Any]) -> float:
    return float(attempt["milliseconds"].get("whole") or 0)
