"""Tells waiting customers their place in line: one query a second for all sockets of this process.

The process that holds the sockets does it, not a worker: nobody asks while no customer is
there, nothing goes through Redis, and customers hear their number while no worker runs.
"""

import asyncio
import logging
from collections.abc import Mapping
from typing import Protocol

from accounts.database import in_database
from conversations.keeping import start
from conversations.waiting import Place, places

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 1.0
# Without a database there is nothing to tell and no use in asking every second.
TROUBLE_SECONDS = 10.0


class Waiting(Protocol):
    """What the line needs of a customer's session."""

    def stand_in_line(self, places: Mapping[str, Place]) -> None:
        """Hear who waits, by conversation."""
        ...


_sessions: set[Waiting] = set()
_tellers: "list[asyncio.Task[None]]" = []


def join(session: Waiting) -> None:
    """Count a greeted session in."""
    _sessions.add(session)
    if not _tellers or _tellers[0].done():
        _tellers[:] = [start(_tell_for_ever())]


def leave(session: Waiting) -> None:
    """Count a session out; after the last one nobody asks any more."""
    _sessions.discard(session)
    if not _sessions:
        while _tellers:
            _tellers.pop().cancel()


async def _tell_for_ever() -> None:
    while True:
        await asyncio.sleep(PAUSE_SECONDS)
        try:
            found = await in_database(places)
        except Exception:
            logger.exception("Nobody was told their place in line")
            await asyncio.sleep(TROUBLE_SECONDS)
            continue
        for session in list(_sessions):
            session.stand_in_line(found)
