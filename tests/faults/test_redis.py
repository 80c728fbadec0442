"""Redis is stopped, restarted, emptied and frozen under chats."""

import asyncio

import pytest

from tests.faults.conftest import Crowd, nothing_is_broken
from tests.faults.place import Place

pytestmark = pytest.mark.slow


async def test_a_stopped_redis_delays_events_and_loses_none(
    whole: Place, crowd: Crowd
) -> None:
    robots = await crowd(20)
    await asyncio.gather(*(robot.say("How do I publish an atom?") for robot in robots))
    await asyncio.gather(*(robot.answered() for robot in robots))

    await asyncio.to_thread(whole.stop, "redis")
    cids = await asyncio.gather(*(robot.say("And Redis?") for robot in robots))
    pairs = zip(robots, cids, strict=True)
    await asyncio.gather(*(robot.acknowledged(cid) for robot, cid in pairs))
    await asyncio.to_thread(whole.start, "redis")

    await asyncio.gather(*(robot.answered(2) for robot in robots))
    assert all(not robot.codes for robot in robots), "no socket was closed"
    await nothing_is_broken(whole, robots)
