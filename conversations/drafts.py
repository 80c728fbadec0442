"""The text of a running answer in Redis, and the door that takeover shuts on it.

Keeping and publishing are one script, so that after `close` nothing more of the turn can be shown.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import redis

from accounts import redis_client
from conversations import doorbell
from conversations.keeping import keep

logger = logging.getLogger(__name__)

KEPT_SECONDS = 3600

# Answers 0 when the door is shut, -1 when Redis forgot what was shown and perhaps a shut door.
_SHOW = """
if redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
if ARGV[3] == '1' and redis.call('EXISTS', KEYS[1]) == 0 then return -1 end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
for i = 4, #ARGV, 2 do redis.call('PUBLISH', ARGV[i], ARGV[i + 1]) end
return 1
"""
_CLOSE = """
local text = redis.call('GET', KEYS[1])
redis.call('SET', KEYS[2], '1', 'EX', ARGV[1])
redis.call('DEL', KEYS[1])
return text
"""


@dataclass(frozen=True)
class Seen:
    """What customers saw of a turn before it was closed; None when Redis could not tell."""

    turn: UUID
    text: str | None


Groups = Mapping[str, Mapping[str, str]]
"""Who hears a turn, and what each frame says to them besides."""


class Forgotten(Exception):
    """Redis was emptied: nobody knows any more whether the door was shut."""


class Pipe:
    """The way of one event loop's drafts to Redis: what is shown at the same time goes together.

    A hundred answers show a thousand pieces a second; each on its own way took most of a core.
    """

    def __init__(self, client: Any) -> None:
        """`client` is an asyncio client of redis-py."""
        self._client = client
        self._waiting: list[tuple[Sequence[Any], asyncio.Future[int]]] = []
        self._busy = False

    async def show(self, keys: Sequence[str], args: Sequence[Any]) -> int:
        """Run the script that shows; raises redis.RedisError or OSError.

        Takes a second at most, or two behind a batch that Redis does not answer.
        """
        answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._waiting.append(((len(keys), *keys, *args), answer))
        if not self._busy:
            self._busy = True
            keep(self._run())
        return await answer

    async def _run(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                results = await self._together([command for command, _ in batch])
                for (_, answer), result in zip(batch, results, strict=True):
                    _settle(answer, result)
        finally:
            self._busy = False

    async def _together(self, commands: Sequence[Sequence[Any]]) -> Sequence[Any]:
        """Return what became of each command: its answer, or why there is none."""
        pipeline = self._client.pipeline(transaction=False)
        for command in commands:
            pipeline.eval(_SHOW, *command)
        try:
            answers: Sequence[Any] = await pipeline.execute(raise_on_error=False)
        except Exception as error:  # noqa: BLE001 those who wait get it, whatever it is
            return [error] * len(commands)
        return answers


def _settle(answer: "asyncio.Future[int]", result: Any) -> None:
    if answer.done():
        # Whoever asked was cancelled meanwhile.
        return
    if isinstance(result, Exception):
        answer.set_exception(result)
    else:
        answer.set_result(result)


@asynccontextmanager
async def pipe() -> AsyncIterator[Pipe]:
    """Give the running loop a way to Redis, closed at the end."""
    async with redis_client.async_client() as client:
        yield Pipe(client)


class Draft:
    """The runner's side of one turn's text; lives on the runner's event loop.

    `text` is what was shown; `unsure` what Redis took no note of in time, so that it goes out
    again with the next piece.
    """

    def __init__(self, pipe: Pipe, turn: UUID, groups: Groups) -> None:
        self._pipe = pipe
        self._turn = turn
        self._groups = groups
        self._one_at_a_time = asyncio.Lock()
        self.text = ""
        self.unsure = ""

    async def add(self, text: str, *, anew: bool = False) -> bool:
        """Show more text; False when the turn was closed. Without Redis nothing is shown.

        Raises Forgotten when Redis lost what was shown: a caller who knows that the turn may
        still speak adds `anew`.
        """
        async with self._one_at_a_time:
            self.unsure += text
            whole = self.text + self.unsure
            remembered = int(bool(self.text) and not anew)
            try:
                kept = await self._pipe.show(
                    _keys(self._turn),
                    [whole.encode(), KEPT_SECONDS, remembered, *self._frames()],
                )
            except (redis.RedisError, OSError) as error:
                logger.warning("A delta was not shown: %s", error)
                return True
            if kept < 0:
                raise Forgotten
            if kept:
                self.text, self.unsure = whole, ""
            return bool(kept)

    def _frames(self) -> list[Any]:
        frame = {
            "type": "delta",
            "turn": str(self._turn),
            "off": len(self.text),
            "text": self.unsure,
        }
        published: list[Any] = []
        for group, more in self._groups.items():
            published += doorbell.packed(group, {**frame, **more})
        return published


def close(turn: UUID) -> Seen:
    """Shut a turn's stream and return what was shown of it. Takes at most a second."""
    try:
        text = redis_client.client().eval(_CLOSE, 2, *_keys(turn), KEPT_SECONDS)
    except redis.RedisError as error:
        logger.warning("A running answer could not be read: %s", error)
        return Seen(turn, None)
    return Seen(turn, (text or b"").decode())


def text_of(turn: UUID) -> str | None:
    """Return what has been shown of a turn so far; None when Redis cannot tell."""
    try:
        text = redis_client.client().get(_keys(turn)[0])
    except redis.RedisError:
        return None
    return text.decode() if text else ""


def _keys(turn: UUID) -> list[str]:
    return [f"atomdesk:turn:{turn}", f"atomdesk:turn:{turn}:closed"]
