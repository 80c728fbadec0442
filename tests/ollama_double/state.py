"""How a double is set up, and what it counts while it serves."""

import asyncio
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass
class Settings:
    """What a person may tune. Times are seconds, speeds tokens per second, 0 = at once.

    The real server has one slot by default; so many are free here because a load test is
    to measure the desk and not its double.
    """

    ttft: float = 0.0
    tps: float = 0.0
    prompt_tps: float = 0.0
    load: float = 0.0
    num_parallel: int = 512
    max_queue: int = 512
    context: int = 4096
    # Whether to note when each token leaves.
    journal: bool = False
    version: str = "0.33.0"


@dataclass
class Counts:
    """What happened so far; `active` is what happens now."""

    requests: int = 0
    active: int = 0
    max_active: int = 0
    finished: int = 0
    client_gone: int = 0
    loads: int = 0
    reloads: int = 0


class Stats:
    """Counts that somebody may wait for."""

    def __init__(self) -> None:
        self.counts = Counts()
        self._watchers: list[asyncio.Future[None]] = []

    def add(self, name: str, by: int = 1) -> None:
        """Move one count and wake whoever waits."""
        setattr(self.counts, name, getattr(self.counts, name) + by)
        self.counts.max_active = max(self.counts.max_active, self.counts.active)
        watchers, self._watchers = self._watchers, []
        for watcher in watchers:
            if not watcher.done():
                watcher.set_result(None)

    async def until(self, true: Callable[[Counts], bool]) -> None:
        """Return as soon as the counts are as wished."""
        while not true(self.counts):
            watcher = asyncio.get_running_loop().create_future()
            self._watchers.append(watcher)
            await watcher

    def as_dict(self) -> dict[str, int]:
        """Return the counts by name."""
        return asdict(self.counts)

    def reset(self) -> None:
        """Start to count anew, except for what is still running."""
        running = self.counts.active
        self.counts = Counts(active=running, max_active=running)
