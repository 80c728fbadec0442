"""Waiting for what a desk does in the background."""

import asyncio

from accounts.database import in_database
from knowledge.models import AtomVersion


async def until_indexed(seconds: float = 60) -> None:
    """Return when every published text can be found; raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while await in_database(_waiting):
            await asyncio.sleep(0.2)


def _waiting() -> bool:
    return AtomVersion.objects.filter(
        live_atom__isnull=False, indexed_at__isnull=True
    ).exists()
