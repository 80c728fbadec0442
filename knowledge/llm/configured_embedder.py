"""The embedder that the settings name, made once per process."""

import os
import threading
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from knowledge.llm.embedder import Embedder
from knowledge.llm.minilm import MiniLM
from knowledge.llm.remote_embedders import OllamaEmbedder, OpenAICompatibleEmbedder

_making = threading.Lock()


def embedder() -> Embedder:
    """Return the configured embedder; made at the first call, which may raise EmbeddingFailed."""
    process = os.getpid()
    with _making:
        match settings.EMBEDDER:
            case "bundled":
                models = Path(settings.DATA_DIR) / "models"
                return _bundled(process, models, settings.EMBEDDING_THREADS)
            case "ollama":
                return _ollama(process, settings.OLLAMA_URL, settings.EMBEDDING_MODEL)
            case "openai_compatible":
                return _openai_compatible(
                    process,
                    settings.OPENAI_COMPATIBLE_URL,
                    settings.EMBEDDING_MODEL,
                    settings.OPENAI_COMPATIBLE_API_KEY,
                )
    message = (
        "EMBEDDER must be bundled, ollama or openai_compatible, "
        f"not {settings.EMBEDDER!r}."
    )
    raise ImproperlyConfigured(message)


def embedder_of(model: str) -> Embedder | None:
    """Return the embedder that gives vectors their name `model`, if the settings reach it.

    It lets an index made under an earlier setting be asked until the new one is complete.
    """
    kind, _, name = model.partition(":")
    process = os.getpid()
    with _making:
        if model == MiniLM.model:
            models = Path(settings.DATA_DIR) / "models"
            return _bundled(process, models, settings.EMBEDDING_THREADS)
        if kind == "ollama" and settings.OLLAMA_URL:
            return _ollama(process, settings.OLLAMA_URL, name)
        if kind == "openai_compatible" and settings.OPENAI_COMPATIBLE_URL:
            url, key = (
                settings.OPENAI_COMPATIBLE_URL,
                settings.OPENAI_COMPATIBLE_API_KEY,
            )
            return _openai_compatible(process, url, name, key)
    return None


# A forked child makes its own: threads and connections do not come along. What it has of its
# parent's stays in these caches, as giving it up would wait for those threads for ever.


@cache
def _bundled(_process: int, directory: Path, threads: int) -> Embedder:
    return MiniLM(cache=directory, threads=threads)


@cache
def _ollama(_process: int, url: str, model: str) -> Embedder:
    if not url:
        raise ImproperlyConfigured("EMBEDDER=ollama needs OLLAMA_URL.")
    return OllamaEmbedder(url=url, model=model)


@cache
def _openai_compatible(_process: int, url: str, model: str, api_key: str) -> Embedder:
    if not url:
        message = "EMBEDDER=openai_compatible needs OPENAI_COMPATIBLE_URL."
        raise ImproperlyConfigured(message)
    return OpenAICompatibleEmbedder(url=url, model=model, api_key=api_key)


def _begin_anew_in_a_fork() -> None:
    """A lock that another thread of the parent held would stay locked for ever."""
    global _making
    _making = threading.Lock()


os.register_at_fork(after_in_child=_begin_anew_in_a_fork)
