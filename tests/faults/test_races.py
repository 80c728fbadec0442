"""Several people, or one person several times, ask for the same thing at the same moment."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from tests.agent_client import AgentClient
from tests.client import Client, new_session
from tests.faults.agents import Staff
from tests.faults.conftest import Crowd, nothing_is_broken
from tests.faults.place import ORIGIN, SITE, Place
from tests.faults.robot import Robot

pytestmark = pytest.mark.slow

logger = logging.getLogger(__name__)

Pair = tuple[AgentClient, AgentClient]
Pairs = Callable[[str, int], Awaitable[list[Pair]]]
LANES = 25
NAMES = ("Alice", "Bob")


@pytest.fixture
async def pairs(whole: Place) -> AsyncIterator[Pairs]:
    """Let Alice and Bob open so many tabs each, at one web server."""
    here: list[Staff] = []

    async def come(server: str, count: int) -> list[Pair]:
        desk = whole.desk_of(server)
        alice, bob = [await Staff.sign_in(desk, name.lower()) for name in NAMES]
        here.extend((alice, bob))
        return [(await alice.open_tab(), await bob.open_tab()) for _ in range(count)]

    yield come
    for staff in here:
        await staff.leave()


async def test_one_of_two_agents_wins_and_the_other_learns_who(
    whole: Place, crowd: Crowd, pairs: Pairs
) -> None:
    """1,000 races."""
    robots = await crowd(LANES)
    chats = await _waiting(robots)

    lanes = zip(chats, await pairs("web", LANES), strict=True)
    rounds = await asyncio.gather(*(_claim(chat, pair, 40) for chat, pair in lanes))

    results = [result for lane in rounds for result in lane]
    figures = Counter(results)
    logger.warning("%s races of two agents: %s", len(results), dict(figures))
    assert len(results) == LANES * 40
    assert set(figures) == {"Alice, told by name", "Bob, told by name"}, figures
    taken = whole.rows(
        "SELECT count(*) AS n FROM conversations_event e JOIN conversations_conversation c"
        " ON c.id = e.conversation_id WHERE e.kind = 'takeover' AND c.public_id = ANY(%s)",
        chats,
    )
    assert taken[0]["n"] == len(results), "every race has one takeover in its history"
    await nothing_is_broken(whole, robots)


async def test_without_the_lock_of_the_row_two_agents_win(
    whole: Place, crowd: Crowd, pairs: Pairs
) -> None:
    robots = await crowd(5)
    chats = await _waiting(robots)
    whole.start("web2", without="row_lock")

    lanes = zip(chats, await pairs("web2", 5), strict=True)
    rounds = await asyncio.gather(*(_claim(chat, pair, 30) for chat, pair in lanes))

    assert "both" in {result for lane in rounds for result in lane}


async def test_a_claim_and_the_customers_goodbye_leave_one_history(
    whole: Place, crowd: Crowd, pairs: Pairs
) -> None:
    """200 races: the conversation ends resolved, whoever came first."""
    robots = await crowd(10)
    await _waiting(robots)

    lanes = zip(robots, await pairs("web", 10), strict=True)
    rounds = await asyncio.gather(*(_goodbye(robot, pair) for robot, pair in lanes))

    figures = Counter(result for lane in rounds for result in lane)
    logger.warning("200 races of a claim and a goodbye: %s", dict(figures))
    assert set(figures) <= {"taken, then resolved", "closed"}
    await nothing_is_broken(whole, robots)


async def test_a_claim_and_a_release_leave_one_holder_or_none(
    whole: Place, crowd: Crowd, pairs: Pairs
) -> None:
    """200 races: Bob gets what Alice gives back, or hears that she still had it."""
    robots = await crowd(10)
    chats = await _waiting(robots)

    lanes = zip(chats, await pairs("web", 10), strict=True)
    rounds = await asyncio.gather(
        *(_handing_over(whole, chat, pair) for chat, pair in lanes)
    )

    figures = Counter(result for lane in rounds for result in lane)
    logger.warning("200 races of a claim and a release: %s", dict(figures))
    assert set(figures) <= {"Bob has it", "Alice had it"}
    await nothing_is_broken(whole, robots)


async def test_one_cid_from_four_sockets_and_http_is_one_message(
    whole: Place, crowd: Crowd
) -> None:
    """300 messages, each five times at once."""
    robots = await crowd(15)

    told = await asyncio.gather(*(_five_times(robot, whole, 20) for robot in robots))

    numbers = [seqs for one in told for seqs in one]
    assert len(numbers) == 300
    assert all(len(set(seqs)) == 1 for seqs in numbers), "one number for all five"
    logger.warning("300 messages sent five times: one row and one number each")
    await nothing_is_broken(whole, robots)


async def test_without_the_memory_for_cids_one_message_is_stored_five_times(
    whole: Place, crowd: Crowd
) -> None:
    robots = await crowd(1)
    whole.start("web2", without="known,client_ids")

    told = await _five_times(robots[0], whole, 3, server="web2")

    assert all(len(set(seqs)) == 5 for seqs in told)


async def _waiting(robots: list[Robot]) -> list[UUID]:
    """Everybody asks for a person; the ids of their conversations."""
    cids = await asyncio.gather(*(robot.ask_for("person") for robot in robots))
    for robot, cid in zip(robots, cids, strict=True):
        await robot.acknowledged(cid)
        await robot.until(lambda: robot.log is not None and robot.state == "waiting")
    return [UUID((robot.log or "").rpartition(".")[0]) for robot in robots]


async def _claim(chat: UUID, pair: Pair, rounds: int) -> list[str]:
    results = []
    for _ in range(rounds):
        answers = await asyncio.gather(*(_ask(tab, "take", chat) for tab in pair))
        won = [answer["type"] == "ack" for answer in answers]
        if all(won):
            results.append("both")
        elif not any(won):
            results.append("nobody")
        else:
            winner, loser = NAMES[won.index(True)], answers[won.index(False)]
            told = (loser["code"], loser.get("holder")) == ("conflict", winner)
            results.append(f"{winner}, {'told by name' if told else loser}")
        # Whoever has it now gives it back; without the lock that may be either.
        released = [await _ask(tab, "release", chat) for tab in pair]
        assert "ack" in {answer["type"] for answer in released}
    return results


async def _goodbye(robot: Robot, pair: Pair) -> list[str]:
    chat = UUID((robot.log or "").rpartition(".")[0])
    results = []
    for number in range(20):
        tab = pair[number % 2]
        taking = asyncio.create_task(_ask(tab, "take", chat))
        cid = await robot.ask_for("resolve")
        goodbye, answer = await asyncio.gather(robot.acknowledged(cid), taking)
        assert goodbye["seq"]
        await robot.until(lambda: robot.state == "resolved")
        taken = answer["type"] == "ack"
        results.append("taken, then resolved" if taken else answer["code"])
        await robot.acknowledged(await robot.ask_for("person"))
        await robot.until(lambda: robot.state == "waiting")
    return results


async def _handing_over(whole: Place, chat: UUID, pair: Pair) -> list[str]:
    alice, bob = pair
    results = []
    for _ in range(20):
        assert (await _ask(alice, "take", chat))["type"] == "ack"
        released, taken = await asyncio.gather(
            _ask(alice, "release", chat), _ask(bob, "take", chat)
        )
        assert released["type"] == "ack", released
        row = await asyncio.to_thread(_standing, whole, chat)
        if taken["type"] == "ack":
            assert row == {"status": "human", "first_name": "Bob"}
            assert (await _ask(bob, "release", chat))["type"] == "ack"
            results.append("Bob has it")
        else:
            assert row == {"status": "queued", "first_name": None}
            results.append(f"{taken['holder']} had it")
    return results


def _standing(whole: Place, chat: UUID) -> dict[str, Any]:
    query = (
        "SELECT status, first_name FROM conversations_conversation c"
        " LEFT JOIN accounts_user u ON u.id = c.assignee_id WHERE public_id = %s"
    )
    return whole.rows(query, chat)[0]


async def _ask(tab: AgentClient, what: str, chat: UUID) -> dict[str, Any]:
    """Ask until the answer is not that we are too fast."""
    while True:
        answer = await tab.ask(what, chat)
        if not answer.get("retry"):
            return answer
        await asyncio.sleep(0.2)


async def _five_times(
    robot: Robot, whole: Place, count: int, *, server: str = "web"
) -> list[list[int]]:
    """Send each message from four tabs and over HTTP at once; the numbers that came back."""
    desk = whole.desk_of(server)
    visitor = {"visitor": robot.visitor}
    session = await new_session(desk, site=SITE, origin=ORIGIN, **visitor)
    tabs = [Client(desk, session, site=SITE, origin=ORIGIN) for _ in range(4)]
    await asyncio.gather(*(tab.connect() for tab in tabs))
    bearer = {"Authorization": f"Bearer {session['token']}"}
    told = []
    async with httpx.AsyncClient(base_url=desk.url, headers=bearer) as http:
        for number in range(count):
            cid, text = str(uuid4()), f"Copy {number}"
            robot.sent[cid] = text
            posting = asyncio.create_task(
                http.post(
                    "/widget/v1/messages",
                    json={"text": text},
                    headers={"Idempotency-Key": cid},
                )
            )
            await asyncio.gather(*(tab.say(text, cid) for tab in tabs))
            answer = await posting
            acks = [await tab.answer_to(cid) for tab in tabs]
            told.append([answer.json()["seq"], *(ack["seq"] for ack in acks)])
    await asyncio.gather(*(tab.close() for tab in tabs))
    return told
