"""Who waits for a busy model is told which number they are, as those who wait for a worker are."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from uuid import uuid4

import pytest

from accounts.database import in_database
from accounts.identity import Identity, new_visitor, visitor_identity
from accounts.models import Site
from conversations import history
from conversations.models import Conversation, Event, Turn
from conversations.services import customers
from conversations.waiting import Place, place_of, places
from knowledge import tasks
from knowledge.llm.configured import servers
from knowledge.llm.line import enter, leave, standing
from knowledge.models import Collection, ModelCall
from tests.client import Client
from tests.conftest import ORIGIN
from tests.conversations.test_waiting import (
    LONG,
    QUESTION,
    STEPS,
    number,
    said,
    session,
    told,
)
from tests.desk import running_desk
from tests.knowledge.shelf import draft, publish
from tests.ollama_double import running_double

__all__ = ["session"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def one_ollama(settings: Any) -> None:
    settings.CHAT_PROVIDERS = ["ollama"]
    settings.OLLAMA_URL = "http://127.0.0.1:11434"


def turn_of_a_visitor(site: Site, status: str) -> Turn:
    identity: Identity = visitor_identity(site, new_visitor(site))
    stored = customers.send(identity=identity, cid=uuid4(), text=QUESTION)
    turn = Turn.objects.get(conversation__public_id=stored.conversation)
    turn.status, turn.created_at = status, turn.created_at - LONG
    turn.save(update_fields=["status", "created_at"])
    return turn


@asynccontextmanager
async def in_line(*turns: Turn) -> AsyncIterator[None]:
    """Somebody has the only place, and these wait behind, in this order."""
    (server,) = servers()
    holder = await enter(server.line, turn="", patient=False, seconds=5)
    waiting = []
    for count, turn in enumerate(turns, start=1):
        wish = enter(server.line, turn=str(turn.pk), patient=False, seconds=30)
        waiting.append(asyncio.ensure_future(wish))
        async with asyncio.timeout(10):
            while len(standing(server.line).waiting) < count:
                await asyncio.sleep(0.01)
    yield
    leave(holder)
    for task in waiting:
        leave(await task)


async def test_those_before_the_model_come_first_then_those_before_a_worker(
    site: Site,
) -> None:
    queued, late, early = [
        await in_database(turn_of_a_visitor, site, status)
        for status in ("queued", "streaming", "streaming")
    ]

    async with in_line(early, late):
        found = await in_database(places)
        numbers = [await in_database(place_of, one) for one in (early, late, queued)]

    assert sorted(found.values(), key=lambda place: place.number) == [
        Place(early.pk, 1, at_model=True),
        Place(late.pk, 2, at_model=True),
        Place(queued.pk, 3),
    ]
    assert numbers == [1, 2, 3]


async def test_who_comes_back_meanwhile_finds_the_number_in_the_welcome(
    site: Site,
) -> None:
    turn = await in_database(turn_of_a_visitor, site, "streaming")
    conversation = await in_database(Conversation.objects.get, turns=turn)

    async with in_line(turn):
        found = await in_database(history.running_turn, conversation)

    assert found["turn"] == {
        "id": str(turn.pk), "state": "queued", "text": "", "position": 1,
    }  # fmt: skip


async def test_calls_that_are_for_no_turn_have_no_number(site: Site) -> None:
    (server,) = servers()
    async with in_line():
        wish = enter(server.line, turn="", patient=True, seconds=30)
        waiting = asyncio.ensure_future(wish)
        async with asyncio.timeout(10):
            while not standing(server.line).waiting:
                await asyncio.sleep(0.01)
        found = await in_database(places)
        waiting.cancel()

    assert found == {}


async def test_a_turn_that_ended_meanwhile_has_none_either(site: Site) -> None:
    turn = await in_database(turn_of_a_visitor, site, "cancelled")

    async with in_line(turn):
        found = await in_database(places)

    assert found == {}


async def test_the_number_goes_when_the_turn_has_come(session: Any) -> None:
    turn = uuid4()
    session.hear_frame({"type": "turn", "id": str(turn), "state": "streaming"})

    session.stand_in_line({"mine": Place(turn, 2, at_model=True)})
    session.stand_in_line({"mine": Place(turn, 1, at_model=True)})
    session.stand_in_line({})

    told_here = [(f["state"], f.get("position")) for f in said(session)[1:]]
    assert told_here == [("queued", 2), ("queued", 1), ("streaming", None)]


async def test_who_reads_the_answer_already_hears_no_number_any_more(
    session: Any,
) -> None:
    turn = uuid4()
    session.hear_frame({"type": "delta", "turn": str(turn), "off": 0, "text": "Yes"})

    session.stand_in_line({"mine": Place(turn, 1, at_model=True)})
    session.stand_in_line({})

    assert [frame["type"] for frame in said(session)] == ["delta"]


# With a worker ----------------------------------------------------------------------------------


@pytest.fixture
def manual(site: Site) -> None:
    """One text that answers the question."""
    Collection.objects.create(name="manual", slug="manual").sites.add(site)
    Site.objects.update(answer_floor=0.0)
    publish(draft("delivery", "Change the date of a delivery", STEPS))
    tasks.index()


async def test_five_customers_at_a_model_with_one_place_are_answered_in_turn(
    site: Site, manual: None
) -> None:
    with (
        running_double(ttft=1.5) as double,
        running_desk(
            answers=True, threads=8, OLLAMA_URL=double.url, CHAT_PROVIDERS="ollama"
        ) as desk,
    ):
        async with AsyncExitStack() as stack:
            clients = []
            for _ in range(5):
                client = await Client.open(desk, site="shop", origin=ORIGIN)
                stack.push_async_callback(client.close)
                clients.append(client)
                await client.say(QUESTION)

            await number(clients[-1], 1)
            for client in clients:
                await client.event("message", author="bot")

            for client in clients:
                assert told(client) == sorted(set(told(client)), reverse=True)
        assert double.counts.max_active == 1
    answers = [
        event.payload["text"]
        async for event in Event.objects.filter(actor__startswith="turn")
    ]
    assert len(answers) == 5
    calls = [call async for call in ModelCall.objects.filter(purpose="answer")]
    assert [call.outcome for call in calls] == ["answered"] * 5
    assert {call.site_id for call in calls} == {site.pk}
    assert max(call.waited_ms for call in calls) > 1000
