"""The channel layer, with a second's patience and no exceptions: Redis trouble costs speed only."""

import asyncio
import logging
from contextlib import suppress
from typing import Any

from channels.layers import BaseChannelLayer
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 1.0


async def join(layer: BaseChannelLayer, group: str, channel: str) -> None:
    """Add a channel to a group; heartbeats keep it in step where that fails."""
    # The layer refuses a channel that is gone: its socket closed while we were on the way.
    with suppress(RuntimeError):
        await _try(layer.group_add(group, channel))


async def leave(layer: BaseChannelLayer, group: str, channel: str) -> None:
    """Take a channel out of a group."""
    await _try(layer.group_discard(group, channel))


async def send(layer: BaseChannelLayer, channel: str, message: dict[str, Any]) -> None:
    """Send to one channel."""
    await _try(layer.send(channel, message))


async def _try(call: Any) -> None:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await call
    except (TimeoutError, RedisError, OSError) as error:
        logger.warning("The channel layer did not answer: %r", error)
