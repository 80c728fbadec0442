"""Processes of the desk are killed, stopped and frozen while customers talk."""

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from tests.faults.answers import QUESTION, talk_long
from tests.faults.conftest import Crowd, nothing_is_broken
from tests.faults.figures import percentile, spread
from tests.faults.model import Model
from tests.faults.place import Place
from tests.faults.robot import Robot

pytestmark = pytest.mark.slow

logger = logging.getLogger(__name__)

LIVE_LEASES = "SELECT 1 FROM conversations_turn WHERE status = 'streaming' AND lease_until > now()"


async def test_customers_of_a_killed_web_server_go_on_at_another(
    whole: Place, crowd: Crowd, talker: Model
) -> None:
    whole.start("web2")
    robots = await crowd(20)
    await _in_the_middle_of_answers(whole, robots, talker)

    await asyncio.to_thread(whole.kill, "web")

    await asyncio.gather(*(robot.answered() for robot in robots))
    cids = [await robot.say("And how do I withdraw it?") for robot in robots]
    for robot, cid in zip(robots, cids, strict=True):
        await robot.acknowledged(cid)
    gaps = [gap for robot in robots for gap in robot.timings.gap]
    assert len(gaps) >= len(robots)
    logger.warning("kill -9 of a web server: without a socket for %s", spread(gaps))
    await nothing_is_broken(whole, robots)


async def test_what_a_killed_web_server_leaves_in_redis_pushes_nobody_out(
    whole: Place, crowd: Crowd
) -> None:
    """Three tabs of one customer, of whom nine dead sockets are still counted."""
    whole.start("web2")
    tabs = await crowd(1)
    tabs += await crowd(2, visitor=tabs[0].visitor)
    await tabs[0].acknowledged(await tabs[0].ask_for("person"))

    for name in ("web", "web2", "web"):
        welcomes = [tab.welcomes for tab in tabs]
        await asyncio.to_thread(whole.kill, name)
        await asyncio.gather(
            *(_returned(*pair) for pair in zip(tabs, welcomes, strict=True))
        )
        await asyncio.to_thread(whole.start, name)

    for tab in tabs:
        await tab.acknowledged(await tab.say("Is anybody there?"))
    assert not {4409} & {code for tab in tabs for code in tab.codes}
    await nothing_is_broken(whole, tabs)


async def test_a_rolling_restart_under_load_loses_nothing(
    whole: Place, crowd: Crowd
) -> None:
    async with _thirty_writers(whole, crowd) as writers:
        for name in ("web", "web2"):
            await asyncio.to_thread(whole.stop, name)
            await asyncio.to_thread(whole.start, name)

    robots = writers.robots
    codes = {code for robot in robots for code in robot.codes} - {0}
    said_bye = [f for robot in robots for f in robot.transient if f["type"] == "bye"]
    gaps = [gap for robot in robots for gap in robot.timings.gap]
    away = spread(gaps)
    logger.warning("rolling restart, %s messages: away for %s", writers.sent, away)
    assert codes == {1012}
    assert len(said_bye) >= len(robots)
    assert percentile(gaps, 0.95) < 20
    await nothing_is_broken(whole, robots)


async def test_web_servers_killed_at_any_moment_lose_and_double_nothing(
    whole: Place, crowd: Crowd
) -> None:
    """15 kills under 30 customers who keep writing; every fifth kill takes both servers."""
    async with _thirty_writers(whole, crowd) as writers:
        for number in range(15):
            await asyncio.sleep(random.uniform(0, 1.5))
            one = ("web", "web2")[number % 2]
            victims = ("web", "web2") if number % 5 == 4 else (one,)
            for name in victims:
                await asyncio.to_thread(whole.kill, name)
            for name in victims:
                await asyncio.to_thread(whole.start, name)

    logger.warning("15 kills of web servers under %s messages: all there", writers.sent)
    await nothing_is_broken(whole, writers.robots)


