"""The agents' socket, as the inbox meets it on a real server."""

import re
from uuid import uuid4

import httpx
import pytest
from asgiref.sync import sync_to_async
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Customer, Site, Team, User
from conversations.models import Conversation
from conversations.services.revoking import shut_out
from tests.agent_client import AgentClient, session_cookie, session_of
from tests.conversations.at_the_inbox import close_code, customer, is_event
from tests.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)
# A heartbeat looks after everything within 25 seconds: "at once" is well before that.
AT_ONCE_SECONDS = 10


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
