"""The customers' socket, as a stranger's client meets it on a real server."""

import asyncio
import json
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from django.utils import timezone

from accounts.identity import Identity, issue_ticket
from accounts.models import Customer, Site
from conversations.models import Event
from tests.client import Client, new_session
from tests.conftest import ORIGIN
from tests.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)


async def client(desk: Desk, **body: Any) -> Client:
    return await Client.open(desk, site="shop", origin=ORIGIN, **body)


async def test_before_the_first_message_there_is_no_conversation(
    desk: Desk, site: Site
) -> None:
    mia = await client(desk)

    welcome = mia.frames[0]
    assert welcome["conversation"] is None
    assert (welcome["head"], welcome["events"], welcome["state"]) == (0, [], "new")
    assert not await Customer.objects.aexists()
    await mia.close()


async def test_a_message_is_acknowledged_and_comes_back_as_an_event_with_its_cid(
    desk: Desk, site: Site
) -> None:
    mia = await client(desk)

    cid = await mia.say("How do I <b>pay</b>?")

    event = await mia.event("message", author="customer")
    assert mia.frames[-1]["type"] in {"ack", "ev", "turn"}
    assert event["cid"] == cid
    assert event["seq"] == 1
    assert event["citations"] == []
    assert "<b>" not in event["html"]
    await mia.close()


async def test_one_cid_from_four_sockets_is_one_message(desk: Desk, site: Site) -> None:
    first = await client(desk)
    tabs = [first]
    for _ in range(3):
        tab = Client(desk, first.session, site="shop", origin=ORIGIN)
        await tab.connect()
        tabs.append(tab)
    cid = str(uuid4())

    await asyncio.gather(*(tab.say("Hello?", cid, ack=False) for tab in tabs))
    answers = await asyncio.gather(*(tab.answer_to(cid) for tab in tabs))

    assert {answer["seq"] for answer in answers} == {1}
    assert sorted(answer["dup"] for answer in answers) == [False, True, True, True]
    assert await Event.objects.acount() == 1
    for tab in tabs:
        await tab.event("message")
        await tab.close()


async def test_a_dropped_client_resumes_without_a_hole_or_a_double(
    desk: Desk, site: Site
) -> None:
    mia = await client(desk)
    tab = Client(desk, mia.session, site="shop", origin=ORIGIN)
    await tab.connect()
    await mia.say("one")
    await mia.event("message", text="one")
    await tab.event("message", text="one")

    await tab.drop()
    await mia.say("two")
    await mia.say("three")
    await mia.event("message", text="three")
    await tab.connect()

    assert [e["text"] for e in tab.events] == ["one", "two", "three"]
    await tab.close()
    await mia.close()


async def test_a_cursor_ahead_of_the_list_is_reset(desk: Desk, site: Site) -> None:
    mia = await client(desk)
    await mia.say("one")
    await mia.close()
    mia.last = 99

    await mia.connect(last=99)

    welcome = await mia.wait(lambda f: f["type"] == "welcome" and f["reset"])
    assert [e["text"] for e in welcome["events"]] == ["one"]
    await mia.close()


async def test_asking_for_a_person_shows_in_every_tab(desk: Desk, site: Site) -> None:
    mia = await client(desk)
    await mia.say("hello")

    await mia.send({"type": "person", "cid": str(uuid4())})

    assert (await mia.event("state"))["state"] == "waiting"
    assert (await mia.event("notice"))["code"] == "handed_off"
    await mia.close()


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("no json", 4400),
        ("[]", 4400),
        (b"\x00\x01", 4400),
        (json.dumps({"type": "group_send", "cid": "x"}), 4400),
        (json.dumps({"type": "ring"}), 4400),
        (
            json.dumps(
                {"type": "send", "cid": str(UUID(int=1)), "text": "a", "extra": 1}
            ),
            4400,
        ),
        (json.dumps({"type": "send", "cid": "not a uuid", "text": "a"}), 4400),
        (
            json.dumps({"type": "hello", "v": 1, "token": "", "last": 0, "tab": "t"}),
            4400,
        ),
        ("x" * 70_000, 4413),
    ],
)
async def test_a_frame_that_is_none_closes_the_socket_with_its_code(
    desk: Desk, site: Site, frame: str | bytes, code: int
) -> None:
    mia = await client(desk)

    await mia.send(frame)

    assert await mia.closed() == code


@pytest.mark.parametrize(
    ("hello", "code"),
    [
        ({"v": 2}, 4400),
        ({"tab": ""}, 4400),
        ({"last": -1}, 4400),
        ({"token": "forged"}, 4401),
    ],
)
async def test_a_bad_hello_is_refused_with_its_code(
    desk: Desk, site: Site, hello: dict[str, Any], code: int
) -> None:
    mia = Client(
        desk,
        await new_session(desk, site="shop", origin=ORIGIN),
        site="shop",
        origin=ORIGIN,
    )

    await mia.connect(**hello)

    assert await mia.closed() == code


