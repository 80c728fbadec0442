"""Answering: a question goes in, checked text and one outcome come out. It never writes."""

import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from knowledge.answering.asking_back import (
    named_beside,
    question_back,
    question_between,
)
from knowledge.answering.confidence import confidence_of
from knowledge.answering.following import still_counting
from knowledge.answering.foreign import elsewhere
from knowledge.answering.guard.ending import ended_by_guard, with_guard
from knowledge.answering.guard.guarding import guarded
from knowledge.answering.guard.screening import Screened
from knowledge.answering.intents import LOOKED_UP, intent_of
from knowledge.answering.notes import Notes
from knowledge.answering.outcomes import (
    Abstained,
    Answered,
    AskedBack,
    Delta,
    Escalated,
    Line,
    Outcome,
    Question,
)
from knowledge.answering.phrases import do_not_know, language_of
from knowledge.answering.rewriting import rewritten
from knowledge.answering.seams import Retrieve, Tool
from knowledge.answering.several import answer_several, parts_weighed
from knowledge.answering.small_talk import reply_to
from knowledge.answering.speech import Speakers, Speech
from knowledge.answering.stepping import step_for
from knowledge.answering.weigh import Weighed, weigh
from knowledge.llm.chat import ChatModel
from knowledge.reader import Reader

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

    The guard stands around it: it looks at the message, at what was said before, and at every
    text that is found.

    Raises ModelFailed when a model breaks off after some of its text was shown.
    """
    found = guarded(question, history)
    if early := ended_by_guard(found):
        yield early
        return
    asked, said = found.question, found.history
    screened = Screened(retrieve) if "injection" in question.policy.guards else None
    events = _answer(asked, said, reader, screened or retrieve, model, tools)
    async with aclosing(events):
        async for event in events:
            if isinstance(event, Delta):
                yield event
            else:
                yield with_guard(event, found, screened.findings if screened else ())


async def _answer(
    question: Question,
    history: Sequence[Line],
    reader: Reader,
    retrieve: Retrieve,
    model: ChatModel,
    tools: Sequence[Tool],
) -> AsyncGenerator[Delta | Outcome, None]:
    """Answer what the guard let through.

    1. "What is next?" after an answer in steps is the next one of them.
    2. A message that asks several things is answered part by part.
    3. Weigh: intent, evidence, gate. Most that needs no model ends here.
    4. Quote a known phrasing's answer, or let the model speak from the passages.
    5. When nothing of its words may be shown, quote the best passage; where another one fits as
       well, ask which of them is meant. Where a model chose one of them, name the others.
    """
    started = time.perf_counter()
    speakers = Speakers(model, still_counting(question.text, history), tools)
    if step := await step_for(question, history, reader, retrieve, started):
        yield Delta(step.text)
        yield step
        return
    intent = intent_of(question.text, history)
    several = intent in LOOKED_UP and not question.quote_only
    if several and (parts := await parts_weighed(question, history, reader, retrieve)):
        notes = Notes(question, Weighed(intent), started)
        outcome: Outcome | None = None
        async with aclosing(answer_several(question, parts, speakers, notes)) as events:
            async for event in events:
                yield event
                outcome = outcome or (None if isinstance(event, Delta) else event)
        if outcome:
            return
    weighed = await weigh(question, history, reader, retrieve)
    if not weighed.enough and weighed.intent in LOOKED_UP:
        also = await rewritten(question, history, model)
        again = also and await weigh(question, history, reader, retrieve, also=also)
        weighed = again if again and again.enough else weighed
    notes = Notes(question, weighed, started)
    if early := _without_model(question, history, weighed, notes):
        yield early
        return
    speech = Speech(question, weighed, speakers)
    async with aclosing(_spoken(speech, question, weighed, notes)) as deltas:
        async for delta in deltas:
            yield delta
    yield _outcome_of(speech, question, history, weighed, notes)


async def _spoken(
    speech: Speech, question: Question, weighed: Weighed, notes: Notes
) -> AsyncGenerator[Delta, None]:
    async with aclosing(speech.deltas(notes)) as deltas:
        async for delta in deltas:
            yield delta
    if beside := _beside(speech, question, weighed):
        yield Delta(beside)


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
    return None if weighed.enough else _unanswered(question, history, weighed, notes)


def _unanswered(
    question: Question, history: Sequence[Line], weighed: Weighed, notes: Notes
) -> Outcome:
    """Say honestly that there is no answer, unless the question only needs to be clearer."""
    if weighed.intent == "account_specific":
        return Escalated("account", notes.trace())
    language = language_of(question.text, question.policy.language)
    if asked := _question_back(question, history, weighed, language):
        return AskedBack(asked, notes.trace())
    verdict, candidates = weighed.verdict, weighed.candidates
    near = verdict is not None and verdict.score >= _NEAR_SHARE * verdict.needed
    nearest = [candidate.title for candidate in candidates] if near else []
    told = do_not_know(language, nearest, elsewhere(question, candidates))
    return Abstained(told, notes.trace())


def _question_back(
    question: Question, history: Sequence[Line], weighed: Weighed, language: str
) -> str:
    candidates = weighed.candidates
    if weighed.torn:
        return question_between(history, candidates, language)
    if weighed.enough:
        return ""
    return question_back(question.text, history, candidates, language)


def _beside(speech: Speech, question: Question, weighed: Weighed) -> str:
    """Name the texts that fit as well, where a model answered from just one of them."""
    if not speech.text or speech.halt or speech.quoting:
        return ""
    titles = weighed.left_out([cited.atom for cited in speech.citations])
    language = language_of(question.text, question.policy.language)
    return named_beside(titles, language) if titles else ""


def _outcome_of(
    speech: Speech,
    question: Question,
    history: Sequence[Line],
    weighed: Weighed,
    notes: Notes,
) -> Outcome:
    """Return what came of what was said."""
    if speech.halt == "promise":
        return Escalated("rule", notes.trace())
    if speech.halt == "unknown" or not speech.text:
        return _unanswered(question, history, weighed, notes)
    beside = _beside(speech, question, weighed)
    one_sided = weighed.leaves_out([cited.atom for cited in speech.citations])
    doubtful = notes.something_dropped or one_sided
    return Answered(
        text=speech.text + beside,
        citations=speech.citations,
        confidence=confidence_of(weighed.score, doubtful=doubtful),
        trace=notes.trace(answered=True),
        foreign=speech.foreign,
    )
