"""Takeover against slow streaming answers: the bot says nothing after it, stored or shown."""

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from channels.layers import get_channel_layer

from accounts.database import in_database
from accounts.identity import Identity, new_visitor, visitor_identity
from accounts.models import Site, User
from conversations import runner
from conversations.models import Conversation, Event, Turn
from conversations.services import agents, appending, customers
from knowledge.llm.ollama import OllamaChat
from knowledge.llm.ollama_model import OllamaModel
from knowledge.pipeline import Pipeline
from tests.conversations.answering import run_turn
from tests.knowledge.answering.scripts import ScriptedSearch, candidate
from tests.ollama_double import OllamaDouble

pytestmark = pytest.mark.django_db(transaction=True)

logger = logging.getLogger(__name__)

TURNS, FEW_TURNS, AT_ONCE = 200, 48, 16
NEVER_RAN, ENDED = 0.0, -1.0
SENTENCES = [
    f"Step {n} is to press the button with the number {n}." for n in range(1, 9)
]
ANSWER = " ".join(f"{sentence} [1]" for sentence in SENTENCES)


@pytest.fixture(autouse=True)
def no_cooperation(monkeypatch: pytest.MonkeyPatch) -> None:
    """A running answer is not told that it was ended: only the fence stands in its way."""
    monkeypatch.setattr(runner, "RENEW_SECONDS", 60)


@dataclass
class Chat:
    """One conversation as its customer's socket would see it."""

    identity: Identity
    frames: list[dict[str, Any]] = field(default_factory=list)
    taken_in: str = ""


@pytest.mark.parametrize(
    "turns", [FEW_TURNS, pytest.param(TURNS, marks=pytest.mark.slow)]
)
async def test_a_takeover_at_any_moment_of_slow_turns_leaves_no_bot_text_behind(
    site: Site, alice: User, turns: int
) -> None:
    chats = await take_over_everywhere(site, alice, turns)

    assert await leaks_of(chats) == 0
    phases = {chat.taken_in for chat in chats}
    assert phases >= {
        "queued",
        "streaming, nothing shown",
        "streaming, text shown",
        "done",
    }


async def test_without_the_fence_the_bot_does_speak_after_takeovers(
    site: Site, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test above can fail: it is the fence that holds."""
    stored = appending._stored
    monkeypatch.setattr(
        appending,
        "_stored",
        lambda conversation, draft, fence, also: stored(
            conversation, draft, None, also
        ),
    )

    chats = await take_over_everywhere(site, alice, FEW_TURNS)

    assert await leaks_of(chats) > 0


async def take_over_everywhere(site: Site, agent: User, count: int) -> list[Chat]:
    """Run so many turns, each taken over at a random moment, some of them at once."""
    chance = random.Random(20261120)
    places = asyncio.Semaphore(AT_ONCE)
    await Site.objects.aupdate(answer_floor=0.0)
    text = candidate("Buttons", " ".join(SENTENCES), score=0.95)
    async with OllamaDouble(ttft=0.15, tps=90) as double:
        double.reply(ANSWER, times=count)
        model = OllamaChat(OllamaModel(double.url, "llama3.2"))
        pipeline = Pipeline(retrieve=ScriptedSearch([text]), model=model)

        async def one(wait: float) -> Chat:
            async with places:
                return await _one(site, agent, pipeline, wait)

        # One in ten before a worker has it, one in ten when its answer has just ended.
        edges = {0: NEVER_RAN, 1: ENDED}
        waits = [edges.get(n % 10, chance.uniform(0, 1.6)) for n in range(count)]
        chats = await asyncio.gather(*(one(wait) for wait in waits))
    await get_channel_layer().flush()
    return chats


async def _one(site: Site, agent: User, pipeline: Pipeline, wait: float) -> Chat:
    chat = Chat(await in_database(visitor_identity, site, new_visitor(site)))
    layer = get_channel_layer()
    channel = await layer.new_channel()
    await layer.group_add(chat.identity.group, channel)
    listening = asyncio.create_task(_listen(lambda: layer.receive(channel), chat))
    stored = await in_database(
        customers.send,
        identity=chat.identity,
        cid=uuid4(),
        text="Which button do I press?",
    )
    turn = await Turn.objects.aget(conversation__public_id=stored.conversation)
    run = run_turn(turn.pk, pipeline)
    running = asyncio.create_task(_never() if wait == NEVER_RAN else run)

    await (running if wait == ENDED else asyncio.sleep(wait))
    await turn.arefresh_from_db()
    shown = any(
        f["type"] == "frame" and f["frame"]["type"] == "delta" for f in chat.frames
    )
    chat.taken_in = turn.status
    if turn.status == "streaming":
        chat.taken_in += ", text shown" if shown else ", nothing shown"
    await in_database(
        agents.take, user=agent, conversation=stored.conversation, cid=uuid4()
    )
    await (run if wait == NEVER_RAN else running)
    await asyncio.sleep(0.1)
    listening.cancel()
    return chat


async def _never() -> None:
    """Stand in for a worker that is busy elsewhere."""


async def _listen(receive: Callable[[], Awaitable[dict[str, Any]]], chat: Chat) -> None:
    while True:
        chat.frames.append(await receive())


async def leaks_of(chats: Sequence[Chat]) -> int:
    """Count the chats in which the bot spoke after the takeover, and log the figure."""
    spoke = [await says_something_after_takeover(chat) for chat in chats]
    phases = dict(sorted(Counter(chat.taken_in for chat in chats).items()))
    logger.info(
        "%s of %s takeovers leaked; taken in %s", sum(spoke), len(spoke), phases
    )
    return sum(spoke)


async def says_something_after_takeover(chat: Chat) -> bool:
    """Whether a bot's word was stored after the takeover, or shown after its ring."""
    conversation = await Conversation.objects.aget(
        customer__key=chat.identity.key, site=chat.identity.site_id
    )
    events = [
        e async for e in Event.objects.filter(conversation=conversation).order_by("seq")
    ]
    taken = next(e.seq for e in events if e.kind == "takeover")
    spoken = [e.seq for e in events if e.actor.startswith("turn:") and e.seq > taken]
    state = next(e.pub_seq for e in events if e.kind == "state")
    rung = [
        n
        for n, f in enumerate(chat.frames)
        if f["type"] == "ring" and f["seq"] >= state
    ]
    after = chat.frames[rung[0] :] if rung else []
    shown = [f for f in after if f["type"] == "frame" and f["frame"]["type"] == "delta"]
    return bool(spoken or shown)
