"""Doorbells are lost on their way to the sockets."""

import asyncio

import pytest

from tests.faults.conftest import Crowd, nothing_is_broken
from tests.faults.ledger import broken_promises
from tests.faults.place import Place
from tests.faults.robot import Robot

pytestmark = pytest.mark.slow

RINGING = ("web", "answers", "worker")


async def _everybody_asks(robots: list[Robot]) -> None:
    cids = await asyncio.gather(
        *(robot.say("How do I publish an atom?") for robot in robots)
    )
    pairs = zip(robots, cids, strict=True)
    await asyncio.gather(*(robot.acknowledged(cid) for robot, cid in pairs))


@pytest.mark.parametrize("lost", ["some_rings", "rings"])
async def test_a_heartbeat_makes_up_for_lost_doorbells(
    whole: Place, crowd: Crowd, lost: str
) -> None:
    whole.restart(*RINGING, without=lost)
    robots = await crowd(20)

    await _everybody_asks(robots)

    # One beat is 25 seconds; the answer itself takes two or three.
    await asyncio.gather(*(robot.answered(1, 35) for robot in robots))
    assert all(not robot.codes for robot in robots), "no socket was closed"
    await nothing_is_broken(whole, robots)


async def test_without_heartbeats_lost_doorbells_leave_clients_behind(
    whole: Place, crowd: Crowd
) -> None:
    whole.restart(*RINGING, without="rings,heart")
    robots = await crowd(3)

    await _everybody_asks(robots)

    broken = await broken_promises(whole, robots)
    assert len([line for line in broken if "stayed behind" in line]) == 3
