"""One model of an Ollama server: how each request for it looks, and having it loaded or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from knowledge.llm.chat import Message, ModelFailed
from knowledge.llm.refusals import failure_of
from knowledge.llm.streaming import checked_url, http_client

_LOOK_SECONDS = 2.0
_UNLOAD_SECONDS = 10.0


@dataclass(frozen=True)
class OllamaModel:
    """A model of one Ollama server, and how every request for it is to look.

    The server loads a model again when `num_ctx` changes, so all requests have the same.
    Refuses models of the cloud: prompts stay at home.
    """

    url: str
    name: str
    context_tokens: int = 8192
    keep_alive: str = "30m"

    def __post_init__(self) -> None:
        if is_of_the_cloud(self.name):
            message = (
                f"{self.name} runs on Ollama's cloud; prompts must not leave the house."
            )
            raise ValueError(message)
        checked_url(self.url)

    @property
    def chat_url(self) -> str:
        """The address of its chat."""
        return checked_url(self.url) + "/api/chat"

    def body(self, messages: Sequence[Message], **options: float) -> dict[str, object]:
        """Return the request that has these messages answered; without any, it loads."""
        # The server reads a bare number as seconds only if it is no string.
        bare = self.keep_alive.lstrip("-").isdecimal()
        return {
            "model": self.name,
            "messages": [
                {"role": message.role, "content": message.content}
                for message in messages
            ],
            "stream": True,
            # Models that can think do so unless told not to, in silence.
            "think": False,
            # A prompt that does not fit is an error, not half a prompt.
            "truncate": False,
            "keep_alive": int(self.keep_alive) if bare else self.keep_alive,
            "options": {"num_ctx": self.context_tokens, **options},
        }


def is_of_the_cloud(name: str) -> bool:
    """Whether a model of this name would run on other people's machines."""
    return name.lower().endswith((":cloud", "-cloud"))


async def loaded_context(model: OllamaModel) -> int | None:
    """Return how many tokens the model has room for in memory; None while it is not there.

    Raises ModelFailed when the server does not say within two seconds.
    """
    answer = await _asked(model, "GET", "/api/ps", None, _LOOK_SECONDS)
    for one in answer.get("models", ()):
        if one.get("name") == with_tag(model.name):
            room = one.get("context_length")
            # Old servers do not tell the room.
            return room if isinstance(room, int) else model.context_tokens
    return None


async def load(model: OllamaModel, *, seconds: float) -> None:
    """Have the model loaded as questions will want it; ModelFailed when it is not by then."""
    await _asked(model, "POST", "/api/chat", model.body(()), seconds)


async def unload(model: OllamaModel) -> None:
    """Take the model out of memory, with whatever had wedged it."""
    body = model.body(()) | {"keep_alive": 0}
    await _asked(model, "POST", "/api/chat", body, _UNLOAD_SECONDS)


def with_tag(name: str) -> str:
    """Return the name as the server lists it: no tag means `latest`."""
    return name if ":" in name.rpartition("/")[2] else f"{name}:latest"


async def _asked(
    model: OllamaModel, method: str, path: str, body: object, seconds: float
) -> dict[str, Any]:
    url = checked_url(model.url) + path
    try:
        answer = await http_client().request(method, url, json=body, timeout=seconds)
    except httpx.TimeoutException as error:
        raise ModelFailed("slow", f"no answer within {seconds:g} s") from error
    except httpx.TransportError as error:
        raise ModelFailed("unreachable", str(error), retryable=True) from error
    if answer.status_code != httpx.codes.OK:
        raise failure_of(answer.status_code, answer.text)
    try:
        found = answer.json()
    except ValueError as error:
        raise ModelFailed("garbled", "no answer of an Ollama server") from error
    return found if isinstance(found, dict) else {}
