"""Some customers' rows are locked by somebody else: the others notice nothing."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.faults.conftest import Crowd, nothing_is_broken
from tests.faults.place import Place
from tests.faults.robot import Robot

pytestmark = pytest.mark.slow

QUESTION = "How do I publish an atom?"


@contextmanager
def _locked(place: Place, robots: list[Robot]) -> Iterator[None]:
    """Hold the rows of these customers' conversations until the block ends."""
    sent = [cid for robot in robots for cid in robot.sent]
    with psycopg.connect(place.dsn) as server:
        server.execute(
            "SELECT 1 FROM conversations_conversation WHERE id IN (SELECT conversation_id"
            " FROM conversations_event WHERE client_id = ANY(%s::uuid[])) FOR UPDATE",
            [sent],
        )
        yield


async def _greeted(robots: list[Robot]) -> None:
    cids = await asyncio.gather(*(robot.say(QUESTION) for robot in robots))
    pairs = zip(robots, cids, strict=True)
    await asyncio.gather(*(robot.acknowledged(cid) for robot, cid in pairs))
    await asyncio.gather(*(robot.answered() for robot in robots))


async def _slowest_ack_while_blocked(
    place: Place, blocked: list[Robot], others: list[Robot]
) -> float:
    """Seconds of the slowest of the others' acks while some wait for ten seconds."""
    with _locked(place, blocked):
        waiting = [await robot.say("I am blocked") for robot in blocked]
        await asyncio.sleep(0.5)
        cids = [await robot.say("I am not") for robot in others]
        await asyncio.sleep(10)
        early = [c for r, c in zip(blocked, waiting, strict=True) if c in r.acks]
    for robot, cid in zip(others, cids, strict=True):
        await robot.acknowledged(cid)
    assert early == []
    pairs = zip(blocked, waiting, strict=True)
    await asyncio.gather(*(robot.acknowledged(cid) for robot, cid in pairs))
    return max(robot.timings.ack[-1] for robot in others)


@pytest.mark.parametrize("count", [1, 20])
async def test_customers_whose_rows_are_locked_do_not_stop_the_others(
    whole: Place, crowd: Crowd, count: int
) -> None:
    blocked, others = await crowd(count), await crowd(5)
    await _greeted([*blocked, *others])

    slowest = await _slowest_ack_while_blocked(whole, blocked, others)

    assert slowest < 5
    assert {nack["code"] for robot in blocked for nack in robot.nacks} == {"busy"}
    await nothing_is_broken(whole, [*blocked, *others])


async def test_without_a_limit_for_locks_twenty_of_them_stop_everybody(
    whole: Place, crowd: Crowd
) -> None:
    whole.restart("web", PGOPTIONS="-c lock_timeout=0")
    blocked, others = await crowd(20), await crowd(5)
    await _greeted([*blocked, *others])

    slowest = await _slowest_ack_while_blocked(whole, blocked, others)

    assert slowest > 8
    await nothing_is_broken(whole, [*blocked, *others])
