"""What each frame of the agents' socket does in a chat of the own team, and of another.

Frames are taken from the union of the protocol: a new one that has no row fails the first test.
"""

import asyncio
import json
from collections.abc import Mapping
from typing import Any, get_args
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import Group, Permission

from accounts.models import Site, Team, User
from accounts.roles import ROLES
from conversations import protocol
from conversations.services import agents
from tests.agent_client import AgentClient, session_of
from tests.conversations.at_the_inbox import close_code
from tests.desk import Desk
from tests.permissions.agents import FIELDS, agent_frame_of
from tests.permissions.chats import SECRET, Chat, chat_of, footprint
from tests.permissions.test_customer_frames import connected, settled

pytestmark = pytest.mark.django_db(transaction=True)

NO, FORBIDDEN = "nack not_found", "nack forbidden"
# For each frame the answers to: the team, a supervisor, another team, one who may only look.
# "-" is no answer at all, a number the code that the socket is closed with.
ROWS: Mapping[type, tuple[str, str, str, str]] = {
    protocol.AgentHello: ("4400", "4400", "4400", "4400"),
    protocol.Open: ("opened", "opened", "err not_found", "opened"),
    protocol.Close: ("-", "-", "-", "-"),
    protocol.Reply: ("ack", "ack", NO, FORBIDDEN),
    protocol.AddNote: ("ack", "ack", NO, "ack"),
    protocol.Take: ("ack", "ack", NO, FORBIDDEN),
    protocol.Release: ("ack", "ack", NO, FORBIDDEN),
    protocol.AgentResolve: ("ack", "ack", NO, FORBIDDEN),
    protocol.AgentTyping: ("-", "-", "-", "-"),
    protocol.Ping: ("pong", "pong", "pong", "pong"),
}
PERSONAS = ("alice", "dora", "charlie", "watcher")
CELLS = [
    (kind, who, row[at])
    for kind, row in ROWS.items()
    for at, who in enumerate(PERSONAS)
]


@pytest.fixture
def watcher(roles: None, team: Team) -> User:
    """Of the team, and may see its chats without answering."""
    user = User.objects.create_user("watcher", is_staff=True)
    group = Group.objects.create(name="Watchers")
    group.permissions.set(Permission.objects.filter(codename="view_conversation"))
    user.groups.add(group)
    team.members.add(user)
    return user


@pytest.fixture
def people(alice: User, dora: User, charlie: User, watcher: User) -> Mapping[str, User]:
    return {"alice": alice, "dora": dora, "charlie": charlie, "watcher": watcher}


def test_every_frame_of_an_agent_has_a_row() -> None:
    assert set(ROWS) == set(FIELDS) == set(get_args(protocol.AgentFrame))


@pytest.mark.parametrize(("kind", "who", "expected"), CELLS)
async def test_a_frame_is_answered_as_the_table_says(
    desk: Desk,
    site: Site,
    team: Team,
    people: Mapping[str, User],
    kind: type,
    who: str,
    expected: str,
) -> None:
    chat = await sync_to_async(chat_of)(site, team=team)
    if kind is protocol.Release and expected == "ack":
        user = people[who]
        await sync_to_async(agents.take)(user=user, conversation=chat.id, cid=uuid4())
    agent = await AgentClient.of(desk, people[who])
    before = await sync_to_async(footprint)(chat.id)

    answer = await answer_to(agent, agent_frame_of(kind, chat.id), chat)

    assert answer == expected
    assert (await sync_to_async(footprint)(chat.id) != before) == (answer == "ack")
    if who == "charlie":
        assert SECRET not in json.dumps(agent.frames)
    await agent.close()


@pytest.mark.parametrize("who", PERSONAS)
async def test_the_customer_sees_only_those_type_who_may_answer(
    desk: Desk, site: Site, team: Team, people: Mapping[str, User], who: str
) -> None:
    chat = await sync_to_async(chat_of)(site, team=team)
    mia = await connected(desk, site, chat.identity)
    agent = await AgentClient.of(desk, people[who])

    await agent.send(agent_frame_of(protocol.AgentTyping, chat.id))

    if who in {"alice", "dora"}:
        await mia.wait(lambda f: f["type"] == "typing")
    else:
        await done(agent, chat)
        await settled(mia)
        assert "typing" not in {f["type"] for f in mia.frames}
    await mia.close()
    await agent.close()


async def test_who_may_not_open_a_chat_hears_nothing_of_it_while_trying(
    desk: Desk, site: Site, team: Team, charlie: User
) -> None:
    chat = await sync_to_async(chat_of)(site, team=team)
    mia = await connected(desk, site, chat.identity)
    agent = await AgentClient.of(desk, charlie)

    for on in range(50):
        await mia.send({"type": "typing", "on": on % 2 == 0})
        await agent.send(agent_frame_of(protocol.Open, chat.id))
    await settled(mia)
    await done(agent, chat)

    heard = {
        f["type"] for f in agent.frames if f["type"] not in {"hb", "queue", "pong"}
    }
    assert heard <= {"welcome", "err", "nack"}
    await mia.close()
    await agent.close()


@pytest.mark.parametrize("role", [*ROLES, "superuser", "nobody"])
async def test_only_roles_that_see_chats_get_a_socket(
    desk: Desk, site: Site, roles: None, role: str
) -> None:
    key = await sync_to_async(_session)(role)

    if role in {"Agent", "Supervisor", "superuser"}:
        agent = AgentClient(desk, key, origin=desk.url)
        await agent.connect()
        await agent.wait(lambda f: f["type"] == "welcome")
        await agent.close()
    else:
        assert await close_code(desk, key, origin=desk.url) == 4401


def _session(role: str) -> str:
    if role == "superuser":
        return session_of(User.objects.create_superuser("root"))
    user = User.objects.create_user("somebody", is_staff=True)
    if role in ROLES:
        user.groups.add(Group.objects.get(name=role))
    return session_of(user)


async def answer_to(agent: AgentClient, frame: dict[str, Any], chat: Chat) -> str:
    """Send a frame and return the desk's answer in the words of the table."""
    seen = len(agent.frames)
    await agent.send(frame)
    if frame["type"] == "hello":
        return str(await agent.closed())
    if "cid" in frame:
        answer = await agent.answer_to(frame["cid"])
    elif frame["type"] in {"open", "ping"}:
        kinds = {"opened", "err", "pong"}
        answer = await agent.wait(
            lambda f: f["type"] in kinds and f in agent.frames[seen:]
        )
    else:
        await done(agent, chat)
        kinds = {f["type"] for f in agent.frames[seen:]} - {
            "nack",
            "queue",
            "hb",
            "ack",
        }
        return " ".join(sorted(kinds)) or "-"
    return f"{answer['type']} {answer.get('code', '')}".strip()


async def done(agent: AgentClient, chat: Chat) -> None:
    """Let frames that are not answered be dealt with: refused ones come after them."""
    async with asyncio.timeout(20):
        for _ in range(5):
            await agent.ask("note", chat.id, text="")
