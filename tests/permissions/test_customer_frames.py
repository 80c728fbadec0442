"""What each frame of a customer's socket does for the owner of a chat, and for other customers.

Frames are taken from the union of the protocol: a new one that has no row fails the first test.
"""

import asyncio
import json
from collections.abc import Mapping
from typing import Any, get_args
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async

from accounts.identity import Identity, issue_ticket
from accounts.models import Site
from conversations import protocol
from tests.client import Client
from tests.conftest import ORIGIN
from tests.desk import Desk
from tests.permissions.agents import agent_frame_of
from tests.permissions.chats import (
    ANSWER_SEQ,
    SECRET,
    Chat,
    beginner_of,
    chat_of,
    footprint,
)

pytestmark = pytest.mark.django_db(transaction=True)

# For each frame: what it says, the desk's answer to the owner, and to others who say the same.
# "-" is no answer at all, a number the code that the socket is closed with.
ROWS: Mapping[type, tuple[dict[str, Any], str, str]] = {
    protocol.Hello: ({"v": 1, "token": "x", "last": 0, "tab": "x"}, "4400", "4400"),
    protocol.Send: ({"text": "More."}, "ack", "ack"),
    protocol.Person: ({}, "ack", "ack"),
    protocol.GiveFeedback: (
        {"seq": ANSWER_SEQ, "helpful": False},
        "ack",
        "nack not_found",
    ),
    protocol.Rate: ({"resolution": 1, "score": 1}, "ack", "nack not_found"),
    protocol.Resolve: ({}, "ack", "ack"),
    protocol.Choose: (
        {"seq": ANSWER_SEQ, "choice": "x"},
        "nack not_found",
        "nack not_found",
    ),
    protocol.Typing: ({"on": True}, "-", "-"),
    protocol.Read: ({"seq": ANSWER_SEQ}, "-", "-"),
    protocol.Stop: ({"turn": "the owner's"}, "-", "-"),
    protocol.Snapshot: ({"turn": "the owner's"}, "turn", "-"),
    protocol.Ping: ({"n": 7}, "pong", "pong"),
}
# Frames by which the owner changes the chat; with any other it stays as it is.
CHANGING = {
    protocol.Send, protocol.Person, protocol.GiveFeedback, protocol.Rate, protocol.Resolve,
    protocol.Read, protocol.Stop,
}  # fmt: skip


def test_every_frame_of_a_customer_has_a_row() -> None:
    assert set(ROWS) == set(get_args(protocol.CustomerFrame))


async def connected(desk: Desk, site: Site, identity: Identity) -> Client:
    session = {"token": issue_ticket(identity)}
    client = Client(desk, session, site=site.key, origin=site.allowed_origins[0])
    await client.connect()
    return client


def frame_of(kind: type, chat: Chat) -> dict[str, Any]:
    fields = dict(ROWS[kind][0])
    if "turn" in fields:
        fields["turn"] = str(chat.turn)
    if issubclass(kind, protocol.Writing):
        fields["cid"] = str(uuid4())
    return {"type": get_args(kind.model_fields["type"].annotation)[0], **fields}  # type: ignore[attr-defined]


async def answer_to(client: Client, frame: dict[str, Any], expected: str) -> str:
    """Send a frame and return the desk's answer in the words of the table."""
    seen = len(client.frames)
    await client.send(frame)
    if frame["type"] == "hello":
        return str(await client.closed())
    if "cid" in frame:
        answer = await client.answer_to(frame["cid"])
        return f"{answer['type']} {answer.get('code', '')}".strip()
    if expected != "-":
        await client.wait(lambda f: answers(f, frame) and f in client.frames[seen:])
    await settled(client)
    kinds = {f["type"] for f in client.frames[seen:] if answers(f, frame)}
    return " ".join(kinds) or "-"


def answers(frame: dict[str, Any], question: dict[str, Any]) -> bool:
    """Whether a frame of the desk may be the answer; a place in line comes by itself."""
    if frame["type"] == "turn":
        return frame["id"] == question.get("turn") and "text" in frame
    return frame["type"] == "pong"


