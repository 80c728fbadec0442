"""Clocks that are wrong by ten minutes: those of the desk's machines, of a site, of a customer."""

import asyncio
import time

import httpx
import jwt
import psycopg
import pytest

from tests.faults.answers import QUESTION, talk_long
from tests.faults.conftest import Crowd, nothing_is_broken
from tests.faults.model import Model
from tests.faults.place import ORIGIN, SITE, Place

pytestmark = pytest.mark.slow

SKEWS = ["clock_ahead", "clock_behind"]


@pytest.mark.parametrize("skew", SKEWS)
@pytest.mark.parametrize("name", ["web", "answers", "worker"])
async def test_a_wrong_clock_on_one_machine_delays_and_hurries_nothing(
    whole: Place, crowd: Crowd, talker: Model, name: str, skew: str
) -> None:
    whole.restart(name, without=skew)
    await asyncio.to_thread(whole.wait, whole.is_ready)
    # Longer than the pause of the sweeps, so that one of them looks at every running turn.
    await talk_long(whole, talker, times=5, seconds=7)
    robots = await crowd(5)

    for robot in robots:
        await robot.say("Hello")
        await robot.say(QUESTION)

    await asyncio.gather(*(robot.answered(1, 30) for robot in robots))
    assert {e["kind"] for r in robots for e in r.events} == {"message"}, "no hand-off"
    assert {e["author"] for r in robots for e in r.events} == {"customer", "bot"}
    await nothing_is_broken(whole, robots)


async def test_without_the_shared_clock_a_slow_clock_loses_running_turns(
    whole: Place, crowd: Crowd, talker: Model
) -> None:
    await talk_long(whole, talker, times=5, seconds=15)
    whole.restart("answers", without="database_clock,clock_behind")
    await asyncio.to_thread(whole.wait, whole.is_ready)
    [robot] = await crowd(1)

    await robot.say(QUESTION)

    lost = "SELECT 1 FROM conversations_turn WHERE reason = 'worker_lost'"
    await asyncio.to_thread(whole.wait, lambda: bool(whole.rows(lost)))


async def test_a_dead_worker_whose_clock_was_ahead_is_noticed_in_time(
    whole: Place, crowd: Crowd, talker: Model
) -> None:
    whole.restart("answers", without="clock_ahead")
    await asyncio.to_thread(whole.wait, whole.is_ready)
    await talk_long(whole, talker, times=2, seconds=7)
    [robot] = await crowd(1)
    await robot.say(QUESTION)
    running = "SELECT 1 FROM conversations_turn WHERE status = 'streaming'"
    await asyncio.to_thread(whole.wait, lambda: bool(whole.rows(running)))

    await asyncio.to_thread(whole.restart, "answers")

    await robot.answered(1, 45)
    await nothing_is_broken(whole, [robot])


@pytest.mark.parametrize(("late", "status"), [(50, 201), (75, 401)])
def test_a_sites_clock_may_be_a_minute_off(
    whole: Place, late: int, status: int
) -> None:
    with psycopg.connect(whole.dsn) as server:
        server.execute(
            "INSERT INTO accounts_identitysecret (site_id, kid, secret)"
            " SELECT id, %s, %s FROM accounts_site WHERE key = %s",
            [f"late-{late}", "a secret of 32 bytes or more, long", SITE],
        )
    claims = {"sub": "customer-1", "aud": SITE, "exp": time.time() - late}
    secret, kid = "a secret of 32 bytes or more, long", {"kid": f"late-{late}"}
    token = jwt.encode(claims, secret, algorithm="HS256", headers=kid)

    answer = httpx.post(
        f"{whole.desk.url}/widget/v1/sessions",
        json={"site": SITE, "identity": token},
        headers={"Origin": ORIGIN},
    )

    assert answer.status_code == status
