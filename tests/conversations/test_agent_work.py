"""What agents do over their socket: reply, take, note, give back, resolve, type."""

import asyncio
from uuid import uuid4

import pytest

from accounts.models import Site, User
from conversations.models import Conversation
from tests.agent_client import AgentClient
from tests.conversations.at_the_inbox import customer, is_event
from tests.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)


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
