"""The chat model that the settings describe."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from knowledge.llm.chat import ChatModel
from knowledge.llm.extractive import Extractive
from knowledge.llm.failover import Failover
from knowledge.llm.ollama import OllamaChat
from knowledge.llm.openai_compatible import OpenAICompatibleChat
from knowledge.llm.streaming import Deadlines

EXTRACTIVE = "extractive"
PROVIDERS = (EXTRACTIVE, "ollama", "openai_compatible")


def chat_model() -> ChatModel:
    """Return the providers of CHAT_PROVIDERS that have an address, in their order.

    Extractive is always last, so that somebody answers. Raises ImproperlyConfigured for an
    unknown provider, a bad address or a model of the cloud.
    """
    models: list[ChatModel] = []
    for name in settings.CHAT_PROVIDERS:
        if name == EXTRACTIVE:
            continue
        if name not in _remote():
            raise ImproperlyConfigured(f"CHAT_PROVIDERS names {name!r}: not known.")
        if (model := _made(name)) is not None:
            models.append(model)
    return Failover([*models, Extractive()])


def provider(name: str) -> ChatModel:
    """Return one of PROVIDERS alone, with nobody to fall back on.

    Raises ImproperlyConfigured for a bad or missing address or a model of the cloud.
    """
    if name == EXTRACTIVE:
        return Extractive()
    model = _made(name)
    if model is None:
        raise ImproperlyConfigured(f"The settings have no address for {name}.")
    return model


def _made(name: str) -> ChatModel | None:
    try:
        return _remote()[name]()
    except ValueError as error:
        raise ImproperlyConfigured(str(error)) from error


def _remote() -> Mapping[str, Callable[[], ChatModel | None]]:
    return {"ollama": _ollama, "openai_compatible": _openai_compatible}


def _ollama() -> ChatModel | None:
    if not settings.OLLAMA_URL:
        return None
    return OllamaChat(
        settings.OLLAMA_URL,
        settings.OLLAMA_MODEL,
        context_tokens=settings.OLLAMA_CONTEXT_TOKENS,
        keep_alive=settings.OLLAMA_KEEP_ALIVE,
        deadlines=_deadlines(),
    )


def _openai_compatible() -> ChatModel | None:
    if not settings.OPENAI_COMPATIBLE_URL:
        return None
    return OpenAICompatibleChat(
        settings.OPENAI_COMPATIBLE_URL,
        settings.OPENAI_COMPATIBLE_MODEL,
        api_key=settings.OPENAI_COMPATIBLE_API_KEY,
        deadlines=_deadlines(),
    )


def _deadlines() -> Deadlines:
    return Deadlines(
        first_token=settings.CHAT_FIRST_TOKEN_SECONDS,
        stall=settings.CHAT_STALL_SECONDS,
        total=settings.CHAT_TOTAL_SECONDS,
    )
