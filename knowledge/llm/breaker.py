"""Whether a model is worth asking: after failures in a row it rests, for all workers at once.

The state is a hash in Redis. `closed`: everybody asks. `open`: nobody does, until some seconds
have passed. Then one call, the probe, finds out: well closes it, a failure opens it again.
"""

import asyncio
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import redis

from accounts import redis_client
from knowledge.llm.chat import FailureKind, ModelFailed

logger = logging.getLogger(__name__)

COUNTED: frozenset[FailureKind] = frozenset(
    {"unreachable", "slow", "server", "cut", "garbled", "busy"}
)
"""Failures of a server. A request that it rightly refuses says nothing about its health."""
PROBE_SECONDS = 60
"""A probe that is not heard of for so long has died with its worker."""
_KEPT_SECONDS = 30 * 86_400
_DETAIL = 300
_AWAY_SECONDS = 2.0

# KEYS: the hash. ARGV: what, seconds of rest, most failures, seconds of a probe, kind, detail,
# whether it said nothing at all, seconds to keep. Answers the state and its seconds, or counts.
_SCRIPT = """
local key, what = KEYS[1], ARGV[1]
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local function number(field) return tonumber(redis.call('HGET', key, field) or '0') end

if what == 'ask' then
    local ends, probe = number('open_until'), number('probe_until')
    if ends == 0 then return {'closed', '0'} end
    if now < ends then return {'open', tostring(ends - now)} end
    if now < probe then return {'open', tostring(probe - now)} end
    redis.call('HSET', key, 'probe_until', string.format('%.3f', now + ARGV[4]))
    return {'probe', '0'}
end

redis.call('EXPIRE', key, ARGV[8])
redis.call('HDEL', key, 'probe_until')
if what == 'well' then
    redis.call('HDEL', key, 'failures', 'silent', 'open_until')
    redis.call('HSET', key, 'well_at', string.format('%.3f', now))
    return {'0', '0'}
end
if what == 'left' then return {'0', '0'} end

local failures = redis.call('HINCRBY', key, 'failures', 1)
local silent = ARGV[7] == '1' and redis.call('HINCRBY', key, 'silent', 1) or number('silent')
redis.call('HSET', key, 'kind', ARGV[5], 'detail', ARGV[6], 'failed_at', string.format('%.3f', now))
local most = tonumber(ARGV[3])
if most > 0 and (failures >= most or number('open_until') > 0) then
    redis.call('HSET', key, 'open_until', string.format('%.3f', now + ARGV[2]))
end
return {tostring(failures), tostring(silent)}
"""

State = Literal["closed", "open", "half_open"]


@dataclass(frozen=True)
class Health:
    """What is known of a model, for people. `failures` and `silent` are counts in a row."""

    state: State = "closed"
    seconds: float = 0.0
    """How long an open one still rests."""
    failures: int = 0
    silent: int = 0
    """Of them, those that waited for a first word in vain."""
    kind: str = ""
    detail: str = ""
    failed_at: datetime | None = None
    well_at: datetime | None = None
    mended_at: datetime | None = None


class Breaker:
    """The breaker of one model of one server; every process has one on the same hash."""

    def __init__(self, name: str, *, failures: int, seconds: float) -> None:
        """It opens after so many failures in a row, never after 0, for so many seconds."""
        self._key = f"atomdesk:model:{{{name}}}:health"
        self._failures = failures
        self._seconds = seconds
        self._away_until = 0.0

    async def ask(self) -> bool:
        """Return whether this call is the probe; raises ModelFailed("resting") for no call."""
        if time.monotonic() < self._away_until:
            return False
        state, seconds = await asyncio.to_thread(self._run, "ask")
        if state == "open":
            words = f"it failed before and is asked again in {float(seconds):.0f} s"
            raise ModelFailed("resting", words)
        return state == "probe"

    def well(self) -> None:
        """The model answered."""
        self._run("well")

    def left(self) -> None:
        """A call ended that says nothing about the model."""
        self._run("left")

    def failed(self, failure: ModelFailed, *, silent: bool) -> int:
        """A call failed; return how many in a row have waited for a first word in vain."""
        _, in_a_row = self._run("failed", failure.kind, failure.detail, silent)
        return int(in_a_row)

    def mended(self) -> None:
        """Somebody has done something about it: the next call finds out whether it helped."""
        now = f"{time.time():.3f}"
        values = {"mended_at": now, "silent": 0, "failures": 0}
        try:
            client = redis_client.client()
            client.hset(self._key, mapping=values)
            client.hdel(self._key, "open_until", "probe_until")
        except redis.RedisError as error:
            logger.warning("A model's health was not kept: %s", error)

    def health(self) -> Health:
        """Return what is known; raises redis.RedisError."""
        found = redis_client.client().hgetall(self._key)
        texts = {name.decode(): value.decode() for name, value in found.items()}
        ends = float(texts.get("open_until", 0))
        rest = ends - time.time()
        state: State = "closed" if not ends else "open" if rest > 0 else "half_open"
        return Health(
            state=state,
            seconds=max(0.0, rest) if ends else 0.0,
            failures=int(texts.get("failures", 0)),
            silent=int(texts.get("silent", 0)),
            kind=texts.get("kind", ""),
            detail=texts.get("detail", ""),
            failed_at=_moment(texts, "failed_at"),
            well_at=_moment(texts, "well_at"),
            mended_at=_moment(texts, "mended_at"),
        )

    def _run(
        self, what: str, kind: str = "", detail: str = "", silent: bool = False
    ) -> tuple[str, str]:
        """Run the script; without Redis every model is worth a try."""
        args = [
            *(what, self._seconds, self._failures, PROBE_SECONDS),
            *(kind, detail[:_DETAIL], int(silent), _KEPT_SECONDS),
        ]
        try:
            first, second = redis_client.client().eval(_SCRIPT, 1, self._key, *args)
        except redis.RedisError as error:
            logger.warning("A model's health is not known: %s", error)
            self._away_until = time.monotonic() + _AWAY_SECONDS
            return "0", "0"
        return first.decode(), second.decode()


def _moment(texts: Mapping[str, str], name: str) -> datetime | None:
    return datetime.fromtimestamp(float(texts[name]), UTC) if name in texts else None
