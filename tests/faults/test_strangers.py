"""Nothing crosses customers or teams: each writes a secret word, and only the right ones read it."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest
from websockets.asyncio.client import connect

from tests.agent_client import AgentClient
from tests.client import new_session
from tests.faults.agents import Staff
from tests.faults.conftest import Crowd, nothing_is_broken
from tests.faults.place import ORIGIN, SITE, Place
from tests.faults.robot import Robot

pytestmark = pytest.mark.slow

CUSTOMERS = 24
AGENTS_PAGES = (
    "",
    "list",
    "{}/",
    "{}/pane",
    "{}/around",
    "{}/events",
    "{}/events/1/sources/1",
)


@dataclass(frozen=True)
class Guest:
    """A customer with a secret word that belongs into one conversation alone."""

    robot: Robot
    secret: str
    chat: UUID
    token: str


@pytest.fixture
async def guests(whole: Place, crowd: Crowd) -> list[Guest]:
    """Everybody says their word to a person of the team Support."""
    robots = await crowd(CUSTOMERS)
    found = [await _introduce(whole, robot) for robot in robots]
    chats = [guest.chat for guest in found]
    with psycopg.connect(whole.dsn) as server:
        server.execute(
            "UPDATE conversations_conversation SET team_id ="
            " (SELECT id FROM accounts_team WHERE name = 'Support')"
            " WHERE public_id = ANY(%s)",
            (chats,),
        )
    return found


@pytest.fixture
async def charlie(whole: Place) -> AsyncIterator[Staff]:
    staff = await Staff.sign_in(whole.desk, "charlie")
    yield staff
    await staff.leave()


async def test_no_customer_reads_anothers_words_by_any_way(
    whole: Place, guests: list[Guest]
) -> None:
    told = [await _everything_told(whole, guest, guests) for guest in guests]

    for guest, text in zip(guests, told, strict=True):
        assert guest.secret in text, "what is one's own is there"
        assert _strangers(text, guest, guests) == []
    await nothing_is_broken(whole, [guest.robot for guest in guests])


async def test_without_the_bond_to_the_customer_they_would(
    whole: Place, guests: list[Guest]
) -> None:
    await asyncio.to_thread(whole.start, "web2", without="of_customer")

    told = await _everything_told(whole, guests[0], guests, server="web2")

    assert _strangers(told, guests[0], guests)


async def test_an_agent_of_another_team_reads_nothing(
    whole: Place, guests: list[Guest], charlie: Staff
) -> None:
    alice = await Staff.sign_in(whole.desk, "alice")

    hers = await _everything_shown(alice, guests)
    his = await _everything_shown(charlie, guests)

    assert all(guest.secret in hers for guest in guests), "the right team reads them"
    assert not any(guest.secret in his for guest in guests)
    await alice.leave()
    await nothing_is_broken(whole, [guest.robot for guest in guests])


async def test_without_the_bond_to_the_team_they_would(
    whole: Place, guests: list[Guest]
) -> None:
    await asyncio.to_thread(whole.start, "web2", without="visible_to")
    charlie = await Staff.sign_in(whole.desk_of("web2"), "charlie")

    his = await _everything_shown(charlie, guests[:3])

    assert any(guest.secret in his for guest in guests)
    await charlie.leave()


async def _introduce(whole: Place, robot: Robot) -> Guest:
    await robot.acknowledged(await robot.say("How do I publish an atom?"))
    await robot.answered()
    await robot.acknowledged(await robot.ask_for("person"))
    secret = f"canary{uuid4().hex}"
    await robot.acknowledged(await robot.say(f"My secret word is {secret}."))
    session = await _session(whole, robot, "web")
    return Guest(robot, secret, UUID(session["conversation"]), session["token"])


async def _session(whole: Place, robot: Robot, server: str) -> dict[str, Any]:
    visitor = {"visitor": robot.visitor}
    return await new_session(whole.desk_of(server), site=SITE, origin=ORIGIN, **visitor)


def _strangers(text: str, guest: Guest, guests: list[Guest]) -> list[str]:
    return [g.secret for g in guests if g is not guest and g.secret in text]


async def _everything_told(
    whole: Place, guest: Guest, guests: list[Guest], *, server: str = "web"
) -> str:
    """All that a customer's browser gets: frames so far, pages, and what it asks for in vain."""
    session = await _session(whole, guest.robot, server)
    heard: list[Any] = [guest.robot.events, guest.robot.transient, session]
    heard.append(await _peep(whole, server, session, guests))
    bearer = {"Authorization": f"Bearer {session['token']}"}
    url = whole.desk_of(server).url
    async with httpx.AsyncClient(base_url=url, headers=bearer, timeout=30) as http:
        paths = ["events?after=0", "events?before=999", "events/3/sources/1"]
        paths += [f"events?after=0&conversation={g.chat}" for g in guests[:3]]
        heard += [(await http.get(f"/widget/v1/{path}")).text for path in paths]
    return json.dumps(heard)


async def _peep(
    whole: Place, server: str, session: dict[str, Any], guests: list[Guest]
) -> list[str]:
    """Open a second tab that claims another's list, and ask for others' turns."""
    told: list[str] = []
    async with connect(
        whole.desk_of(server).socket(f"/ws/chat/v1/{SITE}/"),
        origin=ORIGIN,  # type: ignore[arg-type]
    ) as socket:
        stranger = guests[-1].robot
        hello = {"type": "hello", "v": 1, "token": session["token"], "last": 0}
        await socket.send(json.dumps({**hello, "tab": "peep", "log": stranger.log}))
        turns = {t["turn"] for g in guests for t in g.robot.transient if "turn" in t}
        for turn in [*turns, str(uuid4())][:5]:
            await socket.send(json.dumps({"type": "snapshot", "turn": turn}))
            await socket.send(json.dumps({"type": "stop", "turn": turn}))
        await socket.send(json.dumps({"type": "ping", "n": 7}))
        while not told or json.loads(told[-1])["type"] != "pong":
            told.append(str(await asyncio.wait_for(socket.recv(), 20)))
    return told


async def _everything_shown(staff: Staff, guests: list[Guest]) -> str:
    """All that a member of staff gets: pages of the inbox, and frames for what they try."""
    paths = [page.format(guest.chat) for guest in guests for page in AGENTS_PAGES]
    pages = [await staff.read(f"/admin/inbox/{path}") for path in paths]
    tab = await staff.open_tab()
    for guest in guests[:15]:
        opening = {"type": "open", "conversation": str(guest.chat), "last": 0}
        await tab.send(opening)
        await _try_everything(tab, guest.chat)
    return json.dumps([*pages, *tab.frames])


async def _try_everything(tab: AgentClient, chat: UUID) -> None:
    for what, fields in (
        ("note", {"text": "Seen."}),
        ("take", {"step_in": True}),
        ("release", {"to": "queue"}),
    ):
        answer = await tab.ask(what, chat, **fields)
        while answer.get("retry"):
            await asyncio.sleep(0.3)
            answer = await tab.ask(what, chat, **fields)
