"""`/v1/chat/completions` and `/v1/models`: the other API of the same server."""

import asyncio
import random
import time
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Any

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
from tests.ollama_double.models import Model
from tests.ollama_double.scheduler import Wish
from tests.ollama_double.texts import Merged
from tests.ollama_double.wire import JSON, SSE, Exchange, Refusal, dumps

_TYPES = {404: "not_found_error", 400: "invalid_request_error"}
_FORMATS = {"json_object": "json"}


def error(status: int, message: str) -> dict[str, Any]:
    """Return an error in this API's shape."""
    kind = _TYPES.get(status, "api_error")
    return {"error": {"message": message, "type": kind, "param": None, "code": None}}


def listed(models: list[Model]) -> dict[str, Any]:
    """Return what `/v1/models` shows."""
    data = [
        {
            "id": m.name,
            "object": "model",
            "created": 1_795_177_415,
            "owned_by": "library",
        }
        for m in models
    ]
    return {"object": "list", "data": data}


def as_native(body: dict[str, Any]) -> dict[str, Any]:
    """Return the native request that this one becomes. `num_ctx` has no way through."""
    if not body.get("messages"):
        raise Refusal(400, "[] is too short - 'messages'")
    options = {
        "temperature": body.get("temperature", 1.0),
        "top_p": body.get("top_p", 1.0),
        "seed": body.get("seed"),
        "num_predict": body.get("max_completion_tokens") or body.get("max_tokens"),
    }
    native: dict[str, Any] = {
        "model": body.get("model"),
        "messages": body["messages"],
        "stream": bool(body.get("stream")),
        "tools": body.get("tools"),
        "format": _format(body.get("response_format") or {}),
        "options": {
            name: value for name, value in options.items() if value is not None
        },
    }
    effort = body.get("reasoning_effort")
    if effort:
        native["think"] = False if effort == "none" else effort
    return native


def _format(wanted: Mapping[str, Any]) -> object:
    if wanted.get("type") == "json_schema":
        return wanted["json_schema"]["schema"]
    return _FORMATS.get(wanted.get("type", ""))


@dataclass
class Chunks:
    """Writes the events of one streamed answer."""

    ask: Ask
    usage: bool
    id: str = field(default_factory=lambda: f"chatcmpl-{random.randint(0, 999)}")
    created: int = field(default_factory=lambda: int(time.time()))
    role_told: bool = False
    called: bool = False

    def event(self, event: Event) -> bytes:
        """Return the bytes for one event of the model's."""
        if isinstance(event, Junk):
            return b"data: " + event.data + b"\n"
        comment = b": still here\n\n" if self.ask.faults.sse_comments else b""
        if isinstance(event, Piece):
            return comment + self._choice(self._delta(event), None)
        return comment + self._end(event)

    def swallowed(self) -> bytes:
        """Return what a failure in mid-stream looks like here: nearly nothing."""
        self.ask = replace(self.ask, given_name="")
        return self._choice({}, None)

    def _delta(self, piece: Piece) -> dict[str, Any]:
        delta: dict[str, Any] = {} if self.role_told else {"role": "assistant"}
        self.role_told = True
        if piece.thinking:
            return delta | {"content": "", "reasoning": piece.thinking}
        if piece.tool_calls:
            self.called = True
            return delta | {"tool_calls": _calls(piece.tool_calls)}
        return delta | {"content": piece.text}

    def _end(self, outcome: Outcome) -> bytes:
        lines = b""
        if outcome.tool_calls:
            lines += self._choice(
                self._delta(Piece(tool_calls=outcome.tool_calls)), None
            )
        reason = "tool_calls" if self.called else outcome.reason
        lines += self._choice({}, reason)
        if self.usage:
            lines += self._line({"choices": [], "usage": _usage(outcome)})
        return lines + b"data: [DONE]\n\n"

    def _choice(self, delta: Mapping[str, Any], reason: str | None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": reason}
        return self._line({"choices": [choice]})

    def _line(self, rest: Mapping[str, Any]) -> bytes:
        head = _head(self.id, "chat.completion.chunk", self.created, self.ask)
        return f"data: {dumps({**head, **rest})}\n\n".encode()


async def stream(
    exchange: Exchange, engine: Engine, ask: Ask, wish: Wish, *, usage: bool
) -> None:
    """Write the answer as server-sent events."""
    chunks = Chunks(ask, usage)
    try:
        async with aclosing(engine.run(ask, wish)) as events:
            async for event in events:
                if not exchange.started:
                    exchange.start(200, SSE)
                exchange.chunk(chunks.event(event))
                await exchange.flushed()
    except RunnerDied as died:
        if not exchange.started:
            raise Refusal(500, str(died)) from None
        told = f"data: {dumps(error(500, str(died)))}\n\n".encode()
        exchange.chunk(told if died.told else chunks.swallowed())
    except EndedEarly:
        if not exchange.started:
            exchange.start(200, SSE)
    await asyncio.sleep(ask.faults.late_end)
    exchange.end()


async def whole(exchange: Exchange, engine: Engine, ask: Ask, wish: Wish) -> None:
    """Write the answer as one object."""
    merged = Merged()
    try:
        async with aclosing(engine.run(ask, wish)) as events:
            async for event in events:
                merged.add(event)
    except RunnerDied as died:
        raise Refusal(500, str(died)) from None
    except EndedEarly:
        pass
    message: dict[str, Any] = {"role": "assistant", "content": merged.text}
    if merged.thinking:
        message["reasoning"] = merged.thinking
    if merged.tool_calls:
        message["tool_calls"] = _calls(merged.tool_calls)
    reason = merged.outcome.reason if merged.outcome else None
    reason = "tool_calls" if merged.tool_calls else reason
    choice = {"index": 0, "message": message, "finish_reason": reason}
    number = f"chatcmpl-{random.randint(0, 999)}"
    head = _head(number, "chat.completion", int(time.time()), ask)
    end = {"choices": [choice], "usage": _usage(merged.outcome)}
    exchange.json(200, head | end, JSON)


def _head(number: str, kind: str, created: int, ask: Ask) -> dict[str, Any]:
    return {
        "id": number,
        "object": kind,
        "created": created,
        "model": ask.given_name,
        "system_fingerprint": "fp_ollama",
    }


def _usage(outcome: Outcome | None) -> dict[str, int]:
    read = outcome.metrics["prompt_eval_count"] if outcome else 0
    written = outcome.metrics["eval_count"] if outcome else 0
    total = read + written
    return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": total}


def _calls(calls: Any) -> list[dict[str, Any]]:
    return [
        {
            "id": f"call_{random.getrandbits(32):08x}",
            "index": index,
            "type": "function",
            "function": {
                "name": call["name"],
                "arguments": dumps(call.get("arguments", {})),
            },
        }
        for index, call in enumerate(calls)
    ]
