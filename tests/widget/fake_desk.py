"""A scripted desk for tests of the widget: the wire protocol over one HTTP and one WebSocket port."""

import asyncio
import contextlib
import json
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

WIDGET = Path(__file__).parents[2] / "static" / "widget"
START = datetime(2026, 11, 20, 14, 2, tzinfo=UTC)
WRITING = {"send", "person", "feedback", "csat", "resolve", "choose"}
Frame = dict[str, Any]

PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>A shop</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css"></head>
<body><h1>A shop</h1><p>Words of the page itself.</p><button id="mine">A button of the page</button>
{scripts}</body></html>"""
# What careless pages do to everything on them; none of it may reach the widget.
PAGE_CSS = """* { font-family: cursive; letter-spacing: 3px; box-sizing: content-box }
html { font-size: 62.5% } body { color: red; line-height: 3; text-transform: uppercase; text-align: right }
button, textarea, dialog, p { background: lime; margin: 13px; border: 5px dotted red }
atomdesk-chat { position: static; font-size: 40px } #mine { position: fixed; top: 200px; left: 20px }"""


class FakeDesk:
    """Speaks the protocol from a list of events; each test bends one thing about it."""

    def __init__(self) -> None:
        self._news = asyncio.Condition()
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
        # What it saw.
        self.frames: list[Frame] = []
        self.requests: list[tuple[str, str, Frame]] = []

    async def __aenter__(self) -> Self:
        self._http = await asyncio.start_server(self._serve_http, "127.0.0.1", 0)
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
        event = {"seq": self.floor + len(self.events) + 1, "kind": kind, "at": stamp, **fields}
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

    async def heard(self, kind: str, count: int = 1) -> list[Frame]:
        """Waits for frames of one type and returns all of them so far."""

        def those() -> list[Frame]:
            return [frame for frame in self.frames if frame["type"] == kind]

        async with asyncio.timeout(8), self._news:
            await self._news.wait_for(lambda: len(those()) >= count)
        return those()

    async def asked(self, path: str, count: int = 1) -> list[Frame]:
        """Waits for HTTP requests whose path starts so and returns their bodies or queries."""

        def those() -> list[Frame]:
            return [body for _, at, body in self.requests if at.startswith(path)]

        async with asyncio.timeout(8), self._news:
            await self._news.wait_for(lambda: len(those()) >= count)
        return those()

    # The socket.

    async def _serve_socket(self, socket: ServerConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            hello = json.loads(await socket.recv())
            await self._note(self.frames, hello)
            if self.closes_hello_with is not None or hello["token"] != self.token:
                await socket.close(self.closes_hello_with or 4401)
                return
            await socket.send(json.dumps(self._welcome(hello)))
            self._sockets.add(socket)
            async for data in socket:
                await self._take(socket, json.loads(data))
        self._sockets.discard(socket)

    def _welcome(self, hello: Frame) -> Frame:
        reset = hello["last"] > self._head or hello.get("log", self.log) != self.log
        last = 0 if reset else hello["last"]
        events = [event for event in self.events if event["seq"] > last]
        if "tail" in hello:
            events = events[-hello["tail"] :]
        return {
            "type": "welcome", "reset": reset, "read": {"customer": self.read}, "hb": 25,
            "now": START.isoformat(), "events": events[:200], "more": len(events) > 200,
        } | self._standing()  # fmt: skip

    async def _take(self, socket: ServerConnection, frame: Frame) -> None:
        await self._note(self.frames, frame)
        if frame["type"] == "ping" and not self.mute:
            await socket.send(json.dumps({"type": "pong", "n": frame["n"]}))
        if frame["type"] not in WRITING or not self.answers_writes:
            return
        if self.refusals:
            await socket.send(json.dumps({"type": "nack", "cid": frame["cid"], **self.refusals.pop(0)}))
            return
        await socket.send(json.dumps({"type": "ack", **await self._write(frame)}))

    async def _write(self, frame: Frame) -> Frame:
        """Stores what a writing frame says; the same cid once."""
        cid = frame["cid"]
        known = next((event for event in self.events if event.get("cid") == cid), None)
        if known:
            return {"cid": cid, "seq": known["seq"], "dup": True}
        event = None
        if frame["type"] == "send":
            self.state = "bot" if self.state in {"new", "resolved"} else self.state
            event = await self.say("message", author="customer", text=frame["text"], cid=cid)
        if frame["type"] == "person":
            event = await self.say("state", state="waiting")
        return {"cid": cid, "seq": event["seq"] if event else None, "dup": False}

    @property
    def _head(self) -> int:
        return self.floor + len(self.events)

    def _standing(self) -> Frame:
        known = {"conversation": "conv-1", "log": self.log} if self.events else {"conversation": None}
        turn = {"turn": self.turn} if self.turn else {}
        return {**known, "head": self._head, "floor": self.floor, "state": self.state, **turn}

    # The HTTP twin.

    async def _serve_http(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            request, *lines = head.split("\r\n")
            headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines)}
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            method, target, _ = request.split()
            status, kind, content = await self._answer(method, target, headers, body)
            csp = f"Content-Security-Policy: {self.csp}\r\n" if self.csp and kind == "text/html" else ""
            cache = "Cache-Control: max-age=600\r\n" if kind == "text/javascript" else ""
            writer.write(
                f"HTTP/1.1 {status} X\r\nContent-Type: {kind}; charset=utf-8\r\nConnection: close\r\n"
                f"Content-Length: {len(content)}\r\nAccess-Control-Allow-Origin: *\r\n"
                "Access-Control-Allow-Headers: authorization,content-type,idempotency-key\r\n"
                "Access-Control-Max-Age: 600\r\n"
                f"Access-Control-Expose-Headers: retry-after\r\n{csp}{cache}\r\n".encode() + content
            )
            await writer.drain()
        writer.close()

    async def _answer(
        self, method: str, target: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, str, bytes]:
        url = urlsplit(target)
        if method == "OPTIONS":
            return 204, "text/plain", b""
        if url.path in {"/page.html", "/page.css", "/blank.html"}:
            return self._own_page(url.path)
        if url.path.endswith(".js"):
            return 200, "text/javascript", (WIDGET / Path(url.path).name).read_bytes()
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        content: Frame = json.loads(body) if body else query
        if "idempotency-key" in headers:
            content = {**content, "type": "send", "cid": headers["idempotency-key"]}
        await self._note(self.requests, (method, url.path.removeprefix("/widget/v1"), content))
        status, answer = await self._api(url.path.removeprefix("/widget/v1"), content, headers)
        return status, "application/json", json.dumps(answer).encode()

    def _own_page(self, path: str) -> tuple[int, str, bytes]:
        if path == "/page.css":
            return 200, "text/css", PAGE_CSS.encode()
        if path == "/blank.html":
            return 200, "text/html", b"<!doctype html><title>Blank</title><link rel=icon href=data:,>"
        script = f'<script type="module" src="{self.base}/widget/v1/atomdesk.js?site=demo"></script>'
        again = script.replace("=demo", "=demo&amp;again=1")
        scripts = script + again if self.twice else script
        page = PAGE.format(language=self.language, scripts=scripts)
        return 200, "text/html", page.encode()

    async def _api(self, path: str, content: Frame, headers: dict[str, str]) -> tuple[int, Frame]:
        if path == "/sessions":
            return self._session(content)
        if self.http_broken:
            return 503, {"code": "unavailable"}
        if headers.get("authorization") != f"Bearer {self.token}":
            return 401, {"code": "auth"}
        if path == "/events":
            return 200, self._events(content)
        if path in {"/messages", "/actions"}:
            return 201, await self._write(content)
        _, _, seq, _, n = path.split("/")
        source = self.sources.get((int(seq), int(n)))
        return (200, source) if source else (404, {"code": "not_found"})

    def _session(self, content: Frame) -> tuple[int, Frame]:
        if self.session_refusals:
            status, code = self.session_refusals.pop(0)
            return status, {"code": code}
        return 201, {
            "token": self.token,
            "visitor": content.get("visitor") or f"visitor-{uuid.uuid4()}",
            "expires_at": (START + timedelta(minutes=15)).isoformat(),
            "ws": f"ws://127.0.0.1:{self.ws_port}/ws/chat/v1/demo/",
            "conversation": "conv-1" if self.events else None,
            "config": self.config,
        }

    def _events(self, query: Frame) -> Frame:
        limit = int(query["limit"])
        if "before" in query:
            found = [event for event in self.events if event["seq"] < int(query["before"])][-limit:]
        else:
            found = [event for event in self.events if event["seq"] > int(query["after"])][:limit]
        more = bool(found) and found[-1]["seq"] < self._head
        return {**self._standing(), "events": found, "more": more}

    async def _note(self, where: list[Any], what: Any) -> None:
        async with self._news:
            where.append(what)
            self._news.notify_all()
