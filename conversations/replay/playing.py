"""Plays recorded dialogues at a site as its customers would have them, and takes everything back.

Import it only where answers are made: it is heavy.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from uuid import uuid4

from django.db import transaction

from accounts.identity import Identity, new_visitor, visitor_identity
from accounts.models import Site
from conversations import triaging
from conversations.models import Conversation, EscalationRule, Event, Turn
from conversations.replay.naming import (
    first_cited,
    named_beside,
    offered,
    title_of,
)
from conversations.replay.recordings import Dialogue, Said
from conversations.services import customers, endings, turns
from conversations.services.turns import Work
from knowledge.answering.outcomes import (
    Answered,
    Delta,
    Outcome,
    Question,
)
from knowledge.answering.worth_repeating import QUOTES
from knowledge.evaluation.beside import Beside, loop_beside
from knowledge.llm.chat import ChatModel, Message, ModelFailed
from knowledge.llm.embedder import Embedder
from knowledge.llm.metering import Call, current
from knowledge.llm.tokens import estimated
from knowledge.pipeline import Pipeline
from knowledge.policies import policy_with
from knowledge.replaying import finished, retrieve_with
from knowledge.retrieval.remembered import LiveMemory
from knowledge.retrieval.scope import Row
from knowledge.services import cache
from knowledge.services.cache import Outdated


@dataclass(frozen=True)
class Played:
    """What became of one message of a customer. `outcome` is in the words of a turn's row."""

    said: Said
    outcome: str
    intent: str = ""
    cited: str = ""
    """The first atom that the answer cites."""
    section: str = ""
    """What of it was cited: a heading, or the question that an answer belongs to."""
    score: float | None = None
    """The gate's; None for what was not looked up."""
    offered: Sequence[str] = ()
    """The atoms of which the customer was asked which one is meant."""
    beside: Sequence[str] = ()
    """The atoms that its answer names for those who meant something else."""
    handed_over: str = ""
    """Why people were asked after it, if they were."""
    calls: Sequence[Call] = ()
    tokens_of_a_call: int | None = None
    """About what a model would have read and written for it, where a prompt was made."""
    milliseconds: float = 0.0
    end: Outcome | None = None


@dataclass(frozen=True)
class Outplayed:
    """A dialogue that was played; once people were asked the rest of it was left to them."""

    dialogue: Dialogue
    turns: Sequence[Played]


@dataclass(frozen=True)
class Made:
    """What answering made of a message: the end, or the kind of failure where there is none."""

    outcome: Outcome | None
    failure: str
    shown: str
    calls: Sequence[Call]
    milliseconds: float


class OwnMemory(LiveMemory):
    """The kept answers as the replay's own connection sees them, its own among them."""

    beside: Beside

    async def read(self, work: Callable[[], list[Row]]) -> list[Row]:
        """Read in the thread that plays."""
        return await self.beside.here(work)


@dataclass(frozen=True)
class Stage:
    """Where dialogues are played: the site, and who answers there."""

    site: Site
    pipeline: Pipeline
    beside: Beside
    asks_rules: bool


@contextmanager
def stage(site: Site, embedder: Embedder, model: ChatModel) -> Iterator[Stage]:
    """Give a place to play at whose every row is seen by this connection alone, and goes at the end.

    Nothing leaves it: what would be sent after a commit is never sent.
    """
    retrieve = retrieve_with(embedder)
    # By a name of its own: customers who ask the same must not wait for rows that go at the end.
    own = f"replay {uuid4()} {model.name}"
    memory = None if model.name in QUOTES else OwnMemory(own, lambda: embedder)
    with (
        transaction.atomic(),
        loop_beside(lambda queries, who: finished(retrieve(queries, who))) as beside,
    ):
        rules = bool(EscalationRule.objects.asked_at(site.pk))
        if memory:
            memory.beside = beside
        pipeline = Pipeline(beside.retrieve, model, memory=memory)
        yield Stage(site, pipeline, beside, rules)
        transaction.set_rollback(True)


