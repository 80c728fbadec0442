"""The text of a running answer in Redis, and the door that takeover shuts on it.

Keeping and publishing are one script, so that after `close` nothing more of the turn can be shown.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import redis

from accounts import redis_client
from conversations import doorbell

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


class Draft:
    """The runner's side of one turn's text; lives on the runner's event loop.

    `text` is what was shown; `unsure` what Redis took no note of in time, so that it goes out
    again with the next piece.
    """

    def __init__(self, client: Any, turn: UUID, groups: Groups) -> None:
        self._show = client.register_script(_SHOW)
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
                kept = await self._show(
                    keys=_keys(self._turn),
                    args=[whole.encode(), KEPT_SECONDS, remembered, *self._frames()],
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
