"""Remembers what a desk was sent, and lets tests wait for it instead of sleeping."""

import asyncio
from typing import Any

Frame = dict[str, Any]
PATIENCE_SECONDS = 8


class Witness:
    """Frames of sockets and requests over HTTP, in the order in which they came."""

    def __init__(self) -> None:
        self._news = asyncio.Condition()
        self.forget()

    def forget(self) -> None:
        """Begins anew."""
        self.frames: list[Frame] = []
        self.requests: list[tuple[str, str, Frame]] = []

    async def note(self, where: list[Any], what: Any) -> None:
        """Remembers one thing and wakes who waits for it."""
        async with self._news:
            where.append(what)
            self._news.notify_all()

    async def heard(self, kind: str, count: int = 1) -> list[Frame]:
        """Waits for frames of one type and returns all of them so far."""

        def those() -> list[Frame]:
            return [frame for frame in self.frames if frame["type"] == kind]

        async with asyncio.timeout(PATIENCE_SECONDS), self._news:
            await self._news.wait_for(lambda: len(those()) >= count)
        return those()

    async def asked(self, path: str, count: int = 1) -> list[Frame]:
        """Waits for requests whose path starts so and returns their bodies or queries."""

        def those() -> list[Frame]:
            return [content for _, at, content in self.requests if at.startswith(path)]

        async with asyncio.timeout(PATIENCE_SECONDS), self._news:
            await self._news.wait_for(lambda: len(those()) >= count)
        return those()
