"""Reads requests for text as strictly as the real server does."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.ollama_double.faults import Faults
from tests.ollama_double.models import Model
from tests.ollama_double.wire import Refusal

_LEVELS = ("high", "medium", "low", "max")
_FIELDS = {
    "model": (str, "string"),
    "messages": (list, "[]api.Message"),
    "stream": (bool, "bool"),
    "options": (dict, "map[string]interface {}"),
    "truncate": (bool, "bool"),
    "shift": (bool, "bool"),
}
_GO_KINDS = {str: "string", bool: "bool", int: "number", float: "number", list: "array"}
_INTEGERS = (
    "num_ctx num_predict num_keep num_batch num_gpu num_thread seed top_k repeat_last_n"
)
_FLOATS = "temperature top_p min_p typical_p repeat_penalty presence_penalty"
_OPTION_TYPES = dict.fromkeys(_INTEGERS.split(), "integer") | dict.fromkeys(
    _FLOATS.split(), "float32"
)
TOO_LONG = (
    "the prompt is longer than the context length currently available to the model; "
    "shorten the prompt, adjust the context length in settings, "
    "or use a model with a longer context length"
)


@dataclass(frozen=True)
class Ask:
    """One request for text, checked."""

    model: Model
    given_name: str
    messages: Sequence[Mapping[str, Any]]
    stream: bool
    thinks: bool
    format: object
    limit: int
    truncate: bool
    shift: bool
    faults: Faults
    fits: int = 0
    """Prompt tokens that go in, once the context is known."""


def check_types(body: object, struct: str) -> dict[str, Any]:
    """Return the body if its fields have the types Go wants; null is always allowed."""
    if not isinstance(body, dict):
        kind = _GO_KINDS.get(type(body), "object")
        words = f"json: cannot unmarshal {kind} into Go value of type api.{struct}"
        raise Refusal(400, words)
    for name, (wanted, go_type) in _FIELDS.items():
        value = body.get(name)
        if value is not None and not isinstance(value, wanted):
            kind = _GO_KINDS.get(type(value), "object")
            place = f"Go struct field {struct}.{name} of type {go_type}"
            raise Refusal(400, f"json: cannot unmarshal {kind} into {place}")
    _check_think(body.get("think"))
    return body


def _check_think(think: object) -> None:
    if isinstance(think, str) and think not in _LEVELS:
        levels = ", ".join(f'"{level}"' for level in _LEVELS)
        words = f'invalid think value: "{think}" (must be {levels}, true, or false)'
        raise Refusal(400, words)


def check_range(body: Mapping[str, Any]) -> None:
    """Refuse more alternatives per token than the server gives."""
    if not 0 <= (body.get("top_logprobs") or 0) <= 20:
        raise Refusal(400, "top_logprobs must be between 0 and 20")


def check_abilities(body: Mapping[str, Any], model: Model, verb: str) -> None:
    """Refuse what the model cannot do."""
    name = body["model"].partition("+")[0]
    if "completion" not in model.capabilities:
        raise Refusal(400, f'"{name}" does not support {verb}')
    if body.get("think") and "thinking" not in model.capabilities:
        raise Refusal(400, f'"{name}" does not support thinking')
    if body.get("tools") and "tools" not in model.capabilities:
        place = f"registry.ollama.ai/library/{model.name}"
        raise Refusal(400, f"{place} does not support tools")


def check_options(options: Mapping[str, Any]) -> None:
    """Refuse options of the wrong type; unknown and null ones are ignored."""
    for name, value in options.items():
        if value is None or name not in _OPTION_TYPES:
            continue
        if isinstance(value, bool) or not isinstance(value, int | float):
            wanted = _OPTION_TYPES[name]
            raise Refusal(500, f'option "{name}" must be of type {wanted}')


def check_format(wanted: object) -> None:
    """Refuse a format that is neither "json" nor a schema; said late, by the runner."""
    if wanted in (None, "", "json") or isinstance(wanted, dict):
        return
    quoted = json.dumps(json.dumps(wanted))
    words = f'invalid format: {quoted}; expected "json" or a valid JSON Schema object'
    raise Refusal(500, words, late=True)


def read(body: dict[str, Any], model: Model, context: int, faults: Faults) -> Ask:
    """Return what is asked for. The caller has made the checks above."""
    options = body.get("options") or {}
    cap = 10 * context
    limit = int(options.get("num_predict") or -1)
    think = body.get("think")
    return Ask(
        model=model,
        given_name=body["model"],
        messages=body.get("messages") or [],
        stream=body.get("stream") is not False,
        thinks=faults.thinks_anyway
        or ("thinking" in model.capabilities and think is not False),
        format=body.get("format"),
        limit=min(limit, cap) if limit > 0 else cap,
        truncate=body.get("truncate") is not False,
        shift=body.get("shift") is not False,
        faults=faults,
    )


def fitted_prompt(ask: Ask, context: int) -> int:
    """Return how many prompt tokens the model reads; Refusal where it reads none.

    1. Unless told not to, the oldest messages are dropped; the system's and the last stay.
    2. What is still too long is refused, except on the old path by default: there the
       middle is cut out without a word.
    """
    messages = list(ask.messages)
    if ask.truncate:
        while len(messages) > 1 and ask.model.prompt_tokens(messages) > context:
            old = next((m for m in messages[:-1] if m.get("role") != "system"), None)
            if old is None:
                break
            messages.remove(old)
    tokens = ask.model.prompt_tokens(messages)
    if tokens <= context:
        return tokens
    if ask.model.native or not ask.truncate:
        raise _overflow(tokens, context)
    if not ask.shift:
        raise Refusal(400, TOO_LONG, late=True)
    kept_start = 4
    return kept_start + (context - kept_start) // 2 + 1


def _overflow(tokens: int, context: int) -> Refusal:
    words = (
        f"request ({tokens} tokens) exceeds the available context size "
        f"({context} tokens), try increasing it"
    )
    error = {
        "code": 400,
        "message": words,
        "type": "exceed_context_size_error",
        "n_prompt_tokens": tokens,
        "n_ctx": context,
    }
    nested = json.dumps({"error": error}, separators=(",", ":"))
    return Refusal(400, nested, late=True)
