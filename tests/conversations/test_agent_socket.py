"""The agents' socket, as the inbox meets it on a real server."""

import asyncio
import re
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from asgiref.sync import sync_to_async
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Customer, Site, Team, User
from conversations.models import Conversation
from conversations.services.revoking import shut_out
from tests.agent_client import AgentClient, session_cookie, session_of
from tests.client import Client
from tests.conftest import ORIGIN
from tests.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)
# A heartbeat looks after everything within 25 seconds: "at once" is well before that.
AT_ONCE_SECONDS = 10


async def customer(
    desk: Desk, text: str = "Hello?", *, waits: bool = True
) -> tuple[Client, UUID]:
    """A customer who has asked something, and a person if they wait for one."""
    mia = await Client.open(desk, site="shop", origin=ORIGIN)
    await mia.say(text)
    if waits:
        cid = str(uuid4())
        await mia.send({"type": "person", "cid": cid})
        await mia.answer_to(cid)
    chat = (
        await Conversation.objects.order_by("-pk")
        .values_list("public_id", flat=True)
        .afirst()
    )
    assert chat is not None
    return mia, chat


async def close_code(
    desk: Desk, key: str, *, origin: str | None, **changes: Any
) -> int:
    agent = AgentClient(desk, key, origin=origin)
    await agent.connect(**changes)
    return await agent.closed()


async def is_event(
    agent: AgentClient, chat: UUID, kind: str, **fields: Any
) -> dict[str, Any]:
    return await agent.wait(
        lambda f: (
            f["type"] == "ev"
            and f["conversation"] == str(chat)
            and f["kind"] == kind
            and all(f.get(k) == v for k, v in fields.items())
        )
    )


# Who may be here --------------------------------------------------------------------------------


async def test_without_a_session_the_socket_closes_with_4401(
    desk: Desk, site: Site
) -> None:
    assert await close_code(desk, "", origin=desk.url) == 4401
    assert await close_code(desk, "forged", origin=desk.url) == 4401


async def test_staff_who_may_not_see_conversations_get_4401(
    desk: Desk, site: Site, alice: User
) -> None:
    key = await sync_to_async(session_of)(alice)
    await alice.groups.aclear()

    assert await close_code(desk, key, origin=desk.url) == 4401


@pytest.mark.parametrize("origin", ["http://shop.example", "null", None])
async def test_another_pages_origin_gets_4403(
    desk: Desk, site: Site, alice: User, origin: str | None
) -> None:
    key = await sync_to_async(session_of)(alice)

    assert await close_code(desk, key, origin=origin) == 4403


async def test_another_version_of_the_protocol_gets_4400(
    desk: Desk, site: Site, alice: User
) -> None:
    key = await sync_to_async(session_of)(alice)

    assert await close_code(desk, key, origin=desk.url, v=2) == 4400


async def test_a_frame_of_customers_is_none_of_agents(
    desk: Desk, site: Site, alice: User
) -> None:
    agent = await AgentClient.of(desk, alice)

    await agent.send({"type": "person", "cid": str(uuid4())})

    assert await agent.closed() == 4400


# Following ----------------------------------------------------------------------------------------


async def test_opening_tells_everything_and_then_what_is_new(
    desk: Desk, site: Site, alice: User
) -> None:
    mia, chat = await customer(desk)
    agent = await AgentClient.of(desk, alice)

    opened = await agent.follow(chat)
    await mia.say("Are you there?")

    await is_event(agent, chat, "message", text="Are you there?")
    assert (opened["state"], opened["holder"], opened["more"]) == (
        "queued",
        None,
        False,
    )
    assert [e["kind"] for e in opened["events"]] == ["message", "state", "notice"]
    assert [e["seq"] for e in agent.events_of(chat)] == [1, 2, 3, 4]
    await mia.close()
    await agent.close()


async def test_opening_again_tells_only_what_came_since(
    desk: Desk, site: Site, alice: User
) -> None:
    mia, chat = await customer(desk)
    agent = await AgentClient.of(desk, alice)

    later = await agent.follow(chat, last=2)
    beyond = await agent.follow(chat, last=99)

    assert [e["seq"] for e in later["events"]] == [3]
    assert [e["seq"] for e in beyond["events"]] == [1, 2, 3]
    await mia.close()
    await agent.close()


