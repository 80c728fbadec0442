"""The line before a model: one for all workers, in Redis, first come first served.

Ollama refuses nobody once a model is loaded: whoever comes too many waits there in silence, and
nobody can say for how long. So the desk asks for no more at once than the server works on.

A place in line is a lease. One thread of each process renews those of the process, and learns
which of them may go; when the process dies they lapse.
"""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from accounts import redis_client
from knowledge.llm.chat import ModelFailed
from knowledge.llm.line_keeper import PATIENT, Keeper, Line, Ticket

__all__ = ["Line", "Standing", "Ticket", "enter", "leave", "standing", "turn_of"]


@dataclass(frozen=True)
class Standing:
    """Who is in a line now: how many are being answered, and the tickets of those who wait.

    `pressing` of them are not patient: somebody waits for what they wait for.
    """

    running: int
    waiting: Sequence[str]
    pressing: int


def standing(line: Line) -> Standing:
    """Return who is in a line now; raises redis.RedisError."""
    pipeline = redis_client.client().pipeline(transaction=False)
    running, waiting, *_ = line.keys
    seconds, parts = redis_client.client().time()
    pipeline.zcount(running, seconds + parts / 1_000_000, "+inf")
    pipeline.zrange(waiting, 0, -1)
    pipeline.zcount(waiting, "-inf", PATIENT)
    answered, tickets, pressing = pipeline.execute()
    return Standing(answered, [ticket.decode() for ticket in tickets], pressing)


def turn_of(ticket: str) -> str:
    """Return the turn that a ticket is for; empty for a call that is for none."""
    return ticket.partition("/")[0]


async def enter(line: Line, *, turn: str, patient: bool, seconds: float) -> Ticket:
    """Return a place that may be used now, to be given back with `leave`.

    Raises ModelFailed("crowded") when too many wait already, or after so many seconds; who
    is patient waits for as long as it takes. Without Redis everybody may go.
    """
    loop = asyncio.get_running_loop()
    name = f"{turn}/{uuid4().hex[:12]}"
    ticket = Ticket(line, name, patient, loop, loop.create_future())
    _keeper.take(ticket)
    try:
        async with asyncio.timeout(None if patient else seconds):
            if not await ticket.turn_came:
                raise ModelFailed("crowded", "too many wait already")
    except TimeoutError:
        leave(ticket)
        words = f"the line did not move within {seconds:g} s"
        raise ModelFailed("crowded", words) from None
    except BaseException:
        leave(ticket)
        raise
    return ticket


def leave(ticket: Ticket) -> None:
    """Give a place back, or stop waiting for one; returns at once."""
    _keeper.release(ticket)


_keeper = Keeper()


def _begin_anew_in_a_fork() -> None:
    """A forked child has neither its parent's thread nor its calls."""
    global _keeper
    _keeper = Keeper()


os.register_at_fork(after_in_child=_begin_anew_in_a_fork)
