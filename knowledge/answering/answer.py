"""Answering: a question goes in, checked text and one outcome come out. It never writes."""

import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Literal

from knowledge.answering.asking_back import choices
from knowledge.answering.checking import Check, SentenceCheck
from knowledge.answering.marking import MarkerCheck
from knowledge.answering.notes import Notes
from knowledge.answering.outcomes import (
    Abstained,
    Answered,
    AskedBack,
    Citation,
    Delta,
    Escalated,
    Line,
    Outcome,
    Question,
)
from knowledge.answering.phrases import do_not_know, language_of, say
from knowledge.answering.prompts import prompt_for
from knowledge.answering.same_question import is_known_phrasing
from knowledge.answering.seams import Retrieve, Tool
from knowledge.answering.small_talk import reply_to
from knowledge.answering.speaking import Attempt
from knowledge.answering.weigh import Weighed, threshold_of, weigh
from knowledge.llm.chat import ChatModel, Passage, Prompt
from knowledge.llm.extractive import Extractive
from knowledge.reader import Reader
from knowledge.retrieval.passages import passages

Confidence = Literal["low", "medium", "high"]
_CONFIDENCES: tuple[Confidence, ...] = ("low", "medium", "high")
PASSAGES = 4
"""How many texts a model reads. More would rarely hold the answer, and make small models stray."""
_MEDIUM_FROM = 0.75
_HIGH_FROM = 0.9
_NEAR_SHARE = 0.5
"""Titles are named when the evidence comes at least this share of the way to the gate."""


async def answer(
    question: Question,
    history: Sequence[Line],
    reader: Reader,
    retrieve: Retrieve,
    model: ChatModel,
    tools: Sequence[Tool] = (),
) -> AsyncGenerator[Delta | Outcome, None]:
    """Yield checked text as it is made, then exactly one outcome.

    1. Weigh: intent, evidence, gate. Most that needs no model ends here.
    2. Quote a known phrasing's answer, or let the model speak from the passages.
    3. When nothing of its words may be shown, quote the best passage.

    Raises ModelFailed when a model breaks off after some of its text was shown.
    """
    started = time.perf_counter()
    weighed = await weigh(question, history, reader, retrieve)
    notes = Notes(question, weighed, started)
    if early := _without_model(question, history, weighed, notes):
        yield early
        return
    candidates = weighed.candidates
    prompt = prompt_for(
        question,
        history,
        passages(candidates[:PASSAGES]),
        tools,
        context_tokens=question.policy.context_tokens,
    )
    quoting = is_known_phrasing(question.text, candidates[0])
    notes.note_prompt(prompt, quoting=quoting)
    for speaker in [Extractive()] if quoting else [model, Extractive()]:
        attempt = Attempt(speaker, prompt, _check_for(question, prompt))
        async with aclosing(attempt.deltas()) as deltas:
            async for delta in deltas:
                yield delta
        notes.note_attempt(attempt)
        if outcome := _outcome_of(attempt, question, weighed, notes):
            yield outcome
            return
    yield _unanswered(question, weighed, notes)


def _without_model(
    question: Question, history: Sequence[Line], weighed: Weighed, notes: Notes
) -> Outcome | None:
    """Return the end of everything that no model has to be asked about."""
    if reply := reply_to(question, history, weighed.intent):
        return AskedBack(reply, notes.trace())
    if weighed.intent == "person":
        return Escalated("asked", notes.trace())
    if weighed.intent == "complaint":
        return Escalated("complaint", notes.trace())
    return None if weighed.enough else _unanswered(question, weighed, notes)


def _unanswered(question: Question, weighed: Weighed, notes: Notes) -> Outcome:
    """Say honestly that there is no answer, unless the question only needs to be clearer."""
    if weighed.intent == "account_specific":
        return Escalated("account", notes.trace())
    language = language_of(question.text, question.policy.language)
    candidates = weighed.candidates
    if not weighed.enough and (titles := choices(question.text, candidates)):
        named = ", ".join(f"\u201c{title}\u201d" for title in titles)
        return AskedBack(say("which_one", language, titles=named), notes.trace())
    near = weighed.score >= _NEAR_SHARE * threshold_of(question)
    nearest = [candidate.title for candidate in candidates] if near else []
    return Abstained(do_not_know(language, nearest), notes.trace())


def _check_for(question: Question, prompt: Prompt) -> Check:
    if question.policy.stream_sentences:
        return SentenceCheck(prompt.passages, question.text)
    return MarkerCheck(prompt.passages)


def _outcome_of(
    attempt: Attempt, question: Question, weighed: Weighed, notes: Notes
) -> Outcome | None:
    """Return what an attempt came to; None when another one is needed."""
    result = attempt.result
    if result.halt == "promise":
        return Escalated("rule", notes.trace())
    if result.halt == "unknown":
        return _unanswered(question, weighed, notes)
    if not result.text:
        return None
    return Answered(
        text=result.text,
        citations=_citations(attempt),
        confidence=_confidence(weighed, notes),
        trace=notes.trace(answered=True),
    )


def _citations(attempt: Attempt) -> list[Citation]:
    cited = {passage.n: passage for passage in attempt.prompt.passages}
    return [_citation(cited[n], attempt.result.quotes[n]) for n in attempt.result.cited]


def _citation(passage: Passage, quote: str) -> Citation:
    return Citation(
        n=passage.n,
        atom=passage.atom,
        version_id=passage.version_id,
        version=passage.version,
        title=passage.title,
        section=passage.section,
        quote=quote,
    )


def _confidence(weighed: Weighed, notes: Notes) -> Confidence:
    """Return how sure the gate is; one step less when a model said what no source says."""
    steps = (weighed.score >= _MEDIUM_FROM) + (weighed.score >= _HIGH_FROM)
    return _CONFIDENCES[max(steps - notes.something_dropped, 0)]