async def test_after_closing_a_conversation_it_is_silent(
    desk: Desk, site: Site, alice: User, bob: User
) -> None:
    mia, chat = await customer(desk)
    agent = await AgentClient.of(desk, alice)
    colleague = await AgentClient.of(desk, bob)
    await agent.follow(chat)
    await agent.send({"type": "close", "conversation": str(chat)})
    await agent.send({"type": "ping", "n": 1})
    await agent.wait(lambda f: f["type"] == "pong")

    await colleague.ask("note", chat, text="You will not hear this.")

    # The word about the queues leaves after the events: when it is here, they would be.
    await agent.wait(lambda f: f["type"] == "queue")
    assert [e["seq"] for e in agent.events_of(chat)] == [1, 2, 3]
    for socket in (mia, agent, colleague):
        await socket.close()


async def test_another_teams_conversation_is_not_there(
    desk: Desk, site: Site, team: Team, alice: User, charlie: User
) -> None:
    mia, chat = await customer(desk)
    await Conversation.objects.aupdate(team=team)
    stranger = await AgentClient.of(desk, charlie)

    await stranger.send({"type": "open", "conversation": str(chat), "last": 0})
    refusal = await stranger.wait(lambda f: f["type"] == "err")
    answers = [
        await stranger.ask(what, chat, **fields)
        for what, fields in [
            ("take", {}), ("send", {"text": "Hi"}), ("note", {"text": "Hi"}),
            ("release", {}), ("resolve", {}),
        ]
    ]  # fmt: skip

    assert refusal["code"] == "not_found"
    assert {(a["type"], a["code"]) for a in answers} == {("nack", "not_found")}
    assert stranger.events_of(chat) == []
    await mia.close()
    await stranger.close()


async def test_a_chat_that_needs_a_person_is_told_to_those_who_follow_nothing(
    desk: Desk, site: Site, alice: User
) -> None:
    agent = await AgentClient.of(desk, alice)

    mia, _chat = await customer(desk)

    frame = await agent.wait(lambda f: f["type"] == "queue")
    assert frame == {"type": "queue", "changed": True}
    await mia.close()
    await agent.close()


# Working ------------------------------------------------------------------------------------------


async def test_a_reply_takes_over_and_reaches_the_customer(
    desk: Desk, site: Site, alice: User
) -> None:
    mia, chat = await customer(desk, waits=False)
    agent = await AgentClient.of(desk, alice)
    await agent.follow(chat)

    answer = await agent.ask("send", chat, text="Hi, I am Alice.")

    message = await mia.event("message", author="agent")
    assert answer["type"] == "ack"
    assert (message["text"], message["name"]) == ("Hi, I am Alice.", "Alice")
    assert (await mia.event("state", state="human"))["seq"] < message["seq"]
    taken = await is_event(agent, chat, "takeover")
    assert (taken["name"], taken["from"]) == ("Alice", "bot")
    await mia.close()
    await agent.close()


async def test_a_reply_sent_twice_is_one_message(
    desk: Desk, site: Site, alice: User
) -> None:
    mia, chat = await customer(desk)
    agent = await AgentClient.of(desk, alice)
    cid = str(uuid4())

    first = await agent.ask("send", chat, text="Hi", cid=cid)
    agent.frames.clear()
    again = await agent.ask("send", chat, text="Hi", cid=cid)

    assert (first["dup"], again["dup"]) == (False, True)
    assert again["seq"] == first["seq"]
    assert await Conversation.objects.filter(events__payload__text="Hi").acount() == 1
    await mia.close()
    await agent.close()


