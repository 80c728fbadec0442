"""A wire to a server that can be slow, silent or cut, while both of its ends are well."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

CHUNK = 65536


class Proxy:
    """Passes bytes between a socket file of its own and that of a server.

    `delay` holds every piece back for so many seconds in each direction, in order. While `silent`
    is set connections are taken and nothing passes; it passes afterwards.
    """

    def __init__(self, server: Path, listen: Path) -> None:
        self.delay = 0.0
        self._server, self._listen = server, listen
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._door: asyncio.Server

    def silence(self) -> None:
        """Let nothing pass from now on."""
        self._loop.call_soon_threadsafe(self._flowing.clear)

    def flow(self) -> None:
        """Let everything pass again, without delay."""
        self.delay = 0.0
        self._loop.call_soon_threadsafe(self._flowing.set)

    def cut(self) -> None:
        """End all connections; new ones are taken."""
        self._loop.call_soon_threadsafe(self._cut)

    def run(self, started: threading.Event) -> None:
        """Serve until `stop`."""
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        started.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self._end())
        self._loop.close()

    def stop(self) -> None:
        """End it."""
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _serve(self) -> None:
        self._listen.unlink(missing_ok=True)
        self._door = await asyncio.start_unix_server(self._take, self._listen)

    async def _end(self) -> None:
        self._door.close()
        self._cut()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _take(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._writers.add(writer)
        try:
            await self._flowing.wait()
            there, back = await asyncio.open_unix_connection(self._server)
        except OSError:
            writer.close()
            self._writers.discard(writer)
            return
        self._writers.add(back)
        await asyncio.gather(self._carry(reader, back), self._carry(there, writer))

    async def _carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        with suppress(OSError):
            while piece := await reader.read(CHUNK):
                if self.delay:
                    await asyncio.sleep(self.delay)
                await self._flowing.wait()
                writer.write(piece)
                await writer.drain()
        writer.close()
        self._writers.discard(writer)

    def _cut(self) -> None:
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()


@contextmanager
def proxy(server: Path, listen: Path) -> Iterator[Proxy]:
    """Run one in a thread of its own until the block ends."""
    made, started = Proxy(server, listen), threading.Event()
    thread = threading.Thread(target=made.run, args=(started,), daemon=True)
    thread.start()
    assert started.wait(10), "the proxy did not start"
    try:
        yield made
    finally:
        made.stop()
        thread.join(10)
