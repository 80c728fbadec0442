"""The gate before a model: what it adds to the first token, alone and with twenty at once."""

import asyncio
import sys
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from statistics import median

from accounts import background, redis_client
from benchmarks.bench.table import Row, alternately, times
from helpdesk.celery import SWITCH_SECONDS
from knowledge.llm.breaker import Breaker
from knowledge.llm.chat import ChatModel, Finished, Message, Prompt, Text
from knowledge.llm.guarded import Guarded
from knowledge.llm.line import Line

PROMPT = Prompt([Message("user", "How do I load a folder?")])
ASKED = 200
AT_ONCE = 20
ROUND_TRIPS = 2
"""A call asks the breaker and the line before it may go."""


class Instant:
    """A model that needs no time at all."""

    name = "ollama/instant"

    async def stream(self, prompt: Prompt) -> AsyncGenerator[Text | Finished, None]:
        """Say one word."""
        yield Text("Yes.")
        yield Finished("ollama", "instant", "stop", 10, 1)


def measure(rounds: int) -> Iterator[Row]:
    """Compare the time to the first token with that of two bare calls of Redis."""
    line = Line("ollama/instant@bench", places=64)
    model = Guarded(
        Instant(),
        line=line,
        breaker=Breaker(line.name, failures=5, seconds=20),
        waiting_seconds=15,
        alarm=lambda: None,
    )
    for count, name in ((1, "one question"), (AT_ONCE, f"{AT_ONCE} questions at once")):
        yield times(
            f"gate before a model, first token of {name}",
            *alternately(rounds, lambda n=count: _gate(model, n), _redis),  # type: ignore[misc]
            against=f"{ROUND_TRIPS} calls of Redis",
        )


def _gate(model: ChatModel, at_once: int) -> float:
    """Return the median time to the first token, in a process that is set as a worker is."""

    async def first() -> float:
        began = time.perf_counter()
        async with aclosing(model.stream(PROMPT)) as pieces:
            await anext(pieces)
            took = time.perf_counter() - began
            async for _ in pieces:
                pass
        return took

    async def all_of_them() -> list[float]:
        found: list[float] = []
        for _ in range(ASKED // at_once):
            found += await asyncio.gather(*(first() for _ in range(at_once)))
        return found

    usual = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        took = median(asyncio.run(all_of_them()))
        background.drain()
    finally:
        sys.setswitchinterval(usual)
    return took


def _redis() -> float:
    client = redis_client.client()
    took = []
    for _ in range(ASKED):
        began = time.perf_counter()
        for _ in range(ROUND_TRIPS):
            client.ping()
        took.append(time.perf_counter() - began)
    return median(took)
