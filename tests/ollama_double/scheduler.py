"""Which models are loaded, who waits for a slot, and when a model goes again."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.ollama_double import faults
from tests.ollama_double.faults import Faults
from tests.ollama_double.models import Model
from tests.ollama_double.state import Settings, Stats
from tests.ollama_double.wire import Refusal, timestamp

KEEP_ALIVE_SECONDS = 300.0
_FOREVER_SECONDS = 292 * 365 * 86_400.0
_UNITS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "h": 3600}
# A change of any of these makes the server load the model again.
_RUNNER_OPTIONS = ("num_ctx", "num_batch", "num_gpu", "num_thread", "use_mmap")


@dataclass(frozen=True)
class Wish:
    """What a request asks of the scheduler."""

    model: Model
    context: int
    key: Hashable
    keep_alive: float
    faults: Faults


@dataclass
class Loaded:
    """A model in memory. `holders` counts who runs on it or waits for a slot of it."""

    model: Model
    context: int
    key: Hashable
    slots: asyncio.Semaphore
    holders: int = 0
    keep_alive: float = KEEP_ALIVE_SECONDS
    expires_at: float = 0.0
    idle: asyncio.Event = field(default_factory=asyncio.Event)

    def touch(self) -> None:
        """Let the time to live start again."""
        self.expires_at = time.time() + self.keep_alive

    @property
    def expired(self) -> bool:
        """Return whether nobody wants it any more."""
        return self.holders == 0 and time.time() >= self.expires_at


def wish(model: Model, body: dict[str, Any], context: int, knobs: Faults) -> Wish:
    """Read the part of a request that decides how its model is loaded."""
    options = body.get("options") or {}
    chosen = min(int(options.get("num_ctx") or context), model.context_length)
    others = tuple((name, options.get(name)) for name in _RUNNER_OPTIONS[1:])
    key = (chosen, others, body.get("shift"))
    return Wish(model, chosen, key, keep_alive_seconds(body.get("keep_alive")), knobs)


def keep_alive_seconds(value: object) -> float:
    """Return a time to live in seconds; Refusal in Go's words for a bad duration."""
    if value is None:
        return KEEP_ALIVE_SECONDS
    if isinstance(value, str):
        seconds = _duration(value)
    elif isinstance(value, int | float):
        seconds = float(value)
    else:
        raise Refusal(400, f"invalid type of keep_alive: {value!r}")
    return seconds if seconds >= 0 else _FOREVER_SECONDS


def _duration(text: str) -> float:
    sign, amount, rest = -1 if text.startswith("-") else 1, 0.0, text.lstrip("+-")
    if rest == "0":
        return 0.0
    while rest:
        number = re.match(r"\d+\.?\d*|\.\d+", rest)
        if not number:
            raise Refusal(400, f'time: invalid duration "{text}"')
        rest = rest[number.end() :]
        unit = re.match(r"[^\d.]*", rest)[0]  # type: ignore[index]
        rest = rest[len(unit) :]
        if not unit:
            raise Refusal(400, f'time: missing unit in duration "{text}"')
        if unit not in _UNITS:
            raise Refusal(400, f'time: unknown unit "{unit}" in duration "{text}"')
        amount += float(number[0]) * _UNITS[unit]
    return sign * amount


class Scheduler:
    """Loads models, one at a time, and hands out their slots."""

    def __init__(self, settings: Settings, stats: Stats) -> None:
        self._settings = settings
        self._stats = stats
        self._loaded: dict[str, Loaded] = {}
        self._loading = asyncio.Lock()
        self._queued = 0

    @asynccontextmanager
    async def slot(self, wish: Wish) -> AsyncIterator[int]:
        """Hold a slot of the model; yields the nanoseconds it took to have it loaded."""
        began = time.perf_counter_ns()
        loaded = await self._hold(wish)
        load_duration = max(time.perf_counter_ns() - began, 1000)
        leak = False
        try:
            await loaded.slots.acquire()
            leak = wish.faults.leak_slot
            self._stats.add("active")
            try:
                yield load_duration
            finally:
                self._stats.add("active", -1)
                if not leak:
                    loaded.slots.release()
        finally:
            if not leak:
                self._let_go(loaded, wish)

    async def load(self, wish: Wish) -> None:
        """Load the model and leave it there."""
        self._let_go(await self._hold(wish), wish)

    def unload(self, model: Model) -> None:
        """Drop the model, with whatever had wedged it."""
        self._loaded.pop(model.name, None)

    def clear(self) -> None:
        """Drop all models."""
        self._loaded.clear()

    def listed(self) -> list[dict[str, Any]]:
        """Return what `/api/ps` shows, the model that lives longest first."""
        self._expire()
        order = sorted(self._loaded.values(), key=lambda one: -one.expires_at)
        return [
            {
                "name": one.model.name,
                "model": one.model.name,
                "size": one.model.size,
                "digest": one.model.digest,
                "details": one.model.details(),
                "expires_at": timestamp(int(one.expires_at * 1e9)),
                "size_vram": 0,
                "context_length": one.context,
            }
            for one in order
        ]

    async def _hold(self, wish: Wish) -> Loaded:
        """Return the model loaded as wished, held. Only who must load can be refused."""
        self._expire()
        loaded = self._loaded.get(wish.model.name)
        if loaded is None or loaded.key != wish.key:
            if self._queued > self._settings.max_queue:
                raise faults.busy()
            self._queued += 1
            try:
                async with self._loading:
                    loaded = await self._load_if_needed(wish)
            finally:
                self._queued -= 1
        else:
            self._take(loaded)
        return loaded

    async def _load_if_needed(self, wish: Wish) -> Loaded:
        loaded = self._loaded.get(wish.model.name)
        if loaded is not None and loaded.key != wish.key:
            await loaded.idle.wait()
            self._stats.add("reloads")
            self.unload(wish.model)
            loaded = None
        if loaded is None:
            loaded = await self._load(wish)
        self._take(loaded)
        return loaded

    async def _load(self, wish: Wish) -> Loaded:
        seconds = wish.faults.load
        await asyncio.sleep(self._settings.load if seconds is None else seconds)
        if wish.faults.load_fail:
            words = "llama-server process has terminated: signal: killed"
            raise Refusal(500, words)
        slots = wish.model.parallel(self._settings.num_parallel)
        loaded = Loaded(wish.model, wish.context, wish.key, asyncio.Semaphore(slots))
        self._loaded[wish.model.name] = loaded
        self._stats.add("loads")
        return loaded

    def _take(self, loaded: Loaded) -> None:
        loaded.holders += 1
        loaded.idle.clear()

    def _let_go(self, loaded: Loaded, wish: Wish) -> None:
        loaded.holders -= 1
        loaded.keep_alive = wish.keep_alive
        loaded.touch()
        if loaded.holders == 0:
            loaded.idle.set()

    def _expire(self) -> None:
        for name in [n for n, one in self._loaded.items() if one.expired]:
            del self._loaded[name]