async def settled(client: Client) -> None:
    """Let frames that are not answered be dealt with: some writing frames come after them."""
    for _ in range(5):
        cid = str(uuid4())
        frame = {"type": "choose", "cid": cid, "seq": 99, "choice": "x"}
        await client.send(frame)
        await client.answer_to(cid)


@pytest.mark.parametrize("kind", ROWS)
async def test_the_owner_of_a_chat_gets_the_answer_of_the_table(
    desk: Desk, site: Site, kind: type
) -> None:
    mine = await sync_to_async(chat_of)(site)
    client = await connected(desk, site, mine.identity)
    before = await sync_to_async(footprint)(mine.id)

    answer = await answer_to(client, frame_of(kind, mine), ROWS[kind][1])

    assert answer == ROWS[kind][1]
    if kind in CHANGING:
        async with asyncio.timeout(10):
            while await sync_to_async(footprint)(mine.id) == before:
                await asyncio.sleep(0.02)
    else:
        assert await sync_to_async(footprint)(mine.id) == before
    await client.close()


@pytest.mark.parametrize("where", ["the same site", "another site"])
@pytest.mark.parametrize("kind", ROWS)
async def test_the_same_frame_of_another_customer_leaves_the_chat_alone(
    desk: Desk, site: Site, kind: type, where: str
) -> None:
    mine = await sync_to_async(chat_of)(site)
    if where == "another site":
        site = await Site.objects.acreate(
            key="other", name="Other", allowed_origins=["http://other.example"]
        )
    other = await sync_to_async(beginner_of)(site)
    client = await connected(desk, site, other.identity)
    before = await sync_to_async(footprint)(mine.id)

    answer = await answer_to(client, frame_of(kind, mine), ROWS[kind][2])

    assert answer == ROWS[kind][2]
    assert await sync_to_async(footprint)(mine.id) == before
    assert SECRET not in json.dumps(client.frames)
    await client.close()


@pytest.mark.parametrize(
    "kind",
    [k for k in get_args(protocol.AgentFrame) if "conversation" in k.model_fields],
)
async def test_no_frame_of_an_agent_is_one_of_a_customer(
    desk: Desk, site: Site, kind: type
) -> None:
    mine = await sync_to_async(chat_of)(site)
    other = await sync_to_async(beginner_of)(site)
    client = await connected(desk, site, other.identity)
    before = await sync_to_async(footprint)(mine.id)

    await client.send(agent_frame_of(kind, mine.id))

    assert await client.closed() == 4400
    assert await sync_to_async(footprint)(mine.id) == before


@pytest.mark.parametrize(
    ("path", "origin", "ticket", "code"),
    [
        ("shop", ORIGIN, "of the other site", 4403),
        ("other", "http://other.example", "of this site", 4403),
        ("shop", "http://other.example", "of this site", 4403),
        ("shop", "http://evil.example", "of this site", 4403),
        ("nobody", ORIGIN, "of this site", 4403),
        ("shop", ORIGIN, "forged", 4401),
    ],
)
async def test_a_ticket_opens_the_socket_of_its_own_site_from_its_own_pages(
    desk: Desk, site: Site, path: str, origin: str, ticket: str, code: int
) -> None:
    elsewhere = await Site.objects.acreate(
        key="other", name="Other", allowed_origins=["http://other.example"]
    )
    mine = await sync_to_async(chat_of)(site)
    other = await sync_to_async(beginner_of)(elsewhere)
    tickets = {
        "of this site": issue_ticket(mine.identity),
        "of the other site": issue_ticket(other.identity),
        "forged": issue_ticket(mine.identity)[:-2] + "xx",
    }
    client = Client(desk, {"token": tickets[ticket]}, site=path, origin=origin)

    await client.connect(tail=10)

    assert await client.closed() == code
    assert client.frames == []
