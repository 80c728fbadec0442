"""Clients that do not read what they asked for: they are cut, at little cost, and others go on."""

import asyncio
import json
import logging
import time

import psycopg
import pytest

from tests.client import new_session
from tests.faults.conftest import is_served
from tests.faults.place import ORIGIN, SITE, Place
from tests.faults.raw import CLOSE, PING, Raw, frame, hello
from tests.faults.robot import Robot

pytestmark = pytest.mark.slow
logger = logging.getLogger(__name__)

MEGABYTE = 2**20
HELD = 40_000
# Megabytes of pings: more than the system keeps for a client, sent before it is found silent.
PINGED = 25
MANY_EVENTS = """
    INSERT INTO conversations_event
        (conversation_id, seq, pub_seq, kind, actor, payload, at)
    SELECT c.id, c.last_seq + n, c.last_pub_seq + n, 'message', 'system',
        jsonb_build_object('author', 'system', 'text', repeat('word ', 1000),
            'citations', '[]'::jsonb), now()
    FROM conversations_conversation c, generate_series(1, %(n)s) n
    WHERE c.public_id::text = %(chat)s;
"""
COUNT_THEM = """
    UPDATE conversations_conversation SET last_seq = last_seq + %(n)s,
        last_pub_seq = last_pub_seq + %(n)s WHERE public_id::text = %(chat)s
"""


async def test_a_client_that_never_reads_200_megabytes_is_cut_and_costs_little(
    whole: Place, others: list[Robot], quiet_log: None
) -> None:
    token = await _long_chat(whole, HELD)
    raw = await Raw.open(whole.desk, buffer=4096)
    before = whole.memory("web")

    await raw.say(hello(token))
    serving = asyncio.gather(*(is_served(robot) for robot in others))
    most = await _most_memory(whole, "web", seconds=14)
    texts, code = await raw.listen()
    await serving

    grown = (most - before) / MEGABYTE
    logger.warning("A reader of nothing with 200 MB to come: web grew %.1f MB", grown)
    assert code == 4499
    assert len(texts) < HELD / 10
    assert grown < 50
    raw.leave()


async def test_a_client_that_reads_gets_a_chat_of_any_length(whole: Place) -> None:
    """Three megabytes: more than may wait at once."""
    token = await _long_chat(whole, 600)

    assert await _seqs_of(whole, "web", token) >= 600


async def test_without_waiting_for_room_it_is_cut(whole: Place) -> None:
    token = await _long_chat(whole, 600)
    await asyncio.to_thread(whole.start, "web2", without="room")

    assert await _seqs_of(whole, "web2", token) < 600


async def test_without_the_cut_the_memory_grows_with_what_nobody_reads(
    whole: Place,
) -> None:
    token = await _long_chat(whole, HELD)
    await asyncio.to_thread(whole.start, "web2", without="cut")
    raw = await Raw.open(whole.desk_of("web2"), buffer=4096)
    before = whole.memory("web2")

    await raw.say(hello(token))

    await asyncio.to_thread(
        whole.wait, lambda: whole.memory("web2") > before + 100 * MEGABYTE, 120
    )
    raw.leave()


async def test_a_client_that_pings_and_never_reads_is_cut_and_costs_little(
    whole: Place, others: list[Robot], quiet_log: None
) -> None:
    before = whole.memory("web")
    raw = await Raw.open(whole.desk, buffer=4096)

    sent = await _pings_until_cut(raw, PINGED)

    assert sent < PINGED, "cut before it had sent all"
    assert whole.memory("web") - before < PINGED / 2 * MEGABYTE
    raw.leave()


async def test_without_that_limit_pongs_pile_up(whole: Place) -> None:
    await asyncio.to_thread(whole.start, "web2", without="pongs")
    before = whole.memory("web2")
    raw = await Raw.open(whole.desk_of("web2"), buffer=4096)

    sent = await _pings_until_cut(raw, PINGED)

    assert sent == PINGED
    await asyncio.to_thread(
        whole.wait, lambda: whole.memory("web2") - before > PINGED / 2 * MEGABYTE
    )
    raw.leave()


async def _long_chat(whole: Place, events: int) -> str:
    """A conversation of so many messages of 5,000 characters; the ticket of its customer."""
    robot = Robot(whole.desks, site=SITE, origin=ORIGIN)
    await robot.arrive()
    await robot.acknowledged(await robot.ask_for("person"))
    await robot.leave()
    visitor = {"visitor": robot.visitor}
    session = await new_session(whole.desk, site=SITE, origin=ORIGIN, **visitor)
    values = {"n": events, "chat": session["conversation"]}
    with psycopg.connect(whole.dsn) as server:
        server.execute(MANY_EVENTS, values)
        server.execute(COUNT_THEM, values)
    return str(session["token"])


async def _seqs_of(whole: Place, name: str, token: str) -> int:
    """Read until all events are there or the socket is closed; the last seq."""
    raw = await Raw.open(whole.desk_of(name))
    await raw.say(hello(token))
    last, head = 0, 1
    while last < head:
        code, data = await raw.hear()
        if code == CLOSE:
            break
        said = json.loads(data)
        if said["type"] == "welcome":
            head, last = said["head"], said["events"][-1]["seq"]
        elif said["type"] == "ev":
            last = said["seq"]
    raw.leave()
    return last


async def _most_memory(whole: Place, name: str, *, seconds: float) -> int:
    most, until = 0, time.monotonic() + seconds
    while time.monotonic() < until:
        most = max(most, whole.memory(name))
        await asyncio.sleep(0.2)
    return most


async def _pings_until_cut(raw: Raw, most_megabytes: int) -> int:
    """The megabytes that could be sent."""
    pings = frame(PING, b"p" * 125) * (MEGABYTE // 131)
    for sent in range(most_megabytes):
        try:
            await raw.say(pings)
        except ConnectionError:
            return sent
    return most_megabytes
