"""Takeovers against slow answers: makes them, says in which phase each fell, and finds leaks."""

import asyncio
import random
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
import psycopg

from tests.agent_client import AgentClient
from tests.desk import Desk
from tests.faults.place import ORIGIN, SITE, Place
from tests.faults.robot import Robot

QUESTION = "Tell me everything about publishing an atom. Case {}"
PHASES = (
    "queued",
    "claimed, before the first token",
    "tokens, none of them shown",
    "between deltas",
    "last token to COMMIT",
    "after the end",
)
FIRST_TOKEN_SECONDS = 1.5
FIRST_STEP_SECONDS, LAST_STEP_SECONDS = 0.1, 0.015
MOST_FOLLOWED = 8


class Watcher(Robot):
    """A customer who also keeps every frame in the order in which it came."""

    def __init__(self, desk: Desk, http: httpx.AsyncClient) -> None:
        super().__init__([desk], site=SITE, origin=ORIGIN, http=http)
        self.frames: list[dict[str, Any]] = []

    async def _hear(self, frame: dict[str, Any], desk: Desk) -> None:
        self.frames.append(frame)
        await super()._hear(frame, desk)


@dataclass(frozen=True)
class Taken:
    """One conversation whose bot was silenced by an agent."""

    number: int
    chat: UUID
    customer: Watcher
    agent: AgentClient


@dataclass
class Aim:
    """Seconds from the first delta to the COMMIT of an answer, learned shot by shot.

    A takeover that came too late makes the next one earlier, and the other way round: so half
    of them fall just before the COMMIT and half just after it.
    """

    seconds: float
    step: float = FIRST_STEP_SECONDS
    chance: random.Random = field(default_factory=lambda: random.Random(20261121))

    def moment(self) -> float:
        return max(0.0, self.seconds + self.chance.uniform(-0.02, 0.02))

    def learn(self, *, late: bool) -> None:
        self.seconds += -self.step if late else self.step
        self.step = max(LAST_STEP_SECONDS, self.step * 0.95)


class Takeovers:
    """Lanes of customers, each lane with a tab of an agent; `taken` is what they have made."""

    def __init__(self, place: Place, answer_seconds: float) -> None:
        self.taken: list[Taken] = []
        self._place = place
        self._aim = Aim(0.8 * answer_seconds)
        self._seconds = answer_seconds
        self._http = httpx.AsyncClient(timeout=30)
        self._chance = random.Random(3)

    async def lane(self, tab: AgentClient, numbers: Sequence[int], kind: str) -> None:
        """Take over one conversation after the other; `kind` says when, "" for every phase."""
        kinds = (
            "queued",
            "early",
            "first",
            "between",
            "between",
            *["end"] * 4,
            "after",
        )
        async with await psycopg.AsyncConnection.connect(
            self._place.dsn, autocommit=True
        ) as server:
            followed: deque[UUID] = deque()
            for number in numbers:
                when = kind or self._chance.choice(kinds)
                await self._one(tab, number, when, server, followed)

    async def leave(self) -> None:
        """Everybody goes home."""
        await asyncio.gather(*(one.customer.leave() for one in self.taken))
        await self._http.aclose()

    async def _one(
        self,
        tab: AgentClient,
        number: int,
        kind: str,
        server: psycopg.AsyncConnection[Any],
        followed: deque[UUID],
    ) -> None:
        customer = Watcher(self._place.desk, self._http)
        await customer.arrive()
        cid = await customer.say(QUESTION.format(number))
        await customer.acknowledged(cid)
        chat = await _chat_of(server, cid)
        if kind == "queued":
            # A second message at once makes the turn wait for the end of the burst.
            await customer.acknowledged(await customer.say("And quickly, please."))
        else:
            await tab.follow(chat)
            await self._wait_for_the_moment(customer, kind)
        await _ask(tab, "take", chat)
        if kind == "end":
            self._aim.learn(late=bool(customer.answers))
        if number % 2:
            # Given back at once: the old turn may not speak in the bot's new term either.
            await _ask(tab, "release", chat, to="bot")
        if kind == "queued":
            await tab.follow(chat)
        await customer.until(lambda: customer.state in {"human", "bot"})
        self.taken.append(Taken(number, chat, customer, tab))
        followed.append(chat)
        if len(followed) > MOST_FOLLOWED:
            done = str(followed.popleft())
            await tab.send({"type": "close", "conversation": done})

    async def _wait_for_the_moment(self, customer: Watcher, kind: str) -> None:
        if kind == "early":
            await asyncio.sleep(self._chance.uniform(0, FIRST_TOKEN_SECONDS))
        elif kind == "first":
            await asyncio.sleep(FIRST_TOKEN_SECONDS + self._chance.uniform(0, 0.4))
        elif kind == "after":
            await customer.answered()
        else:
            await customer.until(lambda: bool(customer.shown or customer.answers))
            first = customer.shown[0][2] if customer.shown else 0
            rest = self._chance.uniform(0, 0.8 * self._seconds)
            rest = rest if kind == "between" else self._aim.moment()
            await asyncio.sleep(max(0.0, first + rest - time.monotonic()))


async def _ask(tab: AgentClient, what: str, chat: UUID, **fields: Any) -> None:
    """Ask until it is done; a busy desk asks for patience."""
    cid = str(uuid4())
    while (answer := await tab.ask(what, chat, cid=cid, **fields))["type"] != "ack":
        assert answer["retry"], answer
        tab.frames.remove(answer)


async def _chat_of(server: psycopg.AsyncConnection[Any], cid: str) -> UUID:
    rows = await server.execute(
        "SELECT c.public_id FROM conversations_event e JOIN conversations_conversation c"
        " ON c.id = e.conversation_id WHERE e.client_id = %s",
        (cid,),
    )
    return UUID(str((await rows.fetchone())[0]))  # type: ignore[index]


def phase_of(turn: dict[str, Any], taken_at: datetime, tokens: Sequence[float]) -> str:
    """Return where a turn stood at its takeover; `tokens` are the times at which each left.

    The lock on the conversation orders a takeover and the end of a turn, the lock on the turn
    orders it and the claim and the first word. So the turn's row tells these apart without a
    clock. Only the model's tokens leave no row: their times, taken by the double on the same
    machine, are compared with the time of the takeover event.
    """
    if turn["status"] == "done":
        return "after the end"
    if turn["lease_until"] is None:
        return "queued"
    taken = taken_at.timestamp() - (time.time() - time.monotonic())
    if turn["spoke_at"] is None:
        came = bool(tokens) and tokens[0] < taken
        return "tokens, none of them shown" if came else PHASES[1]
    return "between deltas" if not tokens or taken < tokens[-1] else PHASES[4]


def shown_after(
    frames: Sequence[dict[str, Any]], turn: str, chat: str | None = None
) -> int:
    """Count the deltas of a turn that a socket got after it was told of the takeover."""
    told, count = False, 0
    for frame in frames:
        if chat is not None and frame.get("conversation") != chat:
            continue
        if frame["type"] == "ev":
            told = told or frame.get("state") == "human" or frame["kind"] == "takeover"
        elif frame["type"] == "turn" and frame["id"] == turn:
            told = told or frame["state"] == "cancelled"
        elif frame["type"] == "delta" and frame["turn"] == turn:
            count += told
    return count