async def test_300_customers_are_back_soon_after_a_restart(
    whole: Place, crowd: Crowd
) -> None:
    robots = [robot for _ in range(6) for robot in await crowd(50)]
    await _ask_for_people(robots)
    for robot in robots:
        robot.timings.welcome.clear()

    await asyncio.to_thread(whole.kill, "web")
    await asyncio.to_thread(whole.start, "web")
    await asyncio.gather(*(_returned(robot, 1) for robot in robots))

    gaps = [gap for robot in robots for gap in robot.timings.gap]
    welcomes = [seconds for robot in robots for seconds in robot.timings.welcome]
    logger.warning("300 sockets return: away for %s", spread(gaps))
    logger.warning("300 sockets return: welcomed after %s", spread(welcomes))
    assert max(gaps) < 60
    await nothing_is_broken(whole, robots)


async def test_a_turn_of_a_killed_worker_is_taken_up_once_and_answered_once(
    whole: Place, crowd: Crowd, talker: Model
) -> None:
    robots = await crowd(8)
    drafts = await _in_the_middle_of_answers(whole, robots, talker)

    await asyncio.to_thread(whole.kill, "answers")
    await asyncio.gather(*(_replaced(robot, 20) for robot in robots))
    await asyncio.to_thread(whole.start, "answers")

    answers = await asyncio.gather(*(robot.answered() for robot in robots))
    for robot, answer, lost in zip(robots, answers, drafts, strict=True):
        assert (answer["kind"], len(robot.answers)) == ("message", 1)
        assert answer["turn"] != lost
    await nothing_is_broken(whole, robots)


async def test_a_turn_that_loses_a_second_worker_goes_to_a_person(
    whole: Place, crowd: Crowd, talker: Model
) -> None:
    robots = await crowd(4)
    drafts = await _in_the_middle_of_answers(whole, robots, talker)

    for attempt in (1, 2):
        await asyncio.to_thread(whole.kill, "answers")
        if attempt == 1:
            await asyncio.gather(*(_replaced(robot, 20) for robot in robots))
            await asyncio.to_thread(whole.start, "answers")
            await _drafts_grow(robots, besides=drafts)

    for robot in robots:
        await robot.until(lambda: robot.state == "waiting", 20)
        assert not [e for e in robot.answers if e["kind"] == "message"]
        assert len(robot.answers) <= 1, "what was seen stays, marked as interrupted"
        assert all(e["reason"] == "failure" for e in robot.answers)
    await nothing_is_broken(whole, robots)


async def test_a_worker_that_wakes_up_late_adds_nothing_to_the_answer_of_another(
    whole: Place, crowd: Crowd, talker: Model
) -> None:
    robots = await crowd(4)

    await _freeze_the_worker_in_the_middle(whole, robots, talker)
    whole.thaw("answers")

    # By the time the next question has its answer, the late worker has come to its end.
    await robots[0].say("Is it over?")
    await robots[0].answered(2)
    assert [len(robot.answers) for robot in robots] == [2, 1, 1, 1]
    await nothing_is_broken(whole, robots)


async def test_without_fence_and_lease_the_late_worker_answers_again(
    whole: Place, crowd: Crowd, talker: Model
) -> None:
    robots = await crowd(4)
    await asyncio.to_thread(whole.restart, "answers", without="fence,renewal")

    await _freeze_the_worker_in_the_middle(whole, robots, talker)
    whole.thaw("answers")

    await asyncio.gather(*(robot.answered(2) for robot in robots))


@pytest.mark.parametrize("name", ["beat", "worker"])
async def test_lost_turns_wait_for_whoever_sweeps_and_are_then_repaired(
    whole: Place, crowd: Crowd, talker: Model, name: str
) -> None:
    robots = await crowd(4)
    await asyncio.to_thread(whole.kill, name)
    lost = await _in_the_middle_of_answers(whole, robots, talker)

    await asyncio.to_thread(whole.kill, "answers")
    await asyncio.to_thread(whole.start, "answers")
    await asyncio.to_thread(whole.wait, lambda: not whole.rows(LIVE_LEASES))
    cid = await robots[0].say("Does a new message help?")
    await robots[0].acknowledged(cid)
    assert not any(robot.answers for robot in robots), "nobody swept"
    await asyncio.to_thread(whole.start, name)

    await asyncio.gather(*(robot.answered() for robot in robots))
    assert not {answer["turn"] for r in robots for answer in r.answers} & set(lost)
    await nothing_is_broken(whole, robots)


