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


def chat_model() -> ChatModel:
    """Return the providers of CHAT_PROVIDERS that have an address, in their order.

    Extractive is always last, so that somebody answers. Raises ImproperlyConfigured for an
    unknown provider, a bad address or a model of the cloud.
    """
    known: Mapping[str, Callable[[], ChatModel | None]] = {
        "ollama": _ollama,
        "openai_compatible": _openai_compatible,
    }
    models: list[ChatModel] = []
    for provider in settings.CHAT_PROVIDERS:
        if provider == EXTRACTIVE:
            continue
        if provider not in known:
            raise ImproperlyConfigured(f"CHAT_PROVIDERS names {provider!r}: not known.")
        try:
            model = known[provider]()
        except ValueError as error:
            raise ImproperlyConfigured(str(error)) from error
        if model is not None:
            models.append(model)
    return Failover([*models, Extractive()])


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
