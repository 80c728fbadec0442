"""The runs: what each one does, and which figures it gives."""

import asyncio
import random
import time
from collections.abc import Sequence
from typing import Any

from benchmarks.load.crowd import Crowd
from benchmarks.load.figures import say, slope, spread
from benchmarks.load.lateness import by_ref, lateness
from benchmarks.load.stage import Stage
from tests.faults.figures import percentile
from tests.faults.ledger import broken_promises
from tests.faults.robot import Robot

THINK_SECONDS = (1.0, 5.0)
RECONNECTS_PER_MINUTE = 0.05
# What the long answers of `held` take; the first ones begin spread over as long.
ANSWER_SECONDS = 14.5


async def dialogues(stage: Stage, *, count: int, minutes: float) -> dict[str, Any]:
    """So many dialogues at every moment, each of 1-8 turns; a new customer follows each."""
    crowd = Crowd(stage)
    until = time.monotonic() + minutes * 60

    async def places() -> None:
        while time.monotonic() < until:
            (robot,) = await crowd.arrive(1)
            turns = crowd.chance.randint(1, 8)
            await crowd.talk(robot, turns=turns, think=THINK_SECONDS)

    await asyncio.gather(*(places() for _ in range(count)))
    return {"dialogues": count, "minutes": minutes} | await _seen(stage, crowd)


async def overhead(stage: Stage, *, chats: int, minutes: float) -> dict[str, Any]:
    """Chats with a model that answers at once: what is left is the desk's own time."""
    crowd = Crowd(stage)
    robots = await crowd.arrive(chats)
    turns = max(1, round(minutes * 60 / (sum(THINK_SECONDS) / 2)))
    await asyncio.gather(
        *(crowd.talk(robot, turns=turns, think=THINK_SECONDS) for robot in robots)
    )
    return {"chats": chats, "minutes": minutes} | await _seen(stage, crowd)


async def held(
    stage: Stage, *, sockets: int, answers: int, minutes: float
) -> dict[str, Any]:
    """Sockets that are just there, and so many answers streaming at every moment."""
    crowd = Crowd(stage)
    stage.answer_at_length(20_000)
    began = time.monotonic()
    idle = await crowd.arrive(sockets - answers)
    say(f"{len(idle)} sockets are welcome after {time.monotonic() - began:.0f} s")
    asking = await crowd.arrive(answers)
    until = time.monotonic() + minutes * 60

    async def keep_asking(robot: Robot) -> None:
        await asyncio.sleep(crowd.chance.uniform(0, ANSWER_SECONDS))
        while time.monotonic() < until:
            await crowd.ask(robot)

    shaking = asyncio.create_task(_reconnect_some(idle + asking, until))
    await asyncio.gather(*(keep_asking(robot) for robot in asking), shaking)
    return {
        "sockets": sockets,
        "answers": answers,
        "minutes": minutes,
        "reconnects": sum(len(robot.codes) for robot in crowd.robots),
    } | await _seen(stage, crowd)


async def step(
    stage: Stage, *, count: int, factor: int, minutes: float
) -> dict[str, Any]:
    """Few dialogues, then suddenly many times as many, then few again."""
    crowd = Crowd(stage)
    stop = asyncio.Event()
    overs: list[tuple[float, float]] = []

    async def places(end: asyncio.Event) -> None:
        while not end.is_set():
            (robot,) = await crowd.arrive(1)
            for _ in range(crowd.chance.randint(1, 8)):
                if end.is_set():
                    break
                await crowd.talk(robot, turns=1, think=THINK_SECONDS)
                if crowd.answers:
                    last = crowd.answers[-1]
                    overs.append((last.ended, last.ended - last.asked))

    few = [asyncio.create_task(places(stop)) for _ in range(count)]
    await asyncio.sleep(60)
    up = time.monotonic()
    flood_ends = asyncio.Event()
    many = [asyncio.create_task(places(flood_ends)) for _ in range(count * factor)]
    await asyncio.sleep(minutes * 60)
    flood_ends.set()
    down = time.monotonic()
    await asyncio.sleep(90)
    stop.set()
    await asyncio.gather(*few, *many)
    before = [seconds for at, seconds in overs if at < up]
    usual = percentile(before, 0.95)
    # The last answer after the step that was slower than 95 of 100 before it, and by more
    # than the half: until then the step can be felt.
    slow = [at - down for at, seconds in overs if at > down and seconds > 1.5 * usual]
    return {
        "dialogues": count,
        "factor": factor,
        "minutes": minutes,
        "before": spread(before),
        "during": spread([s for at, s in overs if up <= at <= down]),
        "after_60_s": spread([s for at, s in overs if at > down + 60]),
        "felt_for_seconds": round(max(slow, default=0.0), 1),
    } | await _seen(stage, crowd)


