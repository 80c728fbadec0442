"""The heartbeat of this process: one query tells every open socket where its events stand."""

import asyncio
import logging
from collections.abc import Iterable
from typing import Protocol

from accounts.database import in_database
from accounts.models import Customer
from conversations.keeping import keep, start
from conversations.models import Conversation
from conversations.protocol import HEARTBEAT_SECONDS

logger = logging.getLogger(__name__)


CustomerKey = tuple[int, str]


class Beating(Protocol):
    """What the heart needs of a session."""

    def follows(self) -> set[str]:
        """Public ids of the conversations whose heads it wants to hear."""
        ...

    def customer_key(self) -> CustomerKey | None:
        """The site and key of the customer whose revocation ends it."""
        ...

    def beat(self, heads: dict[str, tuple[int, int]]) -> None:
        """Hear the heads: (public, staff) by conversation."""
        ...

    def revoked(self) -> None:
        """The customer may no longer be here."""
        ...

    async def check(self) -> None:
        """Check again that whoever is here may still be."""
        ...

    def bye(self) -> None:
        """The server is about to stop."""
        ...


_sessions: set[Beating] = set()
_hearts: "dict[asyncio.AbstractEventLoop, asyncio.Task[None]]" = {}


def join(session: Beating) -> None:
    """Count a greeted session in."""
    _sessions.add(session)
    loop = asyncio.get_running_loop()
    if loop not in _hearts or _hearts[loop].done():
        _hearts[loop] = start(_beat_for_ever())


def leave(session: Beating) -> None:
    """Count a session out."""
    _sessions.discard(session)


def say_bye() -> None:
    """Tell every socket of this process that the server stops, and beat no more."""
    for heart in _hearts.values():
        heart.cancel()
    for session in list(_sessions):
        session.bye()


async def _beat_for_ever() -> None:
    while True:
        await asyncio.sleep(HEARTBEAT_SECONDS)
        try:
            await _beat()
        except Exception:
            logger.exception("A heartbeat was left out")


async def _beat() -> None:
    sessions = list(_sessions)
    followed = (
        set().union(*(session.follows() for session in sessions)) if sessions else set()
    )
    keys = {key for session in sessions if (key := session.customer_key())}
    heads, revoked = await in_database(_read, followed, keys)
    for session in sessions:
        if session.customer_key() in revoked:
            session.revoked()
        else:
            session.beat(heads)
            keep(session.check())


def _read(
    followed: Iterable[str], keys: Iterable[CustomerKey]
) -> tuple[dict[str, tuple[int, int]], set[CustomerKey]]:
    rows = Conversation.objects.filter(public_id__in=list(followed)).values_list(
        "public_id", "last_pub_seq", "last_seq"
    )
    revoked = Customer.objects.filter(
        key__in=[key for _, key in keys], revoked_at__isnull=False
    ).values_list("site", "key")
    return {str(pk): (public, staff) for pk, public, staff in rows}, set(revoked)
