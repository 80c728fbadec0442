"""A client of the live protocol, written from its description and used by every socket test."""

import asyncio
import json
from typing import Any, Self
from uuid import uuid4

import httpx
from websockets.asyncio.client import ClientConnection, connect

from tests.desk import Desk


async def new_session(
    desk: Desk, *, site: str, origin: str, **body: Any
) -> dict[str, Any]:
    async with httpx.AsyncClient() as http:
        answer = await http.post(
            f"{desk.url}/widget/v1/sessions",
            json={"site": site, **body},
            headers={"Origin": origin},
        )
        assert answer.status_code == 201, answer.text
        return answer.json()


class Client:
    """One socket of a customer; frames are kept in the order they came."""

    patience_seconds = 15.0

    def __init__(
        self, desk: Desk, session: dict[str, Any], *, site: str, origin: str
    ) -> None:
        self.desk, self.session, self.site, self.origin = desk, session, site, origin
        self.frames: list[dict[str, Any]] = []
        self.last = 0
        self.log: str | None = None
        self._socket: ClientConnection | None = None
        self._news = asyncio.Condition()
        self._reader: asyncio.Task[None] | None = None
        self.close_code: int | None = None

    @classmethod
    async def open(cls, desk: Desk, *, site: str, origin: str, **body: Any) -> Self:
        session = await new_session(desk, site=site, origin=origin, **body)
        client = cls(desk, session, site=site, origin=origin)
        await client.connect()
        return client

    async def connect(self, *, hello: bool = True, **changes: Any) -> None:
        self.close_code = None
        self._socket = await connect(
            self.desk.socket(f"/ws/chat/v1/{self.site}/"),
            origin=self.origin,  # type: ignore[arg-type]
        )
        self._reader = asyncio.create_task(self._read())
        if hello:
            frame = {
                "type": "hello",
                "v": 1,
                "token": self.session["token"],
                "last": self.last,
                "tab": "test",
            }
            if self.log:
                frame["log"] = self.log
            await self.send({**frame, **changes})
            if not changes:
                await self.wait(lambda f: f["type"] == "welcome", fresh=True)

    async def send(self, frame: Any) -> None:
        assert self._socket
        await self._socket.send(
            frame if isinstance(frame, str | bytes) else json.dumps(frame)
        )

    async def say(self, text: str, cid: str | None = None, *, ack: bool = True) -> str:
        cid = cid or str(uuid4())
        await self.send({"type": "send", "cid": cid, "text": text})
        if ack:
            await self.answer_to(cid)
        return cid

    async def answer_to(self, cid: str) -> dict[str, Any]:
        return await self.wait(
            lambda f: f["type"] in {"ack", "nack"} and f["cid"] == cid
        )

    async def wait(
        self, test: Any, *, fresh: bool = False, seconds: float | None = None
    ) -> dict[str, Any]:
        """Return the first frame that passes the test, of those to come or of all."""
        seen = len(self.frames) if fresh else 0
        async with asyncio.timeout(seconds or self.patience_seconds), self._news:
            while True:
                for frame in self.frames[seen:]:
                    if test(frame):
                        return frame
                seen = len(self.frames)
                if self.close_code is not None:
                    raise AssertionError(
                        f"closed with {self.close_code}: {self.frames[-3:]}"
                    )
                await self._news.wait()

    async def event(self, kind: str, **fields: Any) -> dict[str, Any]:
        return await self.wait(
            lambda f: (
                f["type"] == "ev"
                and f["kind"] == kind
                and all(f.get(k) == v for k, v in fields.items())
            )
        )

    async def closed(self, seconds: float = 15) -> int:
        async with asyncio.timeout(seconds), self._news:
            while self.close_code is None:
                await self._news.wait()
        return self.close_code

    async def drop(self) -> None:
        """Lose the connection without a word."""
        assert self._socket and self._reader
        self._socket.transport.abort()
        await self._reader

    async def close(self) -> None:
        assert self._socket and self._reader
        await self._socket.close()
        await self._reader

    @property
    def events(self) -> list[dict[str, Any]]:
        """Every durable event this client has, checked for order and holes as they came."""
        return self._events

    async def _read(self) -> None:
        assert self._socket
        try:
            async for text in self._socket:
                await self._take(json.loads(text))
        except Exception:
            pass
        async with self._news:
            self.close_code = self._socket.close_code or 1006
            self._news.notify_all()

    async def _take(self, frame: dict[str, Any]) -> None:
        async with self._news:
            if frame["type"] == "welcome":
                if frame["reset"]:
                    self.last, self._list = 0, []
                self.log = frame["log"]
                for event in frame["events"]:
                    self._apply(event)
                    self.frames.append(event)
            elif frame["type"] == "ev":
                self.log = self.log or "unknown"
                self._apply(frame)
            self.frames.append(frame)
            self._news.notify_all()

    def _apply(self, event: dict[str, Any]) -> None:
        assert event["seq"] == self.last + 1, f"a hole: {self.last} then {event['seq']}"
        self.last = event["seq"]
        self._list = [*getattr(self, "_list", []), event]

    @property
    def _events(self) -> list[dict[str, Any]]:
        return getattr(self, "_list", [])
