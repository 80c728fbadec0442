"""A scripted desk for tests of the widget: the wire protocol over one HTTP and one WebSocket port."""

import asyncio
import contextlib
import json
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Self

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from tests.widget.fake_twin import answer
from tests.widget.small_http import serve_http
from tests.widget.witness import Frame, Witness

START = datetime(2026, 11, 20, 14, 2, tzinfo=UTC)
WRITING = {"send", "person", "feedback", "csat", "resolve", "choose"}


class FakeDesk(Witness):
    """Speaks the protocol from a list of events; each test bends one thing about it."""

    def __init__(self) -> None:
        super().__init__()
        self._sockets: set[ServerConnection] = set()
        self._http: asyncio.Server
        self._ws: Server
        self.start_over()

    def start_over(self) -> None:
        """Forgets all that a test made of it."""
        self.config: Frame = {
            "name": "Acme Help",
            "greeting": "Hi! Ask me anything about the shop.",
            "suggestions": ["How do I import atoms?", "Where is my order?"],
            "language": "en",
            "accent": "#117162",
            "bot_name": "Acme Bot",
        }
        self.log = "log-1"
        self.events: list[Frame] = []
        self.floor = 0
        self.state = "new"
        self.read = 0
        self.turn: Frame | None = None
        self.token = "ticket-1"
        self.sources: dict[tuple[int, int], Frame] = {}
        self.language = "en"
        self.csp = ""
        self.twice = False
        # How it behaves: what the next writing frames are refused with, and what is out of order.
        self.refusals: list[Frame] = []
        self.session_refusals: list[tuple[int, str]] = []
        self.answers_writes = True
        self.closes_hello_with: int | None = None
        self.http_broken = False
        self.mute = False
        self.forget()

    async def __aenter__(self) -> Self:
        self._http = await serve_http(partial(answer, self))
        self._ws = await serve(self._serve_socket, "127.0.0.1", 0)
        self.port = self._http.sockets[0].getsockname()[1]
        self.ws_port = next(iter(self._ws.sockets)).getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.drop()
        self._ws.close()
        self._http.close()
        await self._ws.wait_closed()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def page(self) -> str:
        """A page of somebody else: another origin than the desk."""
        return f"http://localhost:{self.port}/page.html"

    @property
    def blank(self) -> str:
        """An empty page of the same origin as `page`."""
        return f"http://localhost:{self.port}/blank.html"

    # What tests make happen.

    async def say(self, kind: str, *, ring: bool = True, **fields: Any) -> Frame:
        """Stores one event, and unless the doorbell is lost sends it to every socket."""
        at = START + timedelta(seconds=20 * len(self.events))
        stamp = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        event = {
            "seq": self.floor + len(self.events) + 1,
            "kind": kind,
            "at": stamp,
            **fields,
        }
        if kind == "message":
            event = {"citations": [], "files": [], "html": "", **event}
        if kind == "state":
            self.state = fields["state"]
        self.events.append(event)
        if ring:
            await self.push({"type": "ev", **event})
        return event

    async def push(self, frame: Frame) -> None:
        """Sends a frame to every socket that has said hello."""
        for socket in list(self._sockets):
            with contextlib.suppress(ConnectionClosed):
                await socket.send(json.dumps(frame))

    async def drop(self, code: int | None = None) -> None:
        """Ends every socket: with a close code, or cut without a word."""
        sockets, self._sockets = self._sockets, set()
        for socket in sockets:
            if code is None:
                socket.transport.abort()
            else:
                await socket.close(code)

    # The socket.

    async def _serve_socket(self, socket: ServerConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            hello = json.loads(await socket.recv())
            await self.note(self.frames, hello)
            if self.closes_hello_with is not None or hello["token"] != self.token:
                await socket.close(self.closes_hello_with or 4401)
                return
            await socket.send(json.dumps(self._welcome(hello)))
            self._sockets.add(socket)
            async for data in socket:
                await self._take(socket, json.loads(data))
        self._sockets.discard(socket)

    def _welcome(self, hello: Frame) -> Frame:
        reset = hello["last"] > self.head or hello.get("log", self.log) != self.log
        last = 0 if reset else hello["last"]
        events = [event for event in self.events if event["seq"] > last]
        if "tail" in hello:
            events = events[-hello["tail"] :]
        return {
            "type": "welcome", "reset": reset, "read": {"customer": self.read}, "hb": 25,
            "now": START.isoformat(), "events": events[:200], "more": len(events) > 200,
        } | self.standing()  # fmt: skip

    async def _take(self, socket: ServerConnection, frame: Frame) -> None:
        await self.note(self.frames, frame)
        if frame["type"] == "ping" and not self.mute:
            await socket.send(json.dumps({"type": "pong", "n": frame["n"]}))
        if frame["type"] not in WRITING or not self.answers_writes:
            return
        if self.refusals:
            await socket.send(
                json.dumps(
                    {"type": "nack", "cid": frame["cid"], **self.refusals.pop(0)}
                )
            )
            return
        await socket.send(json.dumps({"type": "ack", **await self.write(frame)}))

    async def write(self, frame: Frame) -> Frame:
        """Stores what a writing frame says; the same cid once."""
        cid = frame["cid"]
        known = next((event for event in self.events if event.get("cid") == cid), None)
        if known:
            return {"cid": cid, "seq": known["seq"], "dup": True}
        event = None
        if frame["type"] == "send":
            self.state = "bot" if self.state in {"new", "resolved"} else self.state
            event = await self.say(
                "message", author="customer", text=frame["text"], cid=cid
            )
        if frame["type"] == "person":
            event = await self.say("state", state="waiting")
        return {"cid": cid, "seq": event["seq"] if event else None, "dup": False}

    @property
    def head(self) -> int:
        """The seq of the last event."""
        return self.floor + len(self.events)

    def standing(self) -> Frame:
        """What both the welcome and a page of events say of the conversation."""
        known = (
            {"conversation": "conv-1", "log": self.log}
            if self.events
            else {"conversation": None}
        )
        turn = {"turn": self.turn} if self.turn else {}
        return {
            **known,
            "head": self.head,
            "floor": self.floor,
            "state": self.state,
            **turn,
        }
