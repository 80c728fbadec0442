"""What a model server means by an error: its status and its words as a ModelFailed."""

import json

from knowledge.llm.chat import FailureKind, ModelFailed

_LONGEST_DETAIL = 300
_OVERFLOWS = (
    "exceed_context_size_error",  # llama.cpp, and Ollama that passes its words on
    "context length",  # Ollama's own words, vLLM
    "context_length_exceeded",  # OpenAI
)
_BUSY = (429, 503)
_FOR_EVER = 501


def failure_of(status: int, text: str) -> ModelFailed:
    """Return the failure that an error answer stands for.

    The status decides. Words are looked at for two things that it does not tell: whether
    the prompt was too long, and whether 404 means the model or the address.
    """
    message = message_in(text)
    detail = f"HTTP {status}" + (f": {message[:_LONGEST_DETAIL]}" if message else "")
    kind = _kind(status, text, message)
    retryable = kind in ("busy", "server") and status != _FOR_EVER
    sizes = sizes_in(text) if kind == "overflow" else None
    return ModelFailed(kind, detail, retryable=retryable, sizes=sizes)


def _kind(status: int, text: str, message: str) -> FailureKind:
    if status in _BUSY:
        return "busy"
    if status >= 500:
        return "server"
    if status == 404 and message:
        return "not_pulled"
    if 400 <= status < 500 and any(words in text for words in _OVERFLOWS):
        return "overflow"
    return "refused"


def message_in(text: str) -> str:
    """Return the message of `{"error": ...}`, however deep it is packed; "" if none."""
    try:
        error = json.loads(text)["error"]
    except (ValueError, TypeError, KeyError):
        return ""
    if isinstance(error, dict):
        error = error.get("message")
    if not isinstance(error, str):
        return ""
    return message_in(error) or error


def sizes_in(text: str) -> tuple[int, int] | None:
    """Return the tokens of a prompt and those there is room for; None if it does not say.

    Ollama packs llama.cpp's error object as text into its own.
    """
    try:
        error = json.loads(text)["error"]
    except (ValueError, TypeError, KeyError):
        return None
    if isinstance(error, str):
        return sizes_in(error)
    if not isinstance(error, dict):
        return None
    needed, room = error.get("n_prompt_tokens"), error.get("n_ctx")
    if isinstance(needed, int) and isinstance(room, int) and needed > 0 < room:
        return needed, room
    return None