async def test_a_socket_without_hello_is_closed(desk: Desk, site: Site) -> None:
    mia = Client(desk, {}, site="shop", origin=ORIGIN)

    await mia.connect(hello=False)

    assert await mia.closed() == 4408


async def test_a_frame_before_hello_closes_the_socket(desk: Desk, site: Site) -> None:
    mia = Client(desk, {}, site="shop", origin=ORIGIN)
    await mia.connect(hello=False)

    await mia.say("hello?", ack=False)

    assert await mia.closed() == 4400


async def test_a_ticket_of_another_site_or_origin_is_refused(
    desk: Desk, site: Site, visitor: Identity
) -> None:
    await Site.objects.acreate(
        key="other", name="Other", allowed_origins=["http://other.example"]
    )
    ticket = {"token": issue_ticket(visitor)}
    elsewhere = Client(desk, ticket, site="other", origin="http://other.example")
    foreign = Client(desk, ticket, site="shop", origin="http://evil.example")

    await elsewhere.connect(last=0)
    await foreign.connect(last=0)

    assert await elsewhere.closed() == 4403
    assert await foreign.closed() == 4403


async def test_an_unknown_socket_address_gets_a_code_and_no_traceback(
    desk: Desk, site: Site
) -> None:
    stray = Client(desk, {}, site="../../nothing", origin=ORIGIN)

    await stray.connect(hello=False)

    assert await stray.closed() == 4403


async def test_a_revoked_customer_is_shut_out_at_the_door(
    desk: Desk, site: Site
) -> None:
    mia = await client(desk)
    await mia.say("hello")
    await Customer.objects.aupdate(revoked_at=timezone.now())
    await mia.close()

    await mia.connect(last=0)

    assert await mia.closed() == 4401


async def test_empty_and_over_long_messages_get_their_nack_and_the_socket_lives(
    desk: Desk, site: Site
) -> None:
    mia = await client(desk)

    empty = await mia.answer_to(await mia.say(" ", ack=False))
    long = await mia.answer_to(await mia.say("x" * 5001, ack=False))
    fine = await mia.answer_to(await mia.say("x" * 5000, ack=False))

    assert (empty["code"], empty["retry"]) == ("empty", False)
    assert long["code"] == "too_long"
    assert fine["type"] == "ack"
    await mia.close()


async def test_more_than_forty_messages_at_once_are_slowed_down(
    desk: Desk, site: Site
) -> None:
    mia = await client(desk)
    cids = [await mia.say(f"message {n}", ack=False) for n in range(50)]

    answers = [await mia.answer_to(cid) for cid in cids]

    assert sum(a["type"] == "ack" for a in answers) in range(40, 46)
    refused = [a for a in answers if a["type"] == "nack"]
    assert {(a["code"], a["retry"]) for a in refused} == {("rate", True)}
    await mia.close()


async def test_a_flood_of_frames_is_cut(desk: Desk, site: Site) -> None:
    mia = await client(desk)

    for n in range(220):
        try:
            await mia.send({"type": "ping", "n": n})
        except Exception:
            break

    assert await mia.closed() == 4429


async def test_the_sixth_socket_closes_the_oldest(desk: Desk, site: Site) -> None:
    first = await client(desk)
    others = []
    for _ in range(5):
        tab = Client(desk, first.session, site="shop", origin=ORIGIN)
        await tab.connect()
        others.append(tab)

    assert await first.closed() == 4409
    for tab in others:
        await tab.say("still here")
        await tab.close()


async def test_what_was_sent_before_the_socket_closed_is_carried_out(
    desk: Desk, site: Site
) -> None:
    mia = await client(desk)
    other = Client(desk, mia.session, site="shop", origin=ORIGIN)
    await other.connect()

    for n in range(5):
        await mia.say(f"message {n}", ack=False)
    await mia.close()

    await other.event("message", text="message 4")
    assert [e["text"] for e in other.events] == [f"message {n}" for n in range(5)]
    await other.close()


async def test_ping_is_answered(desk: Desk, site: Site) -> None:
    mia = await client(desk)

    await mia.send({"type": "ping", "n": 7})

    assert (await mia.wait(lambda f: f["type"] == "pong"))["n"] == 7
    await mia.close()


async def test_one_customer_never_sees_anothers_events(desk: Desk, site: Site) -> None:
    mia = await client(desk)
    noa = await client(desk)

    await mia.say("my secret")
    await noa.say("hello")

    await noa.event("message")
    assert "my secret" not in json.dumps(noa.frames)
    async with httpx.AsyncClient() as http:
        page = await http.get(
            f"{desk.url}/widget/v1/events",
            headers={
                "Authorization": f"Bearer {noa.session['token']}",
                "Origin": ORIGIN,
            },
        )
    assert "my secret" not in page.text
    await mia.close()
    await noa.close()