async def test_of_two_agents_who_take_at_once_one_wins_and_the_other_learns_who(
    desk: Desk, site: Site, alice: User, bob: User
) -> None:
    first, second = await AgentClient.of(desk, alice), await AgentClient.of(desk, bob)
    names = {first: "Alice", second: "Bob"}

    for _ in range(5):
        mia, chat = await customer(desk)
        answers = await asyncio.gather(
            first.ask("take", chat), second.ask("take", chat)
        )
        await mia.close()

        by = dict(zip((first, second), answers, strict=True))
        winner = next(agent for agent, answer in by.items() if answer["type"] == "ack")
        loser = second if winner is first else first
        assert (by[loser]["type"], by[loser]["code"]) == ("nack", "conflict")
        assert by[loser]["holder"] == names[winner]
        found = await Conversation.objects.select_related("assignee").aget(
            public_id=chat
        )
        assert found.assignee.first_name == names[winner]
    await first.close()
    await second.close()


async def test_a_reply_into_a_colleagues_chat_is_a_conflict_unless_a_lead_steps_in(
    desk: Desk, site: Site, alice: User, bob: User, dora: User
) -> None:
    mia, chat = await customer(desk)
    first, second = await AgentClient.of(desk, alice), await AgentClient.of(desk, bob)
    lead = await AgentClient.of(desk, dora)
    await first.ask("take", chat)

    without = await second.ask("send", chat, text="Me too")
    pushing = await second.ask("send", chat, text="Me too", step_in=True)
    asking = await lead.ask("send", chat, text="Let me")
    stepping = await lead.ask("send", chat, text="Let me", step_in=True)

    for refused in (without, pushing, asking):
        assert (refused["code"], refused["holder"]) == ("conflict", "Alice")
    assert stepping["type"] == "ack"
    assert (await mia.event("message", author="agent"))["text"] == "Let me"
    for socket in (mia, first, second, lead):
        await socket.close()


async def test_a_note_is_invisible_to_the_customers_socket(
    desk: Desk, site: Site, alice: User, bob: User
) -> None:
    mia, chat = await customer(desk)
    agent, colleague = (
        await AgentClient.of(desk, alice),
        await AgentClient.of(desk, bob),
    )
    await colleague.follow(chat)

    await agent.ask("note", chat, text="hush-hush")
    note = await is_event(colleague, chat, "note")
    await agent.ask("send", chat, text="Hello Mia")

    # The reply is later than the note, and came without a gap in the customer's numbers.
    await mia.event("message", text="Hello Mia")
    assert (note["text"], note["name"]) == ("hush-hush", "Alice")
    assert "hush-hush" not in str(mia.frames)
    assert {frame.get("kind") for frame in mia.frames} & {"note", "takeover"} == set()
    for socket in (mia, agent, colleague):
        await socket.close()


async def test_giving_back_to_the_queue_keeps_the_place(
    desk: Desk, site: Site, alice: User
) -> None:
    mia, chat = await customer(desk)
    before = await Conversation.objects.aget(public_id=chat)
    agent = await AgentClient.of(desk, alice)
    await agent.ask("take", chat)

    answer = await agent.ask("release", chat, to="queue")

    after = await Conversation.objects.aget(public_id=chat)
    assert answer["type"] == "ack"
    assert (after.status, after.assignee_id) == ("queued", None)
    assert after.waiting_since == before.waiting_since
    await mia.wait(
        lambda f: f.get("kind") == "state" and f["state"] == "waiting" and f["seq"] > 3
    )
    await mia.close()
    await agent.close()


async def test_giving_back_to_the_bot_lets_it_answer_again(
    desk: Desk, site: Site, alice: User
) -> None:
    mia, chat = await customer(desk)
    agent = await AgentClient.of(desk, alice)
    await agent.ask("take", chat)

    answer = await agent.ask("release", chat, to="bot")

    await mia.event("state", state="bot")
    after = await Conversation.objects.aget(public_id=chat)
    assert answer["type"] == "ack"
    assert (after.status, after.control, after.waiting_since) == ("bot", "bot", None)
    await mia.close()
    await agent.close()


