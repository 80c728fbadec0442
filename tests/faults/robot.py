"""A customer who never gives up: the widget's rules for staying in step, as a program."""

import asyncio
import json
import random
import time
from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from tests.desk import Desk
from tests.faults.figures import Timings

HOLD_SECONDS = 0.3
FINAL_CODES = {4400, 4403, 4409, 4410, 4413}
SILENCE_SECONDS, PONG_SECONDS = 60.0, 5.0
SNAPSHOT_SECONDS = 1.0


class Robot:
    """One tab of one customer.

    `violations` says, in words, which promise was broken to it; `shown` holds for each delta its
    turn, the length of the text up to its end, and when it came.
    """

    def __init__(
        self,
        desks: Sequence[Desk],
        *,
        site: str,
        origin: str,
        visitor: str | None = None,
        longest_pause_seconds: float = 2.0,
        http: httpx.AsyncClient | None = None,
    ) -> None:
        self._desks, self._site, self._origin = desks, site, origin
        self._longest_pause = longest_pause_seconds
        # Making a client is slow, so a crowd shares one.
        self._http = http or httpx.AsyncClient(verify=False, timeout=15)  # noqa: S501 no TLS here
        self._own_http = None if http else self._http
        self.visitor = visitor
        self.events: list[dict[str, Any]] = []
        self.acks: dict[str, dict[str, Any]] = {}
        self.nacks: list[dict[str, Any]] = []
        self.sent: dict[str, str] = {}
        self.unsent: dict[str, dict[str, Any]] = {}
        self.codes: list[int] = []
        self.transient: list[dict[str, Any]] = []
        self.drafts: dict[str, str] = {}
        self.shown: list[tuple[str, int, float]] = []
        self.violations: list[str] = []
        self.timings = Timings()
        self.log: str | None = None
        self.state = "new"
        self.welcomes = 0
        self._token = ""
        self._socket: ClientConnection | None = None
        self._life: asyncio.Task[None] | None = None
        self._news = asyncio.Condition()
        self._began: dict[str, float] = {}
        self._asked_at = 0.0
        self._held: dict[int, dict[str, Any]] = {}
        self._filling: asyncio.Task[None] | None = None
        self._lost_at = 0.0
        self._return_after = 0.0
        self._deaf_to = 0
        self._behind: str | None = None
        self._asked_again_at = 0.0

    @property
    def last(self) -> int:
        """The highest seq without a hole."""
        return int(self.events[-1]["seq"]) if self.events else 0

    # What a person does -----------------------------------------------------------------------

    async def arrive(self) -> None:
        """Open the page: a session, a socket, and a welcome."""
        self._life = asyncio.create_task(self._live())
        await self.until(lambda: self.welcomes > 0)

    async def leave(self) -> None:
        """Close the page."""
        if self._life:
            self._life.cancel()
            await asyncio.gather(self._life, return_exceptions=True)
        if self._socket:
            await self._socket.close()
        if self._own_http:
            await self._own_http.aclose()

    async def drop(self) -> None:
        """Lose the connection without a word; the robot comes back by itself."""
        if self._socket:
            self._socket.transport.abort()

    def miss_deltas(self, count: int) -> None:
        """Lose the next pieces of answers on their way here."""
        self._deaf_to = count

    async def say(self, text: str) -> str:
        """Send a message, now or when the desk is back; return its cid."""
        return await self.ask_for("send", text=text)

    async def resend(self, cid: str) -> None:
        """Send a message again, as a client does whose ack was lost."""
        await self._push({"type": "send", "cid": cid, "text": self.sent[cid]})

    async def ask_for(self, what: str, **fields: Any) -> str:
        """Send any writing frame in the same way."""
        cid = str(uuid4())
        if what == "send":
            self.sent[cid] = fields["text"]
            self._asked_at = time.monotonic()
        self.unsent[cid] = {"type": what, "cid": cid, **fields}
        self._began[cid] = time.monotonic()
        if len(self.unsent) == 1:
            await self._push({"type": what, "cid": cid, **fields})
        return cid

    async def until(
        self, true: Callable[[], bool], seconds: float = 60.0, *, what: str = ""
    ) -> None:
        """Wait until something is so here; AssertionError with what is known when it never is."""
        try:
            async with asyncio.timeout(seconds), self._news:
                await self._news.wait_for(true)
        except TimeoutError:
            told = f"events {self.events[-4:]}, nacks {self.nacks[-3:]}"
            raise AssertionError(
                f"waited {seconds} s {what}; closed with {self.codes[-5:]}; {told}"
            ) from None

    async def acknowledged(self, cid: str, seconds: float = 60.0) -> dict[str, Any]:
        """Wait for the ack of a frame."""
        await self.until(lambda: cid in self.acks, seconds, what="for an ack")
        return self.acks[cid]

    async def answered(self, count: int = 1, seconds: float = 90.0) -> dict[str, Any]:
        """Wait for so many bot messages or partial ones in all; return the last."""
        await self.until(
            lambda: len(self.answers) >= count, seconds, what="for an answer"
        )
        return self.answers[-1]

    @property
    def answers(self) -> list[dict[str, Any]]:
        """What the bot said, for good."""
        return [
            e for e in self.events if e["kind"] == "partial" or e.get("author") == "bot"
        ]

    # Staying in step --------------------------------------------------------------------------

    async def _live(self) -> None:
        failures = 0
        while True:
            desk = self._desks[(len(self.codes)) % len(self._desks)]
            welcomes = self.welcomes
            try:
                await self._one_socket(desk)
            except (OSError, TimeoutError, WebSocketException, httpx.HTTPError):
                self.codes.append(0)
            failures = 0 if self.welcomes > welcomes else failures + 1
            if self.codes and self.codes[-1] in FINAL_CODES:
                self.violations.append(f"closed for good with {self.codes[-1]}")
                return
            ceiling = min(self._longest_pause, 0.2 * 2 ** min(failures, 8))
            pause = self._return_after or random.uniform(0.05, ceiling)
            self._return_after = 0.0
            await asyncio.sleep(pause)

    async def _one_socket(self, desk: Desk) -> None:
        if not self._token:
            await self._open_session(desk)
        began = time.monotonic()
        async with connect(
            desk.socket(f"/ws/chat/v1/{self._site}/"),
            origin=self._origin,  # type: ignore[arg-type]
            open_timeout=15,
            ping_interval=None,
            max_size=None,
        ) as socket:
            hello = {
                "type": "hello",
                "v": 1,
                "token": self._token,
                "last": self.last,
                "tab": "robot",
            }
            if self.log:
                hello["log"] = self.log
            await socket.send(json.dumps(hello))
            try:
                while (frame := await _next(socket)) is not None:
                    if frame["type"] == "welcome":
                        self.timings.welcome.append(time.monotonic() - began)
                        self._socket = socket
                    await self._hear(frame, desk)
                    if frame["type"] == "resync":
                        break
            finally:
                self._lost_at = time.monotonic()
                self._socket = None
        if socket.close_code == 4401:
            self._token = ""
        self.codes.append(socket.close_code or 1006)
        async with self._news:
            self._news.notify_all()

    async def _open_session(self, desk: Desk) -> None:
        body = {"site": self._site}
        if self.visitor:
            body["visitor"] = self.visitor
        answer = await self._http.post(
            f"{desk.url}/widget/v1/sessions",
            json=body,
            headers={"Origin": self._origin},
        )
        answer.raise_for_status()
        session = answer.json()
        if self.visitor and session["visitor"] != self.visitor:
            self.violations.append("was not known any more")
        self.visitor, self._token = session["visitor"], session["token"]

    async def _hear(self, frame: dict[str, Any], desk: Desk) -> None:
        async with self._news:
            match frame["type"]:
                case "welcome":
                    self._welcomed(frame)
                case "ev":
                    self._apply(frame, desk)
                case "ack" | "nack":
                    self._answered(frame)
                case _:
                    self.transient.append(frame)
                    self._glance(frame, desk)
            self._news.notify_all()
        if self._behind and time.monotonic() > self._asked_again_at + SNAPSHOT_SECONDS:
            self._asked_again_at = time.monotonic()
            await self._push({"type": "snapshot", "turn": self._behind})
            self._behind = None
        if self.log is None and frame["type"] in {"ev", "ack"}:
            self._fill(desk, after=0.0)
        if frame["type"] in {"welcome", "ack"}:
            await self._resend()
        elif frame["type"] == "nack" and frame["retry"]:
            await asyncio.sleep(0.3)
            await self._resend()

    def _glance(self, frame: dict[str, Any], desk: Desk) -> None:
        match frame["type"]:
            case "hb" if frame["head"] > self.last:
                self._fill(desk, after=1.0)
            case "delta":
                self._draw(frame)
            case "turn" if "text" in frame:
                self._paint(frame["id"], frame["text"])
            case "bye":
                self._return_after = frame["retry_ms"] / 1000
            case "resync":
                self.log, self.events = None, []

    def _welcomed(self, frame: dict[str, Any]) -> None:
        self.welcomes += 1
        if self._lost_at:
            self.timings.gap.append(time.monotonic() - self._lost_at)
        self._lost_at = 0.0
        if frame["reset"]:
            self.events = []
        self.log, self.state = frame["log"], frame["state"]
        self._held.clear()
        for event in frame["events"]:
            self._take(event)
        if "turn" in frame:
            self._paint(frame["turn"]["id"], frame["turn"].get("text", ""))

    def _apply(self, event: dict[str, Any], desk: Desk) -> None:
        if event["seq"] > self.last + 1:
            self._held[event["seq"]] = event
            self._fill(desk, after=HOLD_SECONDS)
            return
        self._take(event)
        while self.last + 1 in self._held:
            self._take(self._held.pop(self.last + 1))

    def _take(self, event: dict[str, Any]) -> None:
        if event["seq"] <= self.last:
            known = self.events[event["seq"] - self.events[0]["seq"]]
            if known != event:
                self.violations.append(f"two events with seq {event['seq']}")
            return
        if event["seq"] != self.last + 1:
            self.violations.append(f"a hole: {self.last} then {event['seq']}")
        self.events.append(event)
        if event["kind"] == "state":
            self.state = event["state"]
        if event.get("author") == "bot" and self._asked_at:
            self.timings.answer.append(time.monotonic() - self._asked_at)
            self._asked_at = 0.0

    def _answered(self, frame: dict[str, Any]) -> None:
        cid = frame["cid"]
        if frame["type"] == "nack":
            self.nacks.append(frame)
            if not frame["retry"]:
                self.unsent.pop(cid, None)
            return
        earlier = self.acks.get(cid)
        if earlier and earlier["seq"] != frame["seq"]:
            self.violations.append(f"{cid} was acknowledged with two numbers")
        if not earlier:
            self.timings.ack.append(time.monotonic() - self._began[cid])
        self.acks[cid] = frame
        self.unsent.pop(cid, None)

    def _paint(self, turn: str, text: str) -> None:
        """The whole text so far; it may be older than the deltas."""
        if len(text) >= len(self.drafts.get(turn, "")):
            self.drafts[turn] = text

    def _draw(self, frame: dict[str, Any]) -> None:
        if self._deaf_to:
            self._deaf_to -= 1
            return
        turn, text = frame["turn"], self.drafts.get(frame["turn"], "")
        self.shown.append((turn, frame["off"] + len(frame["text"]), time.monotonic()))
        if not text and self._asked_at and frame["off"] == 0:
            self.timings.first_delta.append(time.monotonic() - self._asked_at)
        if frame["off"] > len(text):
            self._behind = turn
        elif not text[frame["off"] :].startswith(frame["text"]):
            self.drafts[turn] = text[: frame["off"]] + frame["text"]
            if not self.drafts[turn].startswith(text):
                self.violations.append(f"the draft of {turn} was written over")
        if any(e.get("turn") == turn for e in self.events):
            return
        if self.state in {"human", "resolved"}:
            self.violations.append(f"a delta while the state was {self.state}")

    async def _resend(self) -> None:
        """The oldest frame without an ack; the next follows when it has one."""
        for frame in list(self.unsent.values())[:1]:
            await self._push(frame)

    async def _push(self, frame: dict[str, Any]) -> None:
        if self._socket is None:
            return
        try:
            await self._socket.send(json.dumps(frame))
        except WebSocketException:
            return

    def _fill(self, desk: Desk, *, after: float) -> None:
        if self._filling is None or self._filling.done():
            self._filling = asyncio.create_task(self._fetch(desk, after))

    async def _fetch(self, desk: Desk, after: float) -> None:
        await asyncio.sleep(after)
        try:
            answer = await self._http.get(
                f"{desk.url}/widget/v1/events",
                params={"after": self.last},
                headers={"Authorization": f"Bearer {self._token}"},
            )
            answer.raise_for_status()
        except httpx.HTTPError:
            return
        page = answer.json()
        async with self._news:
            if self.log in {None, page["log"]}:
                self.log = page["log"]
                for event in page["events"]:
                    if event["seq"] == self.last + 1:
                        self._take(event)
                while self.last + 1 in self._held:
                    self._take(self._held.pop(self.last + 1))
            self._news.notify_all()


async def _next(socket: ClientConnection) -> dict[str, Any] | None:
    """The next frame; None when the desk is silent for too long and does not answer a ping."""
    for seconds in (SILENCE_SECONDS, PONG_SECONDS):
        try:
            async with asyncio.timeout(seconds):
                frame: dict[str, Any] = json.loads(await socket.recv())
                return frame
        except TimeoutError:
            await socket.send(json.dumps({"type": "ping", "n": 1}))
        except ConnectionClosed:
            return None
    socket.transport.abort()
    return None
