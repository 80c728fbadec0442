"""The thread of a process that keeps its places in the lines before models, with Redis."""

import asyncio
import json
import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accounts import redis_client

logger = logging.getLogger(__name__)

LEASE_SECONDS = 10
RENEW_SECONDS = 3.0
WAITING_PER_PLACE = 4
"""So many may wait for each place; who comes after them is better served by another model."""
_LOOK_SECONDS = 0.02
PATIENT = 2**40
"""Who is patient stands behind this number."""

# KEYS: who is being answered and who waits, each by ticket; until when those who wait count;
# the last number given out. ARGV: JSON of the line's bounds and of what a process holds and wants.
# Answers for each who waits: 0 may go, -1 no room to wait, else its number.
_TEND = """
local running, waiting, seen, numbers = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local ask = cjson.decode(ARGV[1])
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local lapses = now + ask.lease

redis.call('ZREMRANGEBYSCORE', running, '-inf', now)
for _, ticket in ipairs(redis.call('ZRANGEBYSCORE', seen, '-inf', now)) do
    redis.call('ZREM', waiting, ticket)
    redis.call('ZREM', seen, ticket)
end
for _, ticket in ipairs(ask.leaving) do
    for _, key in ipairs({running, waiting, seen}) do redis.call('ZREM', key, ticket) end
end
for _, ticket in ipairs(ask.holding) do redis.call('ZADD', running, lapses, ticket) end

local full = {}
for _, one in ipairs(ask.wanting) do
    if not redis.call('ZSCORE', running, one.ticket) then
        if not redis.call('ZSCORE', waiting, one.ticket) then
            local before = redis.call('ZCOUNT', waiting, '-inf', one.patient and '+inf' or ask.patient)
            local free = ask.places - redis.call('ZCARD', running)
            if one.new and not one.patient and before >= free + ask.bound then
                full[one.ticket] = true
            else
                local number = redis.call('INCR', numbers)
                if one.patient then number = number + ask.patient end
                redis.call('ZADD', waiting, number, one.ticket)
            end
        end
        if not full[one.ticket] then redis.call('ZADD', seen, lapses, one.ticket) end
    end
end

local free = ask.places - redis.call('ZCARD', running)
if free > 0 then
    for _, ticket in ipairs(redis.call('ZRANGE', waiting, 0, free - 1)) do
        redis.call('ZREM', waiting, ticket)
        redis.call('ZREM', seen, ticket)
        redis.call('ZADD', running, lapses, ticket)
    end
end

local answer = {}
for i, one in ipairs(ask.wanting) do
    local rank = redis.call('ZRANK', waiting, one.ticket)
    answer[i] = full[one.ticket] and -1 or (rank and rank + 1 or 0)
end
return answer
"""


@dataclass(frozen=True)
class Line:
    """The line before one model of one server, which works on `places` requests at once."""

    name: str
    places: int

    @property
    def keys(self) -> list[str]:
        """Its keys in Redis, in the script's order; all on one node of a cluster."""
        tag = f"atomdesk:model:{{{self.name}}}"
        return [f"{tag}:{part}" for part in ("running", "waiting", "seen", "numbers")]


@dataclass(eq=False)
class Ticket:
    """One call's place in a line, from the wish for it to its end."""

    line: Line
    name: str
    patient: bool
    loop: asyncio.AbstractEventLoop
    turn_came: "asyncio.Future[bool]"
    asked: bool = False
    """Whether Redis has heard of it."""

    def settle(self, *, may_go: bool) -> None:
        """Say from any thread that it may go, or that there is no room to wait."""

        def told() -> None:
            if not self.turn_came.done():
                self.turn_came.set_result(may_go)

        try:
            self.loop.call_soon_threadsafe(told)
        except RuntimeError:
            # Its loop is closed: nobody is there any more, and the place lapses.
            logger.warning("A loop ended while it waited for %s", self.line.name)


class Keeper:
    """The thread that speaks with Redis for all calls of a process."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._wanting: dict[str, Ticket] = {}
        self._holding: dict[str, Ticket] = {}
        self._leaving: list[Ticket] = []
        self._news = False
        self._thread: threading.Thread | None = None

    def take(self, ticket: Ticket) -> None:
        """Begin to wait for a place."""
        with self._changed:
            self._wanting[ticket.name] = ticket
            self._wake()

    def release(self, ticket: Ticket) -> None:
        """Give up waiting, or the place."""
        with self._changed:
            self._wanting.pop(ticket.name, None)
            self._holding.pop(ticket.name, None)
            self._leaving.append(ticket)
            self._wake()

    def _wake(self) -> None:
        self._news = True
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(
                target=self._tend_for_ever, name="model-line", daemon=True
            )
            self._thread.start()
        self._changed.notify()

    def _tend_for_ever(self) -> None:
        while True:
            with self._changed:
                while not self._news and not self._wanting and not self._holding:
                    self._changed.wait()
                if not self._news:
                    self._changed.wait(
                        _LOOK_SECONDS if self._wanting else RENEW_SECONDS
                    )
                self._news = False
                leaving, self._leaving = self._leaving, []
                wanting = list(self._wanting.values())
                holding = list(self._holding.values())
            for line in {one.line for one in (*leaving, *wanting, *holding)}:
                self._tend(
                    line,
                    [one for one in leaving if one.line == line],
                    [one for one in wanting if one.line == line],
                    [one for one in holding if one.line == line],
                )

    def _tend(
        self,
        line: Line,
        leaving: Sequence[Ticket],
        wanting: Sequence[Ticket],
        holding: Sequence[Ticket],
    ) -> None:
        try:
            places = _told(line, leaving, wanting, holding)
        except Exception as error:  # noqa: BLE001 whatever it is, those who wait must not
            if wanting:
                logger.warning("Asked a model past its line: %s", error)
            places = [0] * len(wanting)
        for ticket, place in zip(wanting, places, strict=True):
            ticket.asked = True
            if place <= 0:
                self._let_go(ticket, may_go=place == 0)

    def _let_go(self, ticket: Ticket, *, may_go: bool) -> None:
        with self._changed:
            if self._wanting.pop(ticket.name, None) is None:
                return
            if may_go:
                self._holding[ticket.name] = ticket
        ticket.settle(may_go=may_go)


def _told(
    line: Line,
    leaving: Sequence[Ticket],
    wanting: Sequence[Ticket],
    holding: Sequence[Ticket],
) -> list[int]:
    ask: dict[str, Any] = {
        "places": line.places,
        "bound": line.places * WAITING_PER_PLACE,
        "lease": LEASE_SECONDS,
        "patient": PATIENT,
        "leaving": [one.name for one in leaving],
        "holding": [one.name for one in holding],
        "wanting": [
            {"ticket": one.name, "patient": one.patient, "new": not one.asked}
            for one in wanting
        ],
    }
    answer: list[int] = redis_client.client().eval(
        _TEND, len(line.keys), *line.keys, json.dumps(ask)
    )
    return answer
