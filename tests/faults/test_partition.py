"""The wire between a customer and the desk falls silent, and neither end is told."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import pytest

from tests.desk import Desk, free_port
from tests.faults.conftest import nothing_is_broken
from tests.faults.place import ORIGIN, SITE, Place
from tests.faults.robot import Robot

pytestmark = pytest.mark.slow

logger = logging.getLogger(__name__)

NOTICED_SECONDS = 65.0
SLACK_SECONDS = 10.0


class Wire:
    """Carries bytes between a port of its own and a web server.

    `cut` swallows what either end says on the connections that are open; later ones work. The
    ends are not told. `let_go` has, by end, after how many seconds they gave those up.
    """

    def __init__(self, server: Desk) -> None:
        self.desk = Desk(free_port())
        self.let_go: dict[str, list[float]] = {"client": [], "server": []}
        self._server = server
        self._ends: set[asyncio.StreamWriter] = set()
        self.open = 0
        self._generation = 0
        self._cut_at = 0.0

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait for something about the connections."""
        async with asyncio.timeout(NOTICED_SECONDS + SLACK_SECONDS):
            while not true():
                await asyncio.sleep(0.1)

    def cut(self) -> int:
        """Swallow everything from now on; how many connections are concerned."""
        self._generation += 1
        self._cut_at = time.monotonic()
        return self.open

    async def take(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._server.port)
        ends = {writer, back}
        self._ends |= ends
        self.open += 1
        generation = self._generation
        await asyncio.gather(
            self._carry(reader, back, generation, "client"),
            self._carry(there, writer, generation, "server"),
        )
        self.open -= 1
        self._ends -= ends
        for end in ends:
            end.close()

    async def end(self) -> None:
        """Drop everything, and wait until it is gone."""
        for end in self._ends:
            end.transport.abort()
        await self.until(lambda: self.open == 0)

    async def _carry(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        generation: int,
        end: str,
    ) -> None:
        with suppress(OSError):
            while piece := await reader.read(65_536):
                if generation == self._generation:
                    writer.write(piece)
                    await writer.drain()
        if generation == self._generation:
            writer.close()
        else:
            self.let_go[end].append(time.monotonic() - self._cut_at)


@asynccontextmanager
async def _wire(server: Desk) -> AsyncIterator[Wire]:
    wire = Wire(server)
    listener = await asyncio.start_server(wire.take, "127.0.0.1", wire.desk.port)
    try:
        yield wire
    finally:
        listener.close()
        await wire.end()


async def test_both_ends_notice_a_silent_wire_and_the_customer_resumes(
    whole: Place,
) -> None:
    async with _wire(whole.desk) as wire:
        robots = [Robot([wire.desk], site=SITE, origin=ORIGIN) for _ in range(5)]
        await asyncio.gather(*(robot.arrive() for robot in robots))
        for robot in robots:
            await robot.acknowledged(await robot.ask_for("person"))

        cut = wire.cut()
        cids = await asyncio.gather(*(robot.say("Hello?") for robot in robots))
        for robot, cid in zip(robots, cids, strict=True):
            await robot.acknowledged(cid, NOTICED_SECONDS + SLACK_SECONDS)

        await wire.until(lambda: len(wire.let_go["server"]) == cut)
        for end, seconds in wire.let_go.items():
            logger.warning("the %s noticed after %s", end, [round(s) for s in seconds])
            assert max(seconds) <= NOTICED_SECONDS + SLACK_SECONDS
        assert all(robot.welcomes == 2 for robot in robots)
        await nothing_is_broken(whole, robots)
        await asyncio.gather(*(robot.leave() for robot in robots))


async def test_without_pings_the_server_keeps_a_dead_peer(whole: Place) -> None:
    whole.start("web2", without="keepalive")
    async with _wire(whole.desk_of("web2")) as wire:
        robot = Robot([wire.desk], site=SITE, origin=ORIGIN)
        await robot.arrive()
        # The connection that fetched the ticket ends for want of requests.
        await wire.until(lambda: wire.open == 1)

        wire.cut()
        await robot.until(lambda: robot.welcomes == 2, NOTICED_SECONDS + SLACK_SECONDS)

        assert wire.let_go["client"]
        assert not wire.let_go["server"]
        await robot.leave()
