"""`/api/chat` and `/api/generate`: the native ways to text."""

import asyncio
import random
from collections.abc import Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from tests.ollama_double import asks
from tests.ollama_double.asks import Ask
from tests.ollama_double.generation import (
    EndedEarly,
    Engine,
    Event,
    Junk,
    Outcome,
    Piece,
    RunnerDied,
)
from tests.ollama_double.scheduler import Wish
from tests.ollama_double.wire import JSON, JSON_UTF8, NDJSON, Exchange, dumps, timestamp

Content = Callable[[Piece], dict[str, Any]]


@dataclass
class Merged:
    """All pieces of an answer in one, for clients that do not stream."""

    text: str = ""
    thinking: str = ""
    tool_calls: Sequence[Mapping[str, Any]] = ()
    outcome: Outcome | None = None

    def add(self, event: Event) -> None:
        """Take in the next event."""
        if isinstance(event, Piece):
            self.text += event.text
            self.thinking += event.thinking
            self.tool_calls = event.tool_calls or self.tool_calls
        elif isinstance(event, Outcome):
            self.outcome = event
            self.tool_calls = event.tool_calls or self.tool_calls


def chat_content(piece: Piece) -> dict[str, Any]:
    """Return the middle of a line of `/api/chat`."""
    message: dict[str, Any] = {"role": "assistant", "content": piece.text}
    if piece.thinking:
        message["thinking"] = piece.thinking
    if piece.tool_calls:
        message["tool_calls"] = [_call(n, c) for n, c in enumerate(piece.tool_calls)]
    return {"message": message}


def generate_content(piece: Piece) -> dict[str, Any]:
    """Return the middle of a line of `/api/generate`."""
    thinking = {"thinking": piece.thinking} if piece.thinking else {}
    return {"response": piece.text} | thinking


def _call(index: int, call: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": f"call_{random.getrandbits(32):08x}",
        "function": {
            "index": index,
            "name": call["name"],
            "arguments": call.get("arguments", {}),
        },
    }


def only(ask_name: str, content: dict[str, Any], reason: str) -> dict[str, Any]:
    """Return the one object that answers a load or an unload."""
    head = {"model": ask_name, "created_at": timestamp()}
    return head | content | {"done": True, "done_reason": reason}


async def stream(
    exchange: Exchange, engine: Engine, ask: Ask, wish: Wish, content: Content
) -> None:
    """Write the answer line by line; nothing, not even a header, before the first one."""
    status, last = 200, b""
    try:
        async with aclosing(engine.run(ask, wish)) as events:
            async for event in events:
                if not exchange.started:
                    exchange.start(200, NDJSON)
                exchange.chunk(_line(event, ask, content))
                await exchange.flushed()
    except RunnerDied as died:
        status, last = 500, dumps({"error": str(died)}).encode()
    except EndedEarly:
        pass
    if not exchange.started:
        exchange.start(status, JSON if last else NDJSON)
    elif last:
        last += b"\n"
    if last:
        exchange.chunk(last)
    await asyncio.sleep(ask.faults.late_end)
    exchange.end()


def _line(event: Event, ask: Ask, content: Content) -> bytes:
    if isinstance(event, Junk):
        return event.data
    head = {"model": ask.given_name, "created_at": timestamp()}
    if isinstance(event, Piece):
        line = head | content(event) | {"done": False}
    else:
        last = content(Piece(tool_calls=event.tool_calls))
        line = head | last | _end(event, ask, content)
    return (dumps(line) + "\n").encode()


async def whole(
    exchange: Exchange, engine: Engine, ask: Ask, wish: Wish, content: Content
) -> None:
    """Write the answer as one object."""
    merged = Merged()
    try:
        async with aclosing(engine.run(ask, wish)) as events:
            async for event in events:
                merged.add(event)
    except RunnerDied as died:
        exchange.json(500, {"error": str(died)}, JSON_UTF8)
        return
    except EndedEarly:
        pass
    middle = content(Piece(merged.text, merged.thinking, merged.tool_calls))
    end = _end(merged.outcome, ask, content) if merged.outcome else {"done": False}
    head = {"model": ask.given_name, "created_at": timestamp()}
    exchange.json(200, head | middle | end)


def _end(outcome: Outcome, ask: Ask, content: Content) -> dict[str, Any]:
    end: dict[str, Any] = {"done": True, "done_reason": outcome.reason}
    if content is generate_content:
        read = outcome.metrics["prompt_eval_count"]
        end["context"] = list(range(1, read + outcome.metrics["eval_count"] + 1))
    return end | {name: n for name, n in outcome.metrics.items() if n}


def generate_messages(body: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the prompt of `/api/generate` as a conversation."""
    system = str(body.get("system") or "")
    first = [{"role": "system", "content": system}] if system else []
    prompt = str(body.get("prompt") or "")
    return [*first, {"role": "user", "content": prompt}] if prompt else []


def checked(exchange: Exchange, struct: str) -> dict[str, Any]:
    """Return the body of a request for text, its types checked."""
    body = asks.check_types(exchange.body(), struct)
    asks.check_range(body)
    return body
