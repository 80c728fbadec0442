"""A client of the agents' socket, written from its description."""

import asyncio
from typing import Any, Self
from uuid import UUID, uuid4

from asgiref.sync import sync_to_async
from django.conf import settings
from django.test import Client as Browser
from websockets.asyncio.client import connect

from accounts.models import User
from tests.client import Client
from tests.desk import Desk


def session_of(user: User) -> str:
    """Sign somebody in and return the key of their session."""
    browser = Browser()
    browser.force_login(user)
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def session_cookie(desk: Desk) -> str:
    """Desks on one machine name their cookies by their ports."""
    return f"atomdesk_session_{desk.port}"


class AgentClient(Client):
    """One tab of an agent; frames are kept in the order they came."""

    def __init__(self, desk: Desk, session_key: str, *, origin: str | None) -> None:
        super().__init__(desk, {}, site="", origin=origin or "")
        self.session_key = session_key

    @classmethod
    async def of(cls, desk: Desk, user: User) -> Self:
        """Sign in, connect and be welcomed."""
        key = await sync_to_async(session_of)(user)
        agent = cls(desk, key, origin=desk.url)
        await agent.connect()
        await agent.wait(lambda f: f["type"] == "welcome")
        return agent

    async def connect(self, *, hello: bool = True, **changes: Any) -> None:
        self.close_code = None
        cookie = f"{session_cookie(self.desk)}={self.session_key}"
        self._socket = await connect(
            self.desk.socket("/ws/agent/v1/"),
            origin=self.origin or None,  # type: ignore[arg-type]
            additional_headers={"Cookie": cookie},
        )
        self._reader = asyncio.create_task(self._read())
        if hello:
            await self.send({"type": "hello", "v": 1, "tab": "test", **changes})

    async def follow(self, chat: UUID, last: int = 0) -> dict[str, Any]:
        """Open a conversation and return what is there."""
        frame = {"type": "open", "conversation": str(chat), "last": last}
        seen = len(self.frames)
        await self.send(frame)
        return await self.wait(
            lambda f: (
                f["type"] == "opened"
                and f["conversation"] == str(chat)
                and f in self.frames[seen:]
            )
        )

    async def ask(self, what: str, chat: UUID, **fields: Any) -> dict[str, Any]:
        """Ask for something and return its ack or nack."""
        cid = fields.pop("cid", None) or str(uuid4())
        frame = {"type": what, "cid": cid, "conversation": str(chat), **fields}
        await self.send(frame)
        return await self.answer_to(cid)

    async def _take(self, frame: dict[str, Any]) -> None:
        """Events belong to conversations here, so each is checked by its own numbers."""
        async with self._news:
            self.frames.append(frame)
            self._news.notify_all()

    def events_of(self, chat: UUID) -> list[dict[str, Any]]:
        """Return the events of one conversation in the order they came, opened ones first."""
        events: list[dict[str, Any]] = []
        for frame in self.frames:
            if frame.get("conversation") != str(chat):
                continue
            if frame["type"] == "opened":
                events += frame["events"]
            elif frame["type"] == "ev":
                events.append(frame)
        return events
