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
    with _making:
        match settings.EMBEDDER:
            case "bundled":
                return _bundled(
                    Path(settings.DATA_DIR) / "models", settings.EMBEDDING_THREADS
                )
            case "ollama":
                return _ollama(settings.OLLAMA_URL, settings.EMBEDDING_MODEL)
            case "openai_compatible":
                return _openai_compatible(
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
    with _making:
        if model == MiniLM.model:
            return _bundled(
                Path(settings.DATA_DIR) / "models", settings.EMBEDDING_THREADS
            )
        if kind == "ollama" and settings.OLLAMA_URL:
            return _ollama(settings.OLLAMA_URL, name)
        if kind == "openai_compatible" and settings.OPENAI_COMPATIBLE_URL:
            return _openai_compatible(
                settings.OPENAI_COMPATIBLE_URL, name, settings.OPENAI_COMPATIBLE_API_KEY
            )
    return None


@cache
def _bundled(directory: Path, threads: int) -> Embedder:
    return MiniLM(cache=directory, threads=threads)


@cache
def _ollama(url: str, model: str) -> Embedder:
    if not url:
        raise ImproperlyConfigured("EMBEDDER=ollama needs OLLAMA_URL.")
    return OllamaEmbedder(url=url, model=model)


@cache
def _openai_compatible(url: str, model: str, api_key: str) -> Embedder:
    if not url:
        message = "EMBEDDER=openai_compatible needs OPENAI_COMPATIBLE_URL."
        raise ImproperlyConfigured(message)
    return OpenAICompatibleEmbedder(url=url, model=model, api_key=api_key)


def _begin_anew_in_a_fork() -> None:
    """Threads and connections of the parent do not work in its child."""
    global _making
    _making = threading.Lock()
    for made in (_bundled, _ollama, _openai_compatible):
        made.cache_clear()


os.register_at_fork(after_in_child=_begin_anew_in_a_fork)
