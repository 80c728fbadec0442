"""A prompt that turned out too long is sent once more, with as much less as the server told."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import replace

from knowledge.llm.chat import Finished, ModelFailed, Prompt, Text

SHRUNK = "shrunk_to"
_MARGIN = 0.95
"""Tokens are not spread evenly: what goes may have had fewer than its share."""

Pieces = AsyncGenerator[Text | Finished, None]


async def fitted(prompt: Prompt, ask: Callable[[Prompt], Pieces]) -> Pieces:
    """Yield what `ask` yields; ask once more with a smaller prompt when it did not fit."""
    try:
        async with aclosing(ask(prompt)) as pieces:
            async for piece in pieces:
                yield piece
        return
    except ModelFailed as failed:
        share = share_that_fits(prompt, failed)
        if share is None or prompt.smaller is None:
            raise
        smaller = prompt.smaller(share)
    async with aclosing(ask(smaller)) as pieces:
        async for piece in pieces:
            yield _told(piece, share) if isinstance(piece, Finished) else piece


def share_that_fits(prompt: Prompt, failed: ModelFailed) -> float | None:
    """Return the share of a prompt that leaves room for its answer; None if nobody knows.

    An answer gets half of the context at most: a small one holds some sources, too.
    """
    if failed.kind != "overflow" or failed.sizes is None:
        return None
    needed, room = failed.sizes
    return max(room - prompt.max_tokens, room // 2) / needed * _MARGIN


def _told(finished: Finished, share: float) -> Finished:
    return replace(finished, extra=finished.extra | {SHRUNK: f"{share:.0%}"})
