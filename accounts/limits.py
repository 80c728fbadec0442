"""Limits that all processes share, kept in Redis; without Redis everybody is let through."""

import logging

import redis

from accounts import redis_client

logger = logging.getLogger(__name__)

# A bucket of tokens that fills at a steady rate; answers the seconds to wait, 0 when allowed.
# The time is Redis' own: the clocks of the machines that ask may differ.
_TAKE = """
local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local burst, rate = tonumber(ARGV[1]), tonumber(ARGV[2])
local clock = redis.call('TIME')
local now = tonumber(clock[1]) + tonumber(clock[2]) / 1000000
local tokens = tonumber(bucket[1]) or burst
local since = math.max(0, now - (tonumber(bucket[2]) or now))
tokens = math.min(burst, tokens + since * rate)
local wait = 0
if tokens >= 1 then tokens = tokens - 1 else wait = (1 - tokens) / rate end
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', tostring(now))
redis.call('EXPIRE', KEYS[1], math.ceil(burst / rate) + 60)
return tostring(wait)
"""


def wait_seconds(name: str, *, burst: int, per_second: float) -> float:
    """Take one from a shared bucket: 0.0 when allowed, else the seconds until it is."""
    try:
        wait = redis_client.client().eval(
            _TAKE, 1, f"atomdesk:limit:{name}", burst, per_second
        )
    except redis.RedisError as error:
        logger.warning("A limit could not be asked: %s", error)
        return 0.0
    return float(wait)


def give_back(name: str) -> None:
    """Return one to a shared bucket: the request was a copy of an earlier one."""
    try:
        redis_client.client().hincrbyfloat(f"atomdesk:limit:{name}", "tokens", 1)
    except redis.RedisError:
        return