async def test_resolving_ends_it_for_both_sides(
    desk: Desk, site: Site, alice: User
) -> None:
    mia, chat = await customer(desk)
    agent = await AgentClient.of(desk, alice)
    await agent.follow(chat)
    await agent.ask("take", chat)

    answer = await agent.ask("resolve", chat)
    again = await agent.ask("resolve", chat)
    late = await agent.ask("send", chat, text="One more thing")

    assert answer["type"] == "ack"
    assert (again["code"], late["code"]) == ("closed", "closed")
    assert (await mia.event("state", state="resolved"))["resolution"] == 1
    await is_event(agent, chat, "state", state="resolved")
    await mia.close()
    await agent.close()


@pytest.mark.parametrize(("text", "code"), [("  ", "empty"), ("x" * 5001, "too_long")])
async def test_a_text_without_words_or_with_too_many_is_refused(
    desk: Desk, site: Site, alice: User, text: str, code: str
) -> None:
    mia, chat = await customer(desk)
    agent = await AgentClient.of(desk, alice)

    answers = [await agent.ask(what, chat, text=text) for what in ("send", "note")]

    assert [answer["code"] for answer in answers] == [code, code]
    await mia.close()
    await agent.close()


async def test_typing_is_told_both_ways(desk: Desk, site: Site, alice: User) -> None:
    mia, chat = await customer(desk)
    # The customer's socket knows its conversation after the next event.
    await mia.say("And?")
    agent = await AgentClient.of(desk, alice)
    await agent.follow(chat)

    await mia.send({"type": "typing", "on": True})
    await agent.send({"type": "typing", "conversation": str(chat), "on": True})

    theirs = await agent.wait(lambda f: f["type"] == "typing")
    ours = await mia.wait(lambda f: f["type"] == "typing")
    assert (theirs["who"], theirs["conversation"]) == ("customer", str(chat))
    assert (ours["who"], ours["on"]) == ("agent", True)
    await mia.close()
    await agent.close()


# Losing the right ---------------------------------------------------------------------------------


async def test_signing_out_closes_the_socket_at_once(
    desk: Desk, site: Site, alice: User
) -> None:
    agent = await AgentClient.of(desk, alice)
    cookies = {session_cookie(desk): agent.session_key}

    async with httpx.AsyncClient(base_url=desk.url, cookies=cookies) as http:
        page = (await http.get(reverse("inbox"))).text
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert found
        token = {"csrfmiddlewaretoken": found[1]}
        answer = await http.post(reverse("admin:logout"), data=token)

    assert answer.status_code == 200
    assert await agent.closed(AT_ONCE_SECONDS) == 4401
    assert await close_code(desk, agent.session_key, origin=desk.url) == 4401


async def test_closing_an_account_closes_its_sockets_at_once(
    desk: Desk, site: Site, alice: User, admin_user: User
) -> None:
    agent = await AgentClient.of(desk, alice)

    def close_account() -> int:
        browser = Browser()
        browser.force_login(admin_user)
        address = reverse("admin:accounts_user_change", args=[alice.pk])
        return browser.post(
            address, {"username": alice.username, "is_staff": "on"}
        ).status_code

    assert await sync_to_async(close_account)() == 302
    assert await agent.closed(AT_ONCE_SECONDS) == 4401
    await alice.arefresh_from_db()
    assert not alice.is_active


async def test_a_change_that_takes_nothing_away_lets_the_tab_come_back(
    desk: Desk, site: Site, alice: User, bob: User
) -> None:
    agent = await AgentClient.of(desk, alice)
    colleague = await AgentClient.of(desk, bob)

    def sign_out_elsewhere() -> None:
        browser = Browser()
        browser.force_login(alice)
        browser.post(reverse("admin:logout"))

    await sync_to_async(sign_out_elsewhere)()
    await agent.closed(AT_ONCE_SECONDS)
    await agent.connect()

    await agent.wait(lambda f: f["type"] == "welcome", fresh=True)
    assert colleague.close_code is None
    await agent.close()
    await colleague.close()


async def test_a_customer_who_is_shut_out_loses_the_socket_at_once(
    desk: Desk, site: Site, dora: User
) -> None:
    mia, _chat = await customer(desk)
    person = await Customer.objects.aget()

    await sync_to_async(shut_out)(customer=person, user=dora)

    assert await mia.closed(AT_ONCE_SECONDS) == 4401
