"""Mistakes in the settings of models, told before anybody is answered by them."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from knowledge.llm import configured
from knowledge.llm.ollama_model import is_of_the_cloud


@register
def models(app_configs: Any, **_: Any) -> Sequence[CheckMessage]:
    """Return what is wrong with the settings of models."""
    return [*_servers(), *_embedder(), *_places()]


def _servers() -> Iterator[CheckMessage]:
    try:
        for server in configured.servers():
            configured.guarded(server)
    except ImproperlyConfigured as error:
        hint = "Correct CHAT_PROVIDERS, the address or the name of the model."
        yield Error(str(error), hint=hint, id="knowledge.E001")


def _embedder() -> Iterator[CheckMessage]:
    name = settings.EMBEDDING_MODEL
    if settings.EMBEDDER == "ollama" and is_of_the_cloud(name):
        message = f"{name} runs on Ollama's cloud; texts must not leave the house."
        hint = "Set EMBEDDING_MODEL to a model of your own server."
        yield Error(message, hint=hint, id="knowledge.E002")


def _places() -> Iterator[CheckMessage]:
    for name in ("OLLAMA_PARALLEL", "OPENAI_COMPATIBLE_PARALLEL"):
        if getattr(settings, name) < 1:
            message = f"{name} is less than 1: nobody would ever be answered."
            hint = f"Set {name} to what the server works on at once."
            yield Error(message, hint=hint, id="knowledge.E003")
