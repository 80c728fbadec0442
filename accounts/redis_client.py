"""Our own use of Redis: texts of running turns, limits, heartbeats. One second's patience."""

from functools import lru_cache
from typing import Any

import redis
import redis.asyncio
from django.conf import settings

_PATIENCE: dict[str, Any] = {"socket_timeout": 1, "socket_connect_timeout": 1}


@lru_cache(1)
def client() -> Any:
    """Return this process's client; its calls raise redis.RedisError after a second."""
    return redis.Redis.from_url(settings.REDIS_URL, **_PATIENCE)


def async_client() -> Any:
    """Return a new client for the running event loop, with the same patience."""
    return redis.asyncio.Redis.from_url(
        settings.REDIS_URL, max_connections=200, **_PATIENCE
    )
