"""What an Ollama server has: is it there, is the model pulled, is it loaded, how large."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import httpx
import ollama
from pydantic import ValidationError

from knowledge.llm.chat import ModelFailed
from knowledge.llm.ollama_model import with_tag
from knowledge.llm.refusals import failure_of


@dataclass(frozen=True)
class OllamaState:
    """One model on one server, as the server tells it."""

    model: str
    digest: str
    """Of its weights; empty when it is not pulled."""
    trained_context: int | None
    """How many tokens it was made for; None when unknown or not pulled."""
    loaded_context: int | None
    """How many tokens it has room for right now; None when it is not loaded."""
    capabilities: tuple[str, ...]
    known: tuple[str, ...] = ()
    """The names of all models that it has."""

    @property
    def pulled(self) -> bool:
        """Return whether the server has the model."""
        return bool(self.digest)


async def state_of(url: str, model: str, *, seconds: float = 3.0) -> OllamaState:
    """Return what the server at `url` knows of `model`; ModelFailed when it does not say."""
    try:
        async with ollama.AsyncClient(
            host=url, timeout=seconds, trust_env=False, follow_redirects=False
        ) as client:
            return await _asked(client, model)
    except ollama.ResponseError as error:
        text = json.dumps({"error": error.error})
        raise failure_of(error.status_code, text) from error
    except httpx.TimeoutException as error:
        words = f"no answer within {seconds:g} s"
        raise ModelFailed("slow", words, retryable=True) from error
    except (ConnectionError, httpx.TransportError) as error:
        raise ModelFailed("unreachable", str(error), retryable=True) from error
    except (ValidationError, json.JSONDecodeError) as error:
        raise ModelFailed("garbled", "no answer of an Ollama server") from error


async def _asked(client: ollama.AsyncClient, model: str) -> OllamaState:
    name = with_tag(model)
    pulled = {one.model or "": one for one in (await client.list()).models}
    known = tuple(sorted(pulled))
    if name not in pulled:
        return OllamaState(model, "", None, None, (), known)
    loaded = {one.model: one for one in (await client.ps()).models}
    shown = await client.show(name)
    room = loaded[name].context_length if name in loaded else None
    return OllamaState(
        model=model,
        digest=pulled[name].digest or "",
        trained_context=_trained_context(shown.modelinfo or {}),
        loaded_context=room,
        capabilities=tuple(shown.capabilities or ()),
        known=known,
    )


def _trained_context(info: Mapping[str, object]) -> int | None:
    """Return `<family>.context_length`; each family has its own prefix."""
    lengths = (v for name, v in info.items() if name.endswith(".context_length"))
    return next((length for length in lengths if isinstance(length, int)), None)