async def test_web_and_answers_killed_together_leave_one_answer(
    whole: Place, crowd: Crowd, talker: Model
) -> None:
    robots = await crowd(8)
    await _in_the_middle_of_answers(whole, robots, talker)

    for name in ("answers", "web"):
        await asyncio.to_thread(whole.kill, name)
    for name in ("web", "answers"):
        await asyncio.to_thread(whole.start, name)

    await asyncio.gather(*(robot.answered() for robot in robots))
    assert [len(robot.answers) for robot in robots] == [1] * len(robots)
    await nothing_is_broken(whole, robots)


async def _in_the_middle_of_answers(
    whole: Place, robots: Sequence[Robot], talker: Model
) -> list[str]:
    """Everybody asks, and sees a piece of a slow answer; the turns."""
    await talk_long(whole, talker, times=4 * len(robots), seconds=6)
    await asyncio.gather(*(robot.say(QUESTION) for robot in robots))
    return await _drafts_grow(robots, besides=())


async def _drafts_grow(robots: Sequence[Robot], besides: Sequence[str]) -> list[str]:
    found = []
    for robot in robots:
        await robot.until(lambda: bool(_drawn(robot, besides)), what="for a piece")
        found += _drawn(robot, besides)
        assert not robot.answers, "the answer came too fast to be in its middle"
    return found


def _drawn(robot: Robot, besides: Sequence[str]) -> list[str]:
    """The turns of which something was shown."""
    drafts = robot.drafts.items()
    return [turn for turn, text in drafts if text and turn not in besides]


async def _returned(robot: Robot, welcomes: int) -> None:
    await robot.until(lambda: robot.welcomes > welcomes)


async def _replaced(robot: Robot, seconds: float) -> None:
    """Until the desk says that another attempt replaces the draft."""
    await robot.until(lambda: any("replaces" in f for f in robot.transient), seconds)


async def _freeze_the_worker_in_the_middle(
    whole: Place, robots: Sequence[Robot], talker: Model
) -> None:
    """Another worker answers meanwhile."""
    await _in_the_middle_of_answers(whole, robots, talker)
    whole.freeze("answers")
    await asyncio.gather(*(_replaced(robot, 20) for robot in robots))
    talker.pace(ttft=0.05, tps=400)
    await asyncio.to_thread(whole.start, "answers2")
    await asyncio.gather(*(robot.answered() for robot in robots))


async def _ask_for_people(robots: Sequence[Robot]) -> None:
    cids = await asyncio.gather(*(robot.ask_for("person") for robot in robots))
    for robot, cid in zip(robots, cids, strict=True):
        await robot.acknowledged(cid)


@dataclass
class Writers:
    """Customers who write all the time; `sent` is known once they have stopped."""

    robots: list[Robot]
    sent: int = 0


@asynccontextmanager
async def _thirty_writers(whole: Place, crowd: Crowd) -> AsyncIterator[Writers]:
    """Let thirty write at two servers while the block runs, six to the bot, others to people."""
    whole.start("web2")
    writers = Writers(await crowd(30))
    await _ask_for_people(writers.robots[6:])
    over = asyncio.Event()
    talks = [asyncio.create_task(_talk_until(over, robot)) for robot in writers.robots]
    yield writers
    over.set()
    writers.sent = sum(await asyncio.gather(*talks))


async def _talk_until(over: asyncio.Event, robot: Robot) -> int:
    """Write about once a second, each message when the last has its ack; how many it were."""
    count = 0
    while not over.is_set():
        await robot.acknowledged(await robot.say(f"Message {count}"), 90)
        count += 1
        await asyncio.sleep(random.uniform(0.5, 1.5))
    return count
