"""A model for work that nobody waits for: it is left at once when somebody waits for an answer of it."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing

import redis

from knowledge.llm import line as lines
from knowledge.llm import metering
from knowledge.llm.chat import Finished, ModelFailed, Prompt, Text
from knowledge.llm.guarded import Guarded

LOOK_SECONDS = 0.5
MOST_STARTS = 20

logger = logging.getLogger(__name__)


class GivesWay:
    """Asks like any other, in the same line and behind the same breaker, and says all of an answer at its end.

    When somebody comes who waits for what they ask, the request is ended, and made anew behind them. To be
    used inside of a patient meter.
    """

    def __init__(self, model: Guarded) -> None:
        self.name = model.name
        self._model = model

    async def stream(self, prompt: Prompt) -> AsyncGenerator[Text | Finished, None]:
        """Yield the answer; see ChatModel. Raises ModelFailed("crowded") after many starts in vain."""
        for _ in range(MOST_STARTS):
            for piece in await self._unless_wanted(prompt):
                yield piece
                if isinstance(piece, Finished):
                    return
        raise ModelFailed("crowded", f"{MOST_STARTS} times others needed it")

    async def _unless_wanted(self, prompt: Prompt) -> list[Text | Finished]:
        """Return the whole answer; nothing when others needed the model before its end."""
        asking = asyncio.ensure_future(self._whole(prompt))
        try:
            while not asking.done():
                await asyncio.wait([asking], timeout=LOOK_SECONDS)
                if not asking.done() and await self._is_wanted():
                    return []
            return asking.result()
        finally:
            asking.cancel()
            # The request ends with its coroutine; the loop must not be left before.
            await asyncio.wait([asking])

    async def _whole(self, prompt: Prompt) -> list[Text | Finished]:
        async with aclosing(self._model.stream(prompt)) as pieces:
            return [piece async for piece in pieces]

    async def _is_wanted(self) -> bool:
        if not metering.current().admitted:
            return False
        try:
            found = await asyncio.to_thread(lines.standing, self._model.line)
        except redis.RedisError as error:
            logger.warning("Who waits for %s is not known: %s", self.name, error)
            return False
        return found.pressing > 0
