"""From a customer's message to the first text of its answer, beside an echo by bare Channels."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack

from websockets.asyncio.client import ClientConnection, connect

from benchmarks.bench.servers import server
from benchmarks.bench.table import Row, times
from benchmarks.load.crowd import Crowd
from benchmarks.load.lateness import by_ref, lateness
from benchmarks.load.stage import Stage, stage
from tests.faults.figures import percentile
from tests.faults.robot import Robot

CHATS = 20
TURNS = 4
THINK_SECONDS = (1.0, 5.0)


def measure(rounds: int) -> Iterator[Row]:
    """Let 20 customers ask a model that answers at once; its own time is taken off."""
    with (
        stage(ttft=0, tps=0) as on,
        server("benchmarks.bench.raw_server", on.place.environment_of("bare")) as port,
    ):
        ours, raw = asyncio.run(_rounds(on, port, rounds))
    for name, share in (("median", 0.5), ("p95", 0.95)):
        yield times(
            f"send to first text at {CHATS} chats, {name}",
            [percentile(seconds, share) for seconds in ours],
            [percentile(seconds, share) for seconds in raw],
            against="an echo through the channel layer",
        )


async def _rounds(
    on: Stage, port: int, rounds: int
) -> tuple[list[list[float]], list[list[float]]]:
    crowd = Crowd(on)
    robots = await crowd.arrive(CHATS)
    ours, raw = [], []
    async with AsyncExitStack() as stack:
        sockets = [
            await stack.enter_async_context(
                connect(f"ws://127.0.0.1:{port}/raw/echo{n}/")
            )
            for n in range(CHATS)
        ]
        for _ in range(rounds + 1):
            ours.append(await _first_texts(on, crowd, robots))
            raw.append(await _echoes(crowd, sockets))
    await crowd.leave()
    # The first round warms both up.
    return ours[1:], raw[1:]


async def _first_texts(on: Stage, crowd: Crowd, robots: Sequence[Robot]) -> list[float]:
    crowd.answers.clear()
    talks = [crowd.talk(robot, turns=TURNS, think=THINK_SECONDS) for robot in robots]
    await asyncio.gather(*talks)
    pairs = by_ref(on.model.ask("journal")["answers"], crowd.answers)
    late = [lateness(answer, entry).first for answer, entry in pairs]
    return [seconds for seconds in late if seconds is not None]


async def _echoes(crowd: Crowd, sockets: Sequence[ClientConnection]) -> list[float]:
    async def one(socket: ClientConnection) -> list[float]:
        seconds = []
        for _ in range(TURNS):
            await asyncio.sleep(crowd.chance.uniform(*THINK_SECONDS) / 5)
            began = time.monotonic()
            await socket.send("Hello?")
            await socket.recv()
            seconds.append(time.monotonic() - began)
        return seconds

    return [s for each in await asyncio.gather(*map(one, sockets)) for s in each]
