"""The chat models that the settings describe, each behind its line and its breaker."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from knowledge.llm.breaker import Breaker
from knowledge.llm.chat import ChatModel
from knowledge.llm.extractive import Extractive
from knowledge.llm.failover import Failover
from knowledge.llm.guarded import Guarded
from knowledge.llm.line import Line
from knowledge.llm.ollama import OllamaChat
from knowledge.llm.ollama_model import OllamaModel
from knowledge.llm.openai_compatible import OpenAICompatibleChat
from knowledge.llm.streaming import Deadlines
from knowledge.nudge import tend_models_now

EXTRACTIVE = "extractive"
UNHURRIED = 4.0
"""So many times longer than for an answer is waited for a long reply that nobody waits for."""
PROVIDERS = (EXTRACTIVE, "ollama", "openai_compatible")


@dataclass(frozen=True)
class Server:
    """A model server of the settings: its provider's name, address, model, and places."""

    provider: str
    url: str
    model: str
    places: int

    @property
    def line(self) -> Line:
        """The line before it: one for all models that it is asked for."""
        return Line(f"{self.provider}@{self.url}", self.places)

    @property
    def breaker(self) -> Breaker:
        """Whether this model of it is worth asking."""
        return Breaker(
            f"{self.provider}/{self.model}@{self.url}",
            failures=settings.CHAT_BREAKER_FAILURES,
            seconds=settings.CHAT_BREAKER_SECONDS,
        )


def servers() -> Sequence[Server]:
    """Return the servers of CHAT_PROVIDERS that have an address, in their order.

    Raises ImproperlyConfigured for a provider that is not known.
    """
    known = {
        "ollama": Server(
            "ollama",
            settings.OLLAMA_URL,
            settings.OLLAMA_MODEL,
            settings.OLLAMA_PARALLEL,
        ),
        "openai_compatible": Server(
            "openai_compatible",
            settings.OPENAI_COMPATIBLE_URL,
            settings.OPENAI_COMPATIBLE_MODEL,
            settings.OPENAI_COMPATIBLE_PARALLEL,
        ),
    }
    named = [name for name in settings.CHAT_PROVIDERS if name != EXTRACTIVE]
    for name in named:
        if name not in known:
            raise ImproperlyConfigured(f"CHAT_PROVIDERS names {name!r}: not known.")
    return [known[name] for name in named if known[name].url]


def chat_model(first: str = "", model: str = "") -> ChatModel:
    """Return the providers of CHAT_PROVIDERS that have an address, in their order.

    With a provider as the `first`, that one and perhaps another `model` of it before all others; with
    EXTRACTIVE it alone. Extractive is always last, so that somebody answers. Raises
    ImproperlyConfigured for an unknown provider, a bad address or a model of the cloud.
    """
    if first == EXTRACTIVE:
        return Failover([Extractive()])
    order = servers()
    wished = [
        replace(server, model=model or server.model)
        for server in order
        if server.provider == first
    ]
    asked = dict.fromkeys([*wished, *order])
    return Failover([*(guarded(server) for server in asked), Extractive()])


def has_model(wished: str = "") -> bool:
    """Whether a model words the answers, where the policy has `wished` for a provider or none.

    It reads all texts that fit alike; where there is none, customers are asked which is meant.
    """
    return wished != EXTRACTIVE and bool(servers())


def quotes(wished: str = "") -> ChatModel:
    """Return the voice of what is judged without asking a model.

    Where a model words the answers the first of the texts that fit alike stands for it.
    """
    return Extractive(guesses=has_model(wished))


def provider(name: str) -> ChatModel:
    """Return one of PROVIDERS alone, with nobody to fall back on.

    Raises ImproperlyConfigured for a bad or missing address or a model of the cloud.
    """
    if name == EXTRACTIVE:
        return Extractive()
    for server in servers():
        if server.provider == name:
            return guarded(server)
    raise ImproperlyConfigured(f"The settings have no address for {name}.")


def unhurried() -> Guarded | None:
    """Return the model of the first server, given more time for each reply; None without a server.

    Else long replies would break off, and the breaker take a server for ill that answers customers well.
    """
    return next((guarded(server, times=UNHURRIED) for server in servers()), None)


def guarded(server: Server, times: float = 1.0) -> Guarded:
    """Return a server's model, given so many times the time of an answer.

    Raises ImproperlyConfigured for a bad address or a model of the cloud.
    """
    try:
        model = _made()[server.provider](server.model, _deadlines(times))
    except ValueError as error:
        raise ImproperlyConfigured(str(error)) from error
    return Guarded(
        model,
        line=server.line,
        breaker=server.breaker,
        waiting_seconds=settings.CHAT_LINE_SECONDS,
        alarm=tend_models_now,
    )


def ollama_model(name: str = "") -> OllamaModel:
    """Return how every request for a chat model of Ollama looks; that of the settings without a name.

    Raises ImproperlyConfigured for a bad address or a model of the cloud.
    """
    try:
        return OllamaModel(
            settings.OLLAMA_URL,
            name or settings.OLLAMA_MODEL,
            settings.OLLAMA_CONTEXT_TOKENS,
            settings.OLLAMA_KEEP_ALIVE,
        )
    except ValueError as error:
        raise ImproperlyConfigured(str(error)) from error


def _made() -> Mapping[str, Callable[[str, Deadlines], ChatModel]]:
    return {"ollama": _ollama, "openai_compatible": _openai_compatible}


def _ollama(model: str, deadlines: Deadlines) -> ChatModel:
    return OllamaChat(ollama_model(model), deadlines=deadlines)


def _openai_compatible(model: str, deadlines: Deadlines) -> ChatModel:
    return OpenAICompatibleChat(
        settings.OPENAI_COMPATIBLE_URL,
        model,
        api_key=settings.OPENAI_COMPATIBLE_API_KEY,
        deadlines=deadlines,
    )


def _deadlines(times: float) -> Deadlines:
    return Deadlines(
        first_token=times * settings.CHAT_FIRST_TOKEN_SECONDS,
        stall=settings.CHAT_STALL_SECONDS,
        total=times * settings.CHAT_TOTAL_SECONDS,
        load=settings.CHAT_LOAD_SECONDS,
    )