def play(dialogue: Dialogue, stage: Stage, *, choosing: bool = False) -> Outplayed:
    """Have a new visitor say one message after the other, each once the last was dealt with.

    `choosing` visitors who are asked which text is meant say so where a right one is named.
    What was stored for it goes at once: rows that pile up in one transaction cannot be tidied, and
    every look-up of the next dialogues would step over them. Answers that may be given again stay
    until the replay ends. Raises EmbeddingFailed.
    """
    visitor = visitor_identity(stage.site, new_visitor(stage.site))
    played: list[Played] = []
    with transaction.atomic():
        for said in dialogue.turns:
            played.append(_play(said, visitor, stage))
            if choosing and (choice := _choice(played[-1])):
                played.append(_play(choice, visitor, stage))
            if played[-1].handed_over:
                break
        transaction.set_rollback(True)
    for each in played:
        if isinstance(each.end, Answered) and not each.end.trace.repeated:
            cache.keep(each.end, site=stage.site, turn=uuid4(), source=uuid4())
    return Outplayed(dialogue, played)


def _play(said: Said, visitor: Identity, stage: Stage) -> Played:
    stored = customers.send(identity=visitor, cid=uuid4(), text=said.text)
    chat = Conversation.objects.get(public_id=stored.conversation)
    queued = chat.turns.filter(status=Turn.Status.QUEUED).first()
    work = turns.claim(queued.pk) if queued else None
    if not isinstance(work, Work):
        return Played(said, "none", handed_over=_reason(chat))
    made = _made(work, stage, may_repeat=not work.compared)
    try:
        _end(work, made)
    except Outdated:
        made = _made(work, stage, may_repeat=False)
        _end(work, made)
    if stage.asks_rules:
        triaging.look(chat.pk)
    cited = first_cited(made.outcome)
    trace = made.outcome.trace if made.outcome else None
    return Played(
        said,
        outcome=Turn.objects.get(pk=work.turn).outcome,
        intent=trace.intent if trace else "",
        cited=cited.atom if cited else "",
        section=cited.section if cited else "",
        score=trace.score if trace else None,
        offered=offered(made.outcome),
        beside=named_beside(made.outcome),
        handed_over=_reason(chat),
        calls=made.calls,
        tokens_of_a_call=_tokens_of_a_call(made),
        milliseconds=made.milliseconds,
        end=made.outcome,
    )


def _choice(asked: Played) -> Said | None:
    """Return what a customer says who finds the right text among those that are named."""
    right = [atom for atom in asked.offered if atom in asked.said.atoms]
    if not right:
        return None
    said = {"text": title_of(asked.end, right[0]), "follow_up": True}
    return asked.said.model_copy(update=said)


def _end(work: Work, made: Made) -> None:
    if made.outcome is None:
        endings.fail(work.turn, reason=made.failure, shown=made.shown)
    else:
        endings.finish(work.turn, made.outcome, shown=made.shown)


def _made(work: Work, stage: Stage, *, may_repeat: bool) -> Made:
    policy = policy_with(work.variant, work.site)
    question = Question(work.question, policy, may_repeat=may_repeat)
    shown: list[str] = []
    outcome: Outcome | None = None
    failure = ""

    async def answered() -> Outcome | None:
        last: Outcome | None = None
        events = stage.pipeline.answer(question, work.history, work.reader)
        async with aclosing(events):
            async for event in events:
                if isinstance(event, Delta):
                    shown.append(event.text)
                else:
                    last = event
        return last

    calls = current().calls
    before, began = len(calls), time.perf_counter()
    try:
        outcome = stage.beside.run(answered())
    except ModelFailed as failed:
        failure = failed.kind
    spent = (time.perf_counter() - began) * 1000
    return Made(outcome, failure, "".join(shown), calls[before:], spent)


def _tokens_of_a_call(made: Made) -> int | None:
    """Estimate what a model reads and writes for this; None where no prompt was made."""
    prompt = made.outcome.trace.record.get("prompt") if made.outcome else None
    if not prompt:
        return None
    messages = [Message(**message) for message in prompt]
    return estimated([*messages, Message("assistant", made.shown)])


def _reason(chat: Conversation) -> str:
    """Why people were asked to answer, as the transcript tells it; nothing while the bot has it."""
    handed = chat.events.filter(
        kind=Event.Kind.NOTICE, payload__code="handed_off"
    ).last()
    return handed.payload["reason"] if handed else ""
