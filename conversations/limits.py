"""Limits of sockets: a bucket for each, and so many of one customer; without Redis all may open."""

import time

import redis

from accounts import redis_client


class Bucket:
    """A bucket in this process alone, for one socket."""

    def __init__(self, *, burst: int, per_second: float) -> None:
        self._burst = burst
        self._rate = per_second
        self._tokens = float(burst)
        self._at = time.monotonic()

    def take(self) -> bool:
        """Whether one more is allowed now."""
        now = time.monotonic()
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


def join_sockets(group: str, channel: str, *, most: int) -> list[str]:
    """Count one more socket of a customer; return the oldest ones that are now too many."""
    key = f"atomdesk:sockets:{group}"
    try:
        with redis_client.client().pipeline() as pipe:
            pipe.zadd(key, {channel: time.time()})
            pipe.expire(key, 86_400)
            pipe.zcard(key)
            count = pipe.execute()[-1]
        surplus = (
            redis_client.client().zpopmin(key, count - most) if count > most else []
        )
    except redis.RedisError:
        return []
    return [name.decode() for name, _ in surplus]


def leave_sockets(group: str, channel: str) -> None:
    """One socket less."""
    try:
        redis_client.client().zrem(f"atomdesk:sockets:{group}", channel)
    except redis.RedisError:
        return