async def memory(stage: Stage, *, chats: int, minutes: float) -> dict[str, Any]:
    """So many chats for a long time: resident memory of each process, every 30 seconds."""
    crowd = Crowd(stage)
    until = time.monotonic() + minutes * 60
    points: dict[str, list[tuple[float, float]]] = {}

    async def places() -> None:
        while time.monotonic() < until:
            (robot,) = await crowd.arrive(1)
            for _ in range(crowd.chance.randint(1, 8)):
                if time.monotonic() < until:
                    await crowd.talk(robot, turns=1, think=(20, 100))
            await crowd.leave([robot])
            crowd.robots.remove(robot)

    async def weigh() -> None:
        began = time.monotonic()
        while time.monotonic() < until:
            await asyncio.sleep(30)
            for name in ("web", "answers", "worker"):
                size = stage.place.memory(name) / 2**20
                minute = (time.monotonic() - began) / 60
                points.setdefault(name, []).append((minute, size))
            stage.model.ask("journal")
            say(str({name: round(p[-1][1]) for name, p in points.items()}))

    await asyncio.gather(weigh(), *(places() for _ in range(chats)))
    warm = minutes / 3
    return {
        "chats": chats,
        "minutes": minutes,
        "answers": len(crowd.answers),
        "unanswered": len(crowd.missing),
        "handed_over": len(crowd.handed),
        "mib": {
            name: {
                "at_first": round(sizes[0][1], 1),
                "after_a_third": round(_at(sizes, warm), 1),
                "at_last": round(sizes[-1][1], 1),
                "per_minute_after_a_third": round(
                    slope([p for p in sizes if p[0] >= warm]), 3
                ),
            }
            for name, sizes in points.items()
        },
    }


async def restart(stage: Stage, *, sockets: int) -> dict[str, Any]:
    """Restart the web server under so many sockets: until every one is welcome again."""
    crowd = Crowd(stage)
    robots = await crowd.arrive(sockets)
    welcomes = {id(robot): robot.welcomes for robot in robots}
    await asyncio.to_thread(stage.place.stop, "web")
    began = time.monotonic()
    await asyncio.to_thread(stage.place.start, "web")
    up = time.monotonic() - began
    await asyncio.gather(
        *(robot.until(lambda r=robot: r.welcomes > welcomes[id(r)]) for robot in robots)
    )
    return {
        "sockets": sockets,
        "server_up_after_seconds": round(up, 1),
        "all_back_after_seconds": round(time.monotonic() - began, 1),
        "welcome": spread([robot.timings.welcome[-1] for robot in robots]),
    } | await _seen(stage, crowd)


async def _reconnect_some(robots: Sequence[Robot], until: float) -> None:
    chance = random.Random(5)
    while time.monotonic() < until:
        await asyncio.sleep(6)
        some = round(len(robots) * RECONNECTS_PER_MINUTE / 10)
        for robot in chance.sample(list(robots), some):
            await robot.drop()


async def _seen(stage: Stage, crowd: Crowd) -> dict[str, Any]:
    """What a crowd saw, after everything has settled and every promise was checked."""
    broken = await broken_promises(stage.place, crowd.robots)
    entries = stage.model.ask("journal")["answers"]
    pairs = by_ref(entries, crowd.answers)
    late = [lateness(answer, entry) for answer, entry in pairs]
    spent = {
        name: round(seconds - crowd.spent[name], 1)
        for name, seconds in stage.processor_seconds().items()
    }
    acks = [seconds for robot in crowd.robots for seconds in robot.timings.ack]
    figures = {
        "customers": len(crowd.robots),
        "answered": len(crowd.answers),
        "unanswered": len(crowd.missing),
        "handed_over": len(crowd.handed),
        "saw_their_position": len(crowd.saw_position),
        "broken_promises": len(broken),
        "processor_seconds": spent,
        "ack": spread(acks),
        "answer_beyond_model": spread([one.whole for one in late]),
        "first_delta_beyond_model": spread([one.first for one in late if one.first]),
        "delta": spread([one_delta for one in late for one_delta in one.deltas]),
    }
    for line in (*broken[:5], *crowd.missing[:5]):
        say(line)
    await crowd.leave()
    return figures


def _at(points: Sequence[tuple[float, float]], minute: float) -> float:
    return min(points, key=lambda point: abs(point[0] - minute))[1]
