"""Makes an answer, piece by piece, at the wished speed and with the wished accidents."""

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.ollama_double import asks
from tests.ollama_double.asks import Ask
from tests.ollama_double.journal import Journal
from tests.ollama_double.replies import THOUGHT, Reply, ReplyQueue, pieces, quoted
from tests.ollama_double.scheduler import Scheduler, Wish
from tests.ollama_double.schema import instance
from tests.ollama_double.state import Settings
from tests.ollama_double.wire import Hangup

RUNNER_DIED = "an error was encountered while running the model: unexpected EOF"
_HUGE_LINE = 2 * 1024 * 1024


@dataclass(frozen=True)
class Piece:
    """The next token: of the answer, of the thoughts before it, or whole tool calls."""

    text: str = ""
    thinking: str = ""
    tool_calls: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True)
class Junk:
    """Bytes that are not the protocol."""

    data: bytes


@dataclass(frozen=True)
class Outcome:
    """The end: why, the tool calls that come only now, and the figures."""

    reason: str
    tool_calls: Sequence[Mapping[str, Any]]
    metrics: Mapping[str, int]


Event = Piece | Junk | Outcome


class EndedEarly(Exception):
    """The stream ends cleanly, but without its last object."""


class RunnerDied(Exception):
    """The process that runs the model is gone; `told` when every client may hear of it."""

    def __init__(self, *, told: bool = False) -> None:
        super().__init__(RUNNER_DIED)
        self.told = told


@dataclass(frozen=True)
class Engine:
    """What it takes to generate."""

    settings: Settings
    scheduler: Scheduler
    replies: ReplyQueue
    journal: Journal

    async def run(self, ask: Ask, wish: Wish) -> AsyncGenerator[Event, None]:
        """Yield the answer. Holds a slot of the model from the first token's wait on."""
        began = time.perf_counter_ns()
        async with self.scheduler.slot(wish) as load_duration:
            asks.check_format(ask.format)
            fits = asks.fitted_prompt(ask, wish.context)
            ask = replace(ask, fits=fits, limit=min(ask.limit, wish.context - fits))
            started = time.perf_counter_ns()
            noted = self.journal.begin(ask.messages) if self.settings.journal else None
            await self._wait_for_first(ask)
            first = time.perf_counter_ns()
            reply = self.replies.take(ask.messages) or _unscripted(ask)
            tokens = _tokens(reply, ask)
            async for piece in self._paced(tokens, ask):
                if noted and isinstance(piece, Piece):
                    noted.note(piece.text)
                yield piece
            spent = {
                "total_duration": time.perf_counter_ns() - began,
                "load_duration": load_duration,
                "prompt_eval_count": fits,
                "prompt_eval_duration": max(first - started, 1000),
                "eval_count": len(tokens),
                "eval_duration": max(time.perf_counter_ns() - first, 1000),
            }
            calls = reply.tool_calls if ask.model.native else ()
            yield Outcome(_reason(reply, ask), calls, spent)

    async def _wait_for_first(self, ask: Ask) -> None:
        seconds = ask.faults.ttft
        seconds = self.settings.ttft if seconds is None else seconds
        speed = ask.faults.prompt_tps or self.settings.prompt_tps
        if speed:
            seconds += ask.fits / speed
        await asyncio.sleep(seconds)

    async def _paced(
        self, tokens: Sequence[Piece], ask: Ask
    ) -> AsyncGenerator[Piece | Junk, None]:
        speed = ask.faults.tps or self.settings.tps
        clock = asyncio.get_running_loop().time
        began = clock()
        for count, token in enumerate(tokens):
            for junk in await _accident(count, ask):
                yield junk
            if count and speed:
                await asyncio.sleep(max(0.0, began + count / speed - clock()))
            yield token
        for junk in await _accident(len(tokens), ask):
            yield junk
        if ask.faults.no_done:
            raise EndedEarly


async def _accident(count: int, ask: Ask) -> list[Junk]:
    """Let happen what is to happen after `count` tokens."""
    faults = ask.faults
    if count == faults.stall_after:
        await asyncio.sleep(faults.stall)
    if count == faults.drop_after:
        raise Hangup
    if count == faults.eof_after:
        raise EndedEarly
    if count == faults.error_after:
        raise RunnerDied
    if count == faults.sse_error_after:
        raise RunnerDied(told=True)
    if count == faults.malformed_after:
        return [Junk(b'{"model":"broken","mess\n')]
    if count == faults.huge_after:
        return [Junk(b" " * _HUGE_LINE + b"\n")]
    return []


def _unscripted(ask: Ask) -> Reply:
    thinking = THOUGHT if ask.thinks else ""
    if isinstance(ask.format, dict):
        made = json.dumps(instance(ask.format), ensure_ascii=False)
        return Reply(made, thinking)
    if ask.format == "json":
        return Reply('{"answer": "yes"}', thinking)
    return Reply(quoted(ask.messages), thinking)


def _tokens(reply: Reply, ask: Ask) -> list[Piece]:
    text = reply.text
    if ask.faults.nel:
        text = text[:5] + "\x85" + text[5:]
    if ask.faults.bad_json:
        text = text[: len(text) // 2]
    thoughts = [Piece(thinking=t) for t in pieces(reply.thinking) if ask.thinks]
    words = [Piece(text=t) for t in pieces(text)]
    tokens = (thoughts + words)[: ask.limit]
    if reply.tool_calls and not ask.model.native:
        tokens.append(Piece(tool_calls=reply.tool_calls))
    return tokens


def _reason(reply: Reply, ask: Ask) -> str:
    thoughts = pieces(reply.thinking) if ask.thinks else []
    whole = len(thoughts) + len(pieces(reply.text))
    return "length" if whole > ask.limit or ask.faults.bad_json else "stop"
