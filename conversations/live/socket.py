"""The outgoing side of one WebSocket: a bounded queue, its writer, and closing."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from conversations.keeping import keep, start
from conversations.protocol import SLOW

MOST_FRAMES = 256
MOST_BYTES = 512 * 1024
CLOSE_SECONDS = 5
SLOW_SECONDS = 10


class Socket:
    """Frames go in without waiting; one writer sends them in order.

    A client that does not read loses transient frames first and then the socket (4499): nothing
    here grows with somebody else's patience.
    """

    def __init__(
        self,
        send: Callable[[str], Awaitable[None]],
        close: Callable[[int], Awaitable[None]],
    ) -> None:
        self._send = send
        self._close = close
        self._frames: deque[tuple[str, bool]] = deque()
        self._bytes = 0
        self._wake = asyncio.Event()
        self._roomy = asyncio.Event()
        self._code: int | None = None
        self._writer = start(self._write())

    @property
    def closed(self) -> bool:
        """Whether nothing more will be sent or heard."""
        return self._code is not None

    def put(self, frame: dict[str, Any], *, transient: bool = False) -> None:
        """Queue a frame; a transient one may be dropped."""
        if self.closed:
            return
        text = json.dumps(frame, ensure_ascii=False, separators=(",", ":"))
        if not self._fits(text):
            if transient:
                return
            self._drop_transient()
            if not self._fits(text):
                self._cut(SLOW)
                return
        self._frames.append((text, transient))
        self._bytes += len(text)
        self._wake.set()

    async def put_when_half_empty(self, frame: dict[str, Any]) -> None:
        """Queue a frame of a long row, leaving room for others; who takes none for long is cut."""
        while not (self.closed or self._is_half_empty()):
            self._roomy.clear()
            try:
                async with asyncio.timeout(SLOW_SECONDS):
                    await self._roomy.wait()
            except TimeoutError:
                self._cut(SLOW)
        self.put(frame)

    def close(self, code: int) -> None:
        """Send what is queued, then close with a code; soon, even when nobody reads."""
        if not self.closed:
            self._code = code
            self._wake.set()
            asyncio.get_running_loop().call_later(CLOSE_SECONDS, self._insist, code)

    def gone(self) -> None:
        """The other side has left: forget what is queued."""
        if not self.closed:
            self._code = 0
        self._frames.clear()
        self._roomy.set()
        self._writer.cancel()

    def _fits(self, text: str) -> bool:
        # A welcome may be larger than all else together, and goes out first.
        if not self._frames:
            return True
        return len(self._frames) < MOST_FRAMES and self._bytes + len(text) <= MOST_BYTES

    def _is_half_empty(self) -> bool:
        return len(self._frames) < MOST_FRAMES / 2 and self._bytes < MOST_BYTES / 2

    def _drop_transient(self) -> None:
        kept = [entry for entry in self._frames if not entry[1]]
        self._frames = deque(kept)
        self._bytes = sum(len(text) for text, _ in kept)

    def _cut(self, code: int) -> None:
        """The writer hangs in a full buffer, so it is left behind."""
        self._code = code
        self._frames.clear()
        self._writer.cancel()
        keep(self._close_soon(code))

    def _insist(self, code: int) -> None:
        if not self._writer.done():
            self._cut(code)

    async def _write(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                await self._send_all()
            except OSError:
                # The other side has left; the session is about to hear of it.
                return
            if self._code is not None:
                await self._close_soon(self._code)
                return

    async def _send_all(self) -> None:
        while self._frames:
            text, _ = self._frames.popleft()
            self._bytes -= len(text)
            self._roomy.set()
            await self._send(text)

    async def _close_soon(self, code: int) -> None:
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await self._close(code)
        except (OSError, RuntimeError):
            # Already closed from the other side, or too slow even for that.
            return
