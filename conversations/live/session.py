"""What every socket does: hear frames in order, within limits, and stay in step with events."""

import asyncio
import logging
import random
import time
from abc import ABC, abstractmethod
from collections import deque
from typing import Any

from conversations.keeping import keep, start
from conversations.limits import Bucket
from conversations.live.socket import Socket
from conversations.protocol import (
    BAD_FRAME,
    FLOOD,
    HELLO_SECONDS,
    HELLO_TIMEOUT,
    LONGEST_FRAME,
    TOO_LARGE,
    BadFrame,
    Frame,
    Writing,
)

logger = logging.getLogger(__name__)

FLOOD_FRAMES, FLOOD_SECONDS = 200, 10.0
LONGEST_RETURN_MS = 5_000
# Frames of one socket that wait, and as many glances that run, while the database is slow.
MOST_WAITING = 64
# Ended turns that a socket remembers: more than can run in its conversations.
MOST_ENDED = 64


class Session(ABC):
    """One socket after its accept. Subclasses say what hello means and carry frames out.

    `hear` returns at once. Frames that write go through one queue and start when the one before
    has its ack or nack; they are carried out even when the socket is gone by then.
    """

    def __init__(self, socket: Socket) -> None:
        self.socket = socket
        self._said_hello = False
        self._waiting: asyncio.Queue[Frame | None] = asyncio.Queue()
        self._glances = 0
        self._bucket = Bucket(burst=60, per_second=10)
        self._heard: deque[float] = deque()
        self._ended: deque[str] = deque(maxlen=MOST_ENDED)
        self._greeted = asyncio.Event()
        self._rung = asyncio.Event()
        self._worker = start(self._work())
        self._pump = start(self._stay_in_step())
        self._hello_timer = asyncio.get_running_loop().call_later(
            HELLO_SECONDS, self._hello_is_late
        )

    @property
    def greeted(self) -> bool:
        """Whether hello was answered."""
        return self._greeted.is_set()

    def begin(self) -> None:
        """Hello is answered: frames are carried out, and rings, earlier ones too, looked after."""
        self._greeted.set()

    # What subclasses say ------------------------------------------------------------------

    @abstractmethod
    def parse(self, text: str) -> Frame:
        """Return the frame; raises BadFrame."""

    @abstractmethod
    async def greet(self, frame: Frame) -> None:
        """Check a hello and answer it, or close the socket."""

    @abstractmethod
    async def carry_out(self, frame: Writing) -> None:
        """Do what a writing frame asks and answer it."""

    @abstractmethod
    async def glance(self, frame: Frame) -> None:
        """Deal with a transient frame."""

    @abstractmethod
    async def catch_up(self) -> None:
        """Send every event after the last one sent."""

    # What comes in --------------------------------------------------------------------------

    def hear(self, text: str | None) -> None:
        """Take one frame from the client; None is a binary one."""
        if self.socket.closed:
            return
        if self._floods():
            self.socket.close(FLOOD)
            return
        frame = self._frame(text)
        if frame is None:
            return
        is_hello = getattr(frame, "type", "") == "hello"
        if is_hello == self._said_hello:
            # A second hello, or anything else before the first.
            self.socket.close(BAD_FRAME)
            return
        if is_hello:
            self._said_hello = True
            self._hello_timer.cancel()
            self._waiting.put_nowait(frame)
            return
        self._sort(frame)

    def ring(self) -> None:
        """Something new may be there."""
        self._rung.set()

    def note_end(self, event: dict[str, Any]) -> None:
        """Remember that the turn behind an event just sent has said its last word."""
        if "turn" in event:
            self._ended.append(event["turn"])

    def is_late(self, frame: dict[str, Any]) -> bool:
        """Whether an event, which is read from the database, has overtaken this delta."""
        return frame["type"] == "delta" and self.is_over(frame["turn"])

    def is_over(self, turn: str) -> bool:
        """Whether the event that ends a turn was sent."""
        return turn in self._ended

    def bye(self) -> None:
        """The server is about to stop: come back at a moment of your own."""
        wait = random.randint(0, LONGEST_RETURN_MS)  # noqa: S311 spreads load
        self.socket.put({"type": "bye", "retry_ms": wait})

    def end(self) -> None:
        """The socket is gone; what it asked for is still done."""
        self._hello_timer.cancel()
        self.socket.gone()
        self._pump.cancel()
        self._waiting.put_nowait(None)

    # Inside -----------------------------------------------------------------------------------

    def _frame(self, text: str | None) -> Frame | None:
        if text is None:
            self.socket.close(BAD_FRAME)
            return None
        if len(text.encode()) > LONGEST_FRAME:
            self.socket.close(TOO_LARGE)
            return None
        try:
            return self.parse(text)
        except BadFrame:
            self.socket.close(BAD_FRAME)
            return None

    def _floods(self) -> bool:
        now = time.monotonic()
        self._heard.append(now)
        while self._heard[0] < now - FLOOD_SECONDS:
            self._heard.popleft()
        return len(self._heard) > FLOOD_FRAMES

    def _sort(self, frame: Frame) -> None:
        """Writing frames wait their turn; the others pass them, once hello is answered."""
        allowed = self._bucket.take() and self._waiting.qsize() < MOST_WAITING
        if isinstance(frame, Writing):
            if allowed:
                self._waiting.put_nowait(frame)
            else:
                nack = {
                    "type": "nack",
                    "cid": str(frame.cid),
                    "code": "rate",
                    "retry": True,
                }
                self.socket.put(nack)
        elif allowed and self.greeted:
            if self._glances < MOST_WAITING:
                self._glances += 1
                keep(self._glance(frame))
        elif allowed:
            self._waiting.put_nowait(frame)

    async def _glance(self, frame: Frame) -> None:
        try:
            await self.glance(frame)
        finally:
            self._glances -= 1

    def _hello_is_late(self) -> None:
        self.socket.close(HELLO_TIMEOUT)

    async def _work(self) -> None:
        while (frame := await self._waiting.get()) is not None:
            try:
                await self._one(frame)
            except Exception:
                logger.exception("A frame failed")
                self._say_busy(frame)

    async def _one(self, frame: Frame) -> None:
        if isinstance(frame, Writing):
            if self.greeted:
                await self.carry_out(frame)
        elif self.greeted:
            await self.glance(frame)
        else:
            await self.greet(frame)

    def _say_busy(self, frame: Frame) -> None:
        if isinstance(frame, Writing):
            nack: dict[str, Any] = {
                "type": "nack",
                "cid": str(frame.cid),
                "code": "busy",
                "retry": True,
            }
            self.socket.put(nack)
        else:
            self.socket.close(1011)

    async def _stay_in_step(self) -> None:
        await self._greeted.wait()
        while True:
            await self._rung.wait()
            self._rung.clear()
            try:
                await self.catch_up()
            except Exception:
                # A heartbeat rings again; until then the client may ask over HTTP.
                logger.exception("A socket could not catch up")
