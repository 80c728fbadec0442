"""PostgreSQL is cut off, down, frozen or full while customers write."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import httpx
import psycopg
import pytest

from tests.faults.conftest import Crowd, nothing_is_broken
from tests.faults.ledger import broken_promises
from tests.faults.place import ORIGIN, SITE, Place
from tests.faults.robot import Robot

pytestmark = pytest.mark.slow

QUESTION = "How do I publish an atom?"


@asynccontextmanager
async def _writing(robots: list[Robot]) -> AsyncIterator[None]:
    """Let everybody write twice a second while the block runs."""

    async def write(robot: Robot) -> None:
        while True:
            await robot.say("One more thing")
            await asyncio.sleep(0.5)

    async with asyncio.TaskGroup() as group:
        writers = [group.create_task(write(robot)) for robot in robots]
        yield
        for writer in writers:
            writer.cancel()


async def _all_say(robots: list[Robot], text: str = QUESTION) -> list[str]:
    return list(await asyncio.gather(*(robot.say(text) for robot in robots)))


async def _all_acknowledged(robots: list[Robot], cids: list[str]) -> None:
    pairs = zip(robots, cids, strict=True)
    await asyncio.gather(*(robot.acknowledged(cid) for robot, cid in pairs))


async def _nothing_is_left_unsent(robots: list[Robot]) -> None:
    await asyncio.gather(
        *(r.until(lambda r=r: not r.unsent, 60, what="for acks") for r in robots)
    )


async def test_a_crash_of_postgresql_during_sends_loses_and_doubles_nothing(
    whole: Place, crowd: Crowd
) -> None:
    robots = await crowd(20)
    async with _writing(robots):
        await asyncio.sleep(2)
        await asyncio.to_thread(whole.stop, "postgres", signal.SIGQUIT)
        await asyncio.sleep(1)
        await asyncio.to_thread(whole.start, "postgres")
        await asyncio.sleep(2)

    await _nothing_is_left_unsent(robots)
    assert all(not robot.codes for robot in robots), "no socket was closed"
    await nothing_is_broken(whole, robots)


@pytest.mark.parametrize(("without", "refused"), [("", False), ("health_checks", True)])
async def test_pooled_connections_are_checked_after_a_restart(
    whole: Place, crowd: Crowd, without: str, refused: bool
) -> None:
    whole.restart("web", without=without)
    robots = await crowd(10)
    await _all_acknowledged(robots, await _all_say(robots))
    await asyncio.gather(*(robot.answered() for robot in robots))

    await asyncio.to_thread(whole.restart, "postgres")
    await _all_acknowledged(robots, await _all_say(robots, "Still there?"))

    assert any(robot.nacks for robot in robots) is refused
    await nothing_is_broken(whole, robots)


async def test_without_postgresql_nothing_is_acknowledged_and_nothing_lost(
    whole: Place, crowd: Crowd
) -> None:
    robots = await crowd(20)
    await _all_acknowledged(robots, await _all_say(robots))

    await asyncio.to_thread(whole.stop, "postgres")
    cids = await _all_say(robots, "And now?")
    await asyncio.gather(
        *(r.until(lambda r=r: len(r.nacks) > 1, what="for a nack") for r in robots)
    )
    acknowledged = [cid for r, cid in zip(robots, cids, strict=True) if cid in r.acks]
    await asyncio.to_thread(whole.start, "postgres")

    assert acknowledged == []
    assert {nack["code"] for robot in robots for nack in robot.nacks} == {"busy"}
    await _all_acknowledged(robots, cids)
    assert all(not robot.codes for robot in robots), "no socket was closed"
    await nothing_is_broken(whole, robots)


async def test_a_frozen_postgresql_hangs_nothing_for_ever(
    whole: Place, crowd: Crowd
) -> None:
    robots = await crowd(20)
    await _all_acknowledged(robots, await _all_say(robots))
    await asyncio.gather(*(robot.answered() for robot in robots))

    whole.freeze("postgres")
    cids = await _all_say(robots, "And now?")
    await asyncio.sleep(15)
    acknowledged = [cid for r, cid in zip(robots, cids, strict=True) if cid in r.acks]
    async with httpx.AsyncClient(timeout=5) as http:
        alive = await http.get(f"{whole.desk.url}/health/live")
    whole.thaw("postgres")

    assert acknowledged == []
    assert alive.status_code == 200
    await _all_acknowledged(robots, cids)
    assert all(not robot.codes for robot in robots), "no socket was closed"
    await nothing_is_broken(whole, robots)


@contextmanager
def _all_connections_taken(place: Place) -> Iterator[None]:
    """Take every session that the server has, those of the desk as well."""
    mine: list[psycopg.Connection] = [psycopg.connect(place.dsn, autocommit=True)]
    others = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
    try:
        quiet_since = time.monotonic()
        while time.monotonic() - quiet_since < 1.5:
            try:
                while True:
                    mine.append(psycopg.connect(place.dsn, autocommit=True))
            except psycopg.OperationalError:
                pids = [connection.info.backend_pid for connection in mine]
                ended = (
                    mine[0]
                    .execute(
                        f"SELECT pg_terminate_backend(pid) FROM ({others}) a"  # noqa: S608
                        " WHERE pid <> ALL(%s)",
                        [pids],
                    )
                    .fetchall()
                )
                if ended:
                    quiet_since = time.monotonic()
        yield
    finally:
        for connection in mine:
            connection.close()


async def test_a_full_postgresql_is_refused_fast_and_recovers(
    whole: Place, crowd: Crowd
) -> None:
    robots = await crowd(10)
    await _all_acknowledged(robots, await _all_say(robots))
    await asyncio.gather(*(robot.answered() for robot in robots))
    taken = _all_connections_taken(whole)
    await asyncio.to_thread(taken.__enter__)

    cids = await _all_say(robots, "Is there room?")
    async with httpx.AsyncClient(timeout=8) as http:
        answer = await http.post(
            f"{whole.desk.url}/widget/v1/sessions",
            json={"site": SITE},
            headers={"Origin": ORIGIN},
        )
    await asyncio.gather(
        *(r.until(lambda r=r: bool(r.nacks), 15, what="for a nack") for r in robots)
    )
    await asyncio.to_thread(taken.__exit__, None, None, None)

    assert (answer.status_code, answer.json()) == (503, {"code": "busy"})
    assert {nack["code"] for robot in robots for nack in robot.nacks} == {"busy"}
    await _all_acknowledged(robots, cids)
    assert all(not robot.codes for robot in robots), "no socket was closed"
    await nothing_is_broken(whole, robots)


async def test_an_ack_before_commit_would_be_a_broken_promise(
    whole: Place, crowd: Crowd
) -> None:
    whole.restart("web", without="commit")
    [robot] = await crowd(1)

    cid = await robot.say(QUESTION)
    await robot.acknowledged(cid)
    await asyncio.to_thread(whole.stop, "postgres", signal.SIGQUIT)
    await asyncio.to_thread(whole.start, "postgres")

    broken = await broken_promises(whole, [robot])
    assert f"{cid} was acknowledged and is not there" in broken


async def test_without_looking_for_the_cid_a_resend_is_stored_twice(
    whole: Place, crowd: Crowd
) -> None:
    whole.restart("web", without="known")
    [robot] = await crowd(1)
    with psycopg.connect(whole.dsn) as server:
        server.execute(
            "ALTER TABLE conversations_event DROP CONSTRAINT event_client_id"
        )

    cid = await robot.say(QUESTION)
    await robot.acknowledged(cid)
    await robot.resend(cid)
    await robot.until(lambda: len(robot.answers) > 0)
    broken = await broken_promises(whole, [robot])
    whole.forget()
    with psycopg.connect(whole.dsn) as server:
        server.execute(
            "ALTER TABLE conversations_event ADD CONSTRAINT event_client_id"
            " UNIQUE (actor, client_id)"
        )

    assert f"{cid} is stored 2 times" in broken
