"""Who waits for a free worker is told which number they are, and nobody else is."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from channels.layers import get_channel_layer
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.database import in_database
from accounts.identity import Identity, new_visitor, visitor_identity
from accounts.models import Site
from conversations.live.customer import CustomerSession
from conversations.live.socket import Socket
from conversations.models import Conversation, Event, Turn
from conversations.services import customers, turns
from conversations.waiting import Place, place_of, places
from knowledge import tasks
from knowledge.models import Collection
from tests.client import Client
from tests.conftest import ORIGIN
from tests.desk import Desk, running_desk
from tests.knowledge.shelf import draft, publish
from tests.ollama_double import running_double

pytestmark = pytest.mark.django_db(transaction=True)

LONG = timedelta(minutes=1)
QUESTION = "How do I change the date of my delivery?"
STEPS = "Open My orders and press Change date. Then pick one of the green days."


def ask(identity: Identity) -> Turn:
    stored = customers.send(identity=identity, cid=uuid4(), text=QUESTION)
    return Turn.objects.get(
        conversation__public_id=stored.conversation, status="queued"
    )


@pytest.fixture
def three(site: Site) -> list[Turn]:
    """Three turns that have waited long, the first for longest."""
    asked = [ask(visitor_identity(site, new_visitor(site))) for _ in range(3)]
    for number, turn in enumerate(asked):
        turn.created_at = timezone.now() - LONG + timedelta(seconds=number)
        turn.save(update_fields=["created_at"])
    return asked


def numbers() -> dict[UUID, int]:
    return {place.turn: place.number for place in places().values()}


# The line ---------------------------------------------------------------------------------------


def test_who_asked_first_is_first_and_each_count_agrees(three: list[Turn]) -> None:
    first, second, third = three

    found = places()

    assert numbers() == {first.pk: 1, second.pk: 2, third.pk: 3}
    assert [place_of(turn) for turn in three] == [1, 2, 3]
    here = str(Conversation.objects.get(turns=second).public_id)
    assert found[here] == Place(second.pk, 2)


def test_who_is_being_answered_or_is_done_stands_in_nobodys_way(
    three: list[Turn],
) -> None:
    first, second, third = three
    Turn.objects.filter(pk=first.pk).update(status="streaming")
    Turn.objects.filter(pk=second.pk).update(status="cancelled")

    assert numbers() == {third.pk: 1}


def test_a_customer_who_may_still_be_writing_stands_in_nobodys_way(
    three: list[Turn],
) -> None:
    first, second, third = three
    first.start_after = timezone.now() + LONG
    first.save(update_fields=["start_after"])

    assert numbers() == {second.pk: 1, third.pk: 2}
    assert [place_of(turn) for turn in three] == [None, 1, 2]


def test_who_has_just_asked_has_no_number_yet(three: list[Turn]) -> None:
    first, second, third = three
    third.created_at = timezone.now() + LONG
    third.save(update_fields=["created_at"])

    assert numbers() == {first.pk: 1, second.pk: 2}
    assert place_of(third) is None


def test_the_whole_line_is_one_query_by_an_index(three: list[Turn]) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        places()

    assert len(asked) == 1
    with connection.cursor() as cursor:
        # So few rows would be read one by one; which index serves them is the planner's.
        cursor.execute("SET enable_seqscan = off")
        cursor.execute("EXPLAIN " + asked[0]["sql"])
        plan = "\n".join(line for (line,) in cursor.fetchall())
        cursor.execute("RESET enable_seqscan")
    assert "Seq Scan" not in plan


# The sockets ------------------------------------------------------------------------------------


async def open_clients(desk: Desk, count: int, stack: AsyncExitStack) -> list[Client]:
    clients = []
    for _ in range(count):
        client = await Client.open(desk, site="shop", origin=ORIGIN)
        stack.push_async_callback(client.close)
        clients.append(client)
    return clients


def told(client: Client) -> list[int]:
    """The numbers that a client was told, in order."""
    return [f["position"] for f in client.frames if is_place(f)]


def is_place(frame: dict[str, Any]) -> bool:
    return (
        frame["type"] == "turn" and frame["state"] == "queued" and "position" in frame
    )


async def number(client: Client, wanted: int, *, fresh: bool = False) -> dict[str, Any]:
    return await client.wait(
        lambda f: is_place(f) and f["position"] == wanted, fresh=fresh
    )


async def all_ask(clients: Sequence[Client]) -> list[str]:
    """All ask, one after the other; return their turns when the last has heard its number."""
    for client in clients:
        await client.say(QUESTION)
    return [
        (await number(client, place))["id"]
        for place, client in enumerate(clients, start=1)
    ]


async def test_waiting_customers_hear_their_number_and_every_change_once(
    desk: Desk, site: Site
) -> None:
    async with AsyncExitStack() as stack:
        mia, noah, lea = await open_clients(desk, 3, stack)
        first, second, third = await all_ask([mia, noah, lea])

        await in_database(turns.claim, UUID(first))

        await number(noah, 1)
        await number(lea, 2)
        await in_database(turns.claim, UUID(second))
        await number(lea, 1)

        assert (told(mia), told(noah), told(lea)) == ([1], [2, 1], [3, 2, 1])
        for client, own in [(mia, first), (noah, second), (lea, third)]:
            heard = {f["id"] for f in client.frames if f["type"] == "turn"}
            assert heard == {own}


async def test_a_customer_who_comes_back_finds_the_number_in_the_welcome(
    desk: Desk, site: Site
) -> None:
    async with AsyncExitStack() as stack:
        mia, noah = await open_clients(desk, 2, stack)
        _, turn = await all_ask([mia, noah])

        await noah.drop()
        await noah.connect()

        welcome = [f for f in noah.frames if f["type"] == "welcome"][-1]
        assert welcome["turn"] == {
            "id": turn, "state": "queued", "text": "", "position": 2,
        }  # fmt: skip
        await noah.send({"type": "snapshot", "turn": turn})
        snapshot = await noah.wait(lambda f: f["type"] == "turn" and "text" in f)
        assert snapshot["position"] == 2


async def test_who_stops_or_asks_for_a_person_leaves_the_line(
    desk: Desk, site: Site
) -> None:
    async with AsyncExitStack() as stack:
        mia, noah, lea = await open_clients(desk, 3, stack)
        first, second, _ = await all_ask([mia, noah, lea])

        await mia.send({"type": "stop", "turn": first})
        await number(lea, 2)
        await noah.send({"type": "person", "cid": str(uuid4())})
        await number(lea, 1)

        for client, own in [(mia, first), (noah, second)]:
            ended = [f for f in client.frames if f["type"] == "turn"][-1]
            assert (ended["id"], ended["state"]) == (own, "cancelled")


async def test_a_newer_message_ends_the_old_place_and_takes_a_new_one(
    desk: Desk, site: Site
) -> None:
    async with AsyncExitStack() as stack:
        mia, noah = await open_clients(desk, 2, stack)
        old, _ = await all_ask([mia, noah])

        await mia.say("And what does it cost?")

        await mia.wait(lambda f: f.get("state") == "superseded" and f["id"] == old)
        await number(noah, 1)
        new = await number(mia, 2)
        assert new["id"] != old


async def test_the_number_needs_no_redis_and_no_worker(site: Site) -> None:
    mia = new_visitor(site)
    turn = await in_database(lambda: ask(visitor_identity(site, mia)))

    with running_desk(REDIS_URL="redis://127.0.0.1:1/0") as desk:
        client = await Client.open(desk, site="shop", origin=ORIGIN, visitor=mia)

        assert (await number(client, 1))["id"] == str(turn.pk)
        await client.close()


class Silent(Socket):
    """A socket that goes nowhere and keeps what was put into it."""

    def __init__(self) -> None:
        self.frames: list[dict[str, Any]] = []

    def put(self, frame: dict[str, Any], *, transient: bool = False) -> None:
        self.frames.append(frame)

    def gone(self) -> None:
        pass


@pytest.fixture
async def session() -> AsyncIterator[CustomerSession]:
    """A greeted socket of whoever has the conversation "mine"."""
    session = CustomerSession(
        Silent(),
        channel_layer=get_channel_layer(),
        channel="a",
        site_key="shop",
        origin=ORIGIN,
    )
    session.begin()
    session._conversation = "mine"
    yield session
    session.end()


def said(session: CustomerSession) -> list[dict[str, Any]]:
    assert isinstance(session.socket, Silent)
    return session.socket.frames


async def test_a_number_is_said_again_only_when_it_changes(
    session: CustomerSession,
) -> None:
    turn = uuid4()

    for number in (3, 3, 2, 2, 2):
        session.stand_in_line({"mine": Place(turn, number)})
    session.stand_in_line({"another": Place(uuid4(), 1)})

    assert [frame["position"] for frame in said(session)] == [3, 2]


async def test_a_turn_that_was_just_taken_gets_no_number_any_more(
    session: CustomerSession,
) -> None:
    taken, next_one = uuid4(), uuid4()
    session.hear_frame({"type": "turn", "id": str(taken), "state": "streaming"})

    session.stand_in_line({"mine": Place(taken, 1)})
    session.stand_in_line({"mine": Place(next_one, 1)})

    assert [frame["id"] for frame in said(session)] == [str(taken), str(next_one)]


# With a worker ----------------------------------------------------------------------------------


@pytest.fixture
def manual(site: Site) -> None:
    """One text that answers the question."""
    Collection.objects.create(name="manual", slug="manual").sites.add(site)
    Site.objects.update(answer_floor=0.0)
    publish(draft("delivery", "Change the date of a delivery", STEPS))
    tasks.index()


async def test_four_customers_and_one_place_are_answered_in_line_once_each(
    site: Site, manual: None
) -> None:
    with (
        running_double(ttft=2.0) as double,
        running_desk(
            answers=True, threads=1, OLLAMA_URL=double.url, CHAT_PROVIDERS="ollama"
        ) as desk,
    ):
        async with AsyncExitStack() as stack:
            clients = await open_clients(desk, 4, stack)
            for client in clients:
                await client.say(QUESTION)

            for client in clients:
                await client.event("message", author="bot")

            for place, client in enumerate(clients, start=1):
                assert told(client) == sorted(set(told(client)), reverse=True)
                assert max(told(client), default=0) <= place
            assert told(clients[-1])
        assert double.counts.max_active == 1
    answers = [
        event.conversation_id
        async for event in Event.objects.filter(payload__author="bot").order_by("at")
    ]
    asked = [c.pk async for c in Conversation.objects.order_by("created_at")]
    assert answers == asked
