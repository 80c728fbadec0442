"""The line before a model: so many at once, first come first served, whoever dies makes room."""

import asyncio
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import redis
from django.conf import settings

from knowledge.llm import line as lines
from knowledge.llm.chat import ModelFailed
from knowledge.llm.line import Line, enter, leave, standing, turn_of
from knowledge.llm.line_keeper import LEASE_SECONDS, WAITING_PER_PLACE

ONE = Line("ollama/one@here", 1)
TWO = Line("ollama/two@here", 2)
ROOT = Path(__file__).resolve().parents[3]


async def a_place(line=ONE, turn="", *, patient=False, seconds=10.0):
    return await enter(line, turn=turn, patient=patient, seconds=seconds)


@asynccontextmanager
async def waiting(*calls):
    """Calls that wait, in this order, until the block ends."""
    tasks = []
    for number, call in enumerate(calls, start=1):
        tasks.append(asyncio.ensure_future(call))
        await until(lambda n=number: len(standing(ONE).waiting) == n)
    try:
        yield tasks
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def until(true, seconds=10.0):
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.01)


async def test_so_many_go_at_once_and_the_next_waits_for_a_place():
    first, _second = await a_place(TWO), await a_place(TWO)
    third = asyncio.ensure_future(a_place(TWO))
    await until(lambda: standing(TWO).waiting)

    assert not third.done()
    leave(first)
    await third

    assert standing(TWO).running == 2


async def test_who_came_first_goes_first():
    holder = await a_place()
    async with waiting(a_place(turn="a"), a_place(turn="b"), a_place(turn="c")) as line:
        names = [turn_of(ticket) for ticket in standing(ONE).waiting]
        order = []
        for _ in range(3):
            leave(holder)
            done, _ = await asyncio.wait(line, return_when=asyncio.FIRST_COMPLETED)
            holder = done.pop().result()
            order.append(turn_of(holder.name))
            line = [task for task in line if not task.done()]

    assert names == ["a", "b", "c"]
    assert order == ["a", "b", "c"]


async def test_who_is_patient_stands_behind_those_for_whom_somebody_waits():
    await a_place()

    async with waiting(a_place(turn="nightly", patient=True), a_place(turn="customer")):
        names = [turn_of(ticket) for ticket in standing(ONE).waiting]

    assert names == ["customer", "nightly"]


async def test_too_many_are_told_so_at_once():
    await a_place()

    async with waiting(*(a_place() for _ in range(WAITING_PER_PLACE))):
        with pytest.raises(ModelFailed) as failed:
            await a_place(seconds=60)

    assert failed.value.kind == "crowded"
    assert "too many" in failed.value.detail


async def test_a_line_that_does_not_move_is_left_in_time():
    await a_place()

    with pytest.raises(ModelFailed) as failed:
        await a_place(seconds=0.1)

    assert (failed.value.kind, failed.value.retryable) == ("crowded", False)
    await until(lambda: not standing(ONE).waiting)


async def test_who_goes_away_while_waiting_leaves_the_line():
    holder = await a_place()
    async with waiting(a_place(turn="a"), a_place(turn="b")) as (a, b):
        a.cancel()

        await until(lambda: len(standing(ONE).waiting) == 1)
        leave(holder)
        ticket = await b

    assert turn_of(ticket.name) == "b"


async def test_a_place_is_kept_for_longer_than_its_lease(monkeypatch):
    monkeypatch.setattr("knowledge.llm.line_keeper.LEASE_SECONDS", 0.6)
    monkeypatch.setattr("knowledge.llm.line_keeper.RENEW_SECONDS", 0.1)
    ticket = await a_place()
    end = lapses()

    await until(lambda: lapses() > end)

    assert standing(ONE).running == 1
    leave(ticket)


def lapses():
    """When the place that is held in ONE would lapse."""
    held = redis.Redis.from_url(settings.REDIS_URL).zrange(
        ONE.keys[0], 0, -1, withscores=True
    )
    return held[0][1] if held else 0.0


async def test_the_places_of_a_process_that_died_lapse():
    code = (
        "import django; django.setup()\n"
        "import asyncio, os\n"
        "from knowledge.llm import line_keeper\n"
        "from knowledge.llm.line import Line, enter\n"
        "line_keeper.LEASE_SECONDS = 1\n"
        "line = Line('ollama/one@here', 1)\n"
        "asyncio.run(enter(line, turn='dead', patient=False, seconds=5))\n"
        "os.kill(os.getpid(), 9)\n"
    )
    died = await asyncio.create_subprocess_exec(sys.executable, "-c", code, cwd=ROOT)
    assert await died.wait() == -9

    async with asyncio.timeout(LEASE_SECONDS):
        ticket = await a_place()

    assert standing(ONE).running == 1
    leave(ticket)


async def test_a_redis_that_was_emptied_learns_again_who_is_there():
    await a_place()
    async with waiting(a_place(turn="a")):
        redis.Redis.from_url(settings.REDIS_URL).flushall()

        await until(lambda: standing(ONE).waiting)

        assert standing(ONE).running == 1


async def test_without_redis_everybody_may_go(settings):
    from accounts import redis_client

    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    redis_client.client.cache_clear()
    try:
        tickets = [await a_place(seconds=5) for _ in range(3)]
    finally:
        redis_client.client.cache_clear()

    assert len(tickets) == 3


def test_all_loops_of_a_process_stand_in_one_line():
    async def brief() -> bool:
        ticket = await a_place()
        was_alone = standing(ONE).running == 1
        leave(ticket)
        return was_alone

    assert all(asyncio.run(brief()) for _ in range(5))


@pytest.fixture(autouse=True)
def everybody_leaves():
    """Places that a test holds are given back, so that the next finds none."""
    yield
    keeper = lines._keeper
    for ticket in [*keeper._holding.values(), *keeper._wanting.values()]:
        leave(ticket)
