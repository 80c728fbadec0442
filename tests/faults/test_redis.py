"""Redis is stopped, restarted, emptied, slowed down, silenced and frozen under chats."""

import asyncio
from collections.abc import Iterator

import pytest
import redis

from tests.faults.answers import QUESTION as LONG_QUESTION
from tests.faults.answers import talk_long
from tests.faults.conftest import Crowd, nothing_is_broken
from tests.faults.ledger import broken_promises
from tests.faults.model import Model
from tests.faults.place import Place
from tests.faults.proxy import Proxy, proxy
from tests.faults.robot import Robot

pytestmark = pytest.mark.slow

QUESTION = "How do I publish an atom?"
THROUGH_REDIS = ("web", "answers", "worker", "beat")


@pytest.fixture
def wire(whole: Place) -> Iterator[Proxy]:
    """The desk's only way to its Redis."""
    sockets = whole.layout.sockets
    with proxy(whole.layout.redis_socket, sockets / "wire") as wire:
        whole.redis_url = f"unix://{sockets / 'wire'}"
        whole.restart(*THROUGH_REDIS)
        whole.wait(whole.is_ready)
        yield wire
        wire.flow()
        whole.redis_url = ""
        whole.restart(*THROUGH_REDIS)


async def _all_say(robots: list[Robot], text: str, *, within: float = 60.0) -> None:
    cids = await asyncio.gather(*(robot.say(text) for robot in robots))
    pairs = zip(robots, cids, strict=True)
    await asyncio.gather(*(robot.acknowledged(cid, within) for robot, cid in pairs))


async def _all_answered(robots: list[Robot], count: int = 1) -> None:
    await asyncio.gather(*(robot.answered(count) for robot in robots))


async def test_a_stopped_redis_delays_events_and_loses_none(
    whole: Place, crowd: Crowd
) -> None:
    robots = await crowd(20)
    await _all_say(robots, QUESTION)
    await _all_answered(robots)

    await asyncio.to_thread(whole.stop, "redis")
    await _all_say(robots, "And Redis?")
    await asyncio.to_thread(whole.start, "redis")

    await _all_answered(robots, 2)
    assert [robot.codes for robot in robots if robot.codes] == [], "a socket was closed"
    await nothing_is_broken(whole, robots)


async def test_ten_seconds_without_redis_close_none_of_200_chats(
    whole: Place, crowd: Crowd
) -> None:
    robots = await crowd(200)
    await _all_say(robots, QUESTION)

    await asyncio.to_thread(whole.stop, "redis")
    await _all_say(robots, "And Redis?")
    await asyncio.sleep(10)
    await asyncio.to_thread(whole.start, "redis")

    await nothing_is_broken(whole, robots)
    assert [robot.codes for robot in robots if robot.codes] == [], "a socket was closed"


async def test_what_is_said_right_after_a_restart_reaches_every_tab(
    whole: Place, crowd: Crowd
) -> None:
    robots = await crowd(10)
    await _all_say(robots, QUESTION)
    await _all_answered(robots)

    await asyncio.to_thread(whole.stop, "redis")
    await asyncio.to_thread(whole.start, "redis")
    await _all_say(robots, "Am I heard?")

    await nothing_is_broken(whole, robots)
    assert [robot.codes for robot in robots if robot.codes] == [], "a socket was closed"


async def test_a_customer_who_comes_without_redis_is_served_and_hears_live_later(
    whole: Place, crowd: Crowd
) -> None:
    await asyncio.to_thread(whole.stop, "redis")
    robots = await crowd(5)
    await _all_say(robots, QUESTION)
    await asyncio.to_thread(whole.start, "redis")

    await _all_answered(robots)
    await _all_say(robots, "Am I live again?")
    await _all_answered(robots, 2)
    await robots[0].until(lambda: bool(robots[0].drafts), what="for a draft")
    await nothing_is_broken(whole, robots)


async def test_an_emptied_redis_spoils_no_running_answer(
    whole: Place, crowd: Crowd, talker: Model
) -> None:
    await talk_long(whole, talker, times=10, seconds=8)
    robots = await crowd(10)
    server = redis.Redis.from_url(f"unix://{whole.layout.redis_socket}")
    await _all_say(robots, LONG_QUESTION)
    await asyncio.gather(
        *(r.until(lambda r=r: bool(r.drafts), what="for a draft") for r in robots)
    )

    for _ in range(10):
        server.flushall()
        await asyncio.sleep(0.2)

    await _all_answered(robots)
    for robot in robots:
        assert robot.answers[0]["text"].startswith(
            robot.drafts[robot.answers[0]["turn"]]
        )
    await asyncio.to_thread(whole.wait, whole.is_ready)
    await _all_say(robots, "Do limits let me through?")
    await nothing_is_broken(whole, robots)


async def test_what_was_seen_before_redis_was_emptied_stays_at_a_hand_off(
    whole: Place, crowd: Crowd, talker: Model
) -> None:
    await talk_long(whole, talker, times=2, seconds=8)
    [robot] = await crowd(1)
    await _all_say([robot], LONG_QUESTION)
    await robot.until(lambda: bool(robot.drafts), what="for a draft")
    before = next(iter(robot.drafts.values()))

    redis.Redis.from_url(f"unix://{whole.layout.redis_socket}").flushall()
    await robot.until(lambda: len(next(iter(robot.drafts.values()))) > len(before))
    await robot.ask_for("person")

    partial = await robot.answered()
    assert partial["text"].startswith(before)
    await nothing_is_broken(whole, [robot])


@pytest.mark.parametrize("fault", ["slow", "silent", "frozen"])
async def test_a_redis_that_hardly_answers_costs_speed_only(
    whole: Place, wire: Proxy, crowd: Crowd, fault: str
) -> None:
    robots = await crowd(20)
    await _all_say(robots, QUESTION)
    await _all_answered(robots)

    match fault:
        case "slow":
            wire.delay = 2.0
        case "silent":
            wire.silence()
        case _:
            whole.freeze("redis")
    await _all_say(robots, "Is it slow?", within=20)
    newcomers = await crowd(3)
    await _all_say(newcomers, QUESTION, within=20)
    wire.flow()
    whole.thaw("redis")

    await _all_answered(robots, 2)
    await _all_answered(newcomers)
    assert [robot.codes for robot in robots if robot.codes] == [], "a socket was closed"
    await nothing_is_broken(whole, [*robots, *newcomers])


async def test_an_idle_socket_lives_on(whole: Place, crowd: Crowd) -> None:
    robots = await crowd(3)

    await asyncio.sleep(32)

    assert [robot.codes for robot in robots if robot.codes] == [], "a socket was closed"
    await _all_say(robots, QUESTION)
    await _all_answered(robots)


async def test_without_our_channel_layer_an_idle_socket_dies(
    whole: Place, crowd: Crowd
) -> None:
    whole.restart("web", without="idle_layer")
    [robot] = await crowd(1)

    await robot.until(lambda: bool(robot.codes), 20)

    assert robot.codes[0] in {1011, 1006}
    assert await broken_promises(whole, [robot]) == []


async def test_nobody_listens_any_more_for_a_customer_who_left(
    whole: Place, crowd: Crowd
) -> None:
    server = redis.Redis.from_url(f"unix://{whole.layout.redis_socket}")
    robots = await crowd(5)
    listened_for = len(server.pubsub_channels("*customer.*"))

    await asyncio.gather(*(robot.leave() for robot in robots))

    assert listened_for == 5
    await asyncio.to_thread(
        whole.wait, lambda: not server.pubsub_channels("*customer.*"), 20
    )
