"""The checks of the chat models: there, pulled, and with the room that prompts need."""

import asyncio
from collections.abc import Iterator

import httpx
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from helpdesk.doctor.examination import Examination
from helpdesk.doctor.findings import (
    Finding,
    Status,
    failed,
    merged,
    ok,
    skipped,
    warning,
)
from knowledge.answering.prompts import CONTEXT_TOKENS
from knowledge.llm.chat import ModelFailed
from knowledge.llm.configured import chat_model
from knowledge.llm.ollama_state import OllamaState, state_of
from knowledge.llm.openai_state import models_of

_SECONDS = 3.0
_QUOTED = "answers are quoted (extractive)"


def answers(examination: Examination) -> Iterator[Finding]:
    """`chat_model`: every model server that the settings name is there and has its model.

    With all of them away the desk still answers, by quoting; but whoever set an address
    wants a model, so that is a failure. While another one works it is a warning.
    """
    code = "chat_model"
    try:
        chat_model()
    except ImproperlyConfigured as error:
        fix = "Correct CHAT_PROVIDERS, the address or the model's name, then restart."
        yield failed(code, str(error), fix=fix)
        return
    asked = {"ollama": _ollama, "openai_compatible": _openai_compatible}
    findings = [asked[name]() for name in _configured()]
    if not findings:
        yield ok(code, f"no model server is set: {_QUOTED}")
    spare = any(one.status is Status.OK for one in findings)
    for one in findings:
        if one.status is Status.FAILED and spare:
            yield warning(code, one.found, fix=one.fix, subject=one.subject)
        else:
            yield one


def has_room(examination: Examination) -> Iterator[Finding]:
    """`chat_context`: OLLAMA_CONTEXT_TOKENS fits the model, and what is loaded has it."""
    code = "chat_context"
    if "ollama" not in _configured():
        yield ok(code, "no Ollama server is set: nothing to fit")
        return
    try:
        state = _state()
    except ModelFailed as failure:
        yield skipped(code, str(failure), fix="See chat_model first.")
        return
    if not state.pulled:
        yield skipped(code, f"{state.model} is not pulled", fix="See chat_model first.")
        return
    wanted = settings.OLLAMA_CONTEXT_TOKENS
    trained, loaded = state.trained_context, state.loaded_context
    problems = []
    if trained is not None and trained < wanted:
        found = (
            f"OLLAMA_CONTEXT_TOKENS is {wanted}, {state.model} was made for {trained}"
        )
        fix = f"Set OLLAMA_CONTEXT_TOKENS={trained}, or choose a model with more room."
        problems.append(failed(code, found, fix=fix))
    if wanted < CONTEXT_TOKENS:
        found = f"OLLAMA_CONTEXT_TOKENS is {wanted}: few sources fit into a prompt"
        fix = f"Set OLLAMA_CONTEXT_TOKENS={CONTEXT_TOKENS} or more."
        problems.append(warning(code, found, fix=fix))
    if loaded is not None and loaded < min(wanted, trained or wanted):
        found = f"{state.model} is loaded with room for {loaded} tokens, not {wanted}"
        fix = (
            f"Let whatever else uses {state.model} ask for num_ctx {wanted}, or give the "
            "desk a model name of its own; else each request loads it again."
        )
        problems.append(warning(code, found, fix=fix))
    if _is_one_server():
        found = "OPENAI_COMPATIBLE_URL is the same server, which cannot be told there how much room to make"
        fix = (
            "Take OPENAI_COMPATIBLE_URL away; else the model is loaded again and again."
        )
        problems.append(warning(code, found, fix=fix))
    room = f"{wanted} tokens asked for, {state.model} was made for {trained or 'an unknown number'}"
    seen = "not loaded now" if loaded is None else f"loaded with {loaded}"
    yield merged(code, problems, fine=f"{room}, {seen}")


def _is_one_server() -> bool:
    """Whether both providers are one Ollama, whose `/v1` loads models with another room."""
    if "openai_compatible" not in _configured():
        return False
    one, other = (
        httpx.URL(url) for url in (settings.OLLAMA_URL, settings.OPENAI_COMPATIBLE_URL)
    )
    return (one.host, one.port) == (other.host, other.port)


def _configured() -> list[str]:
    """The providers that have an address, in their order."""
    addresses = {
        "ollama": settings.OLLAMA_URL,
        "openai_compatible": settings.OPENAI_COMPATIBLE_URL,
    }
    return [name for name in settings.CHAT_PROVIDERS if addresses.get(name)]


def _state() -> OllamaState:
    """Ask Ollama; three seconds for all of it, not for each of its answers."""

    async def asked() -> OllamaState:
        async with asyncio.timeout(_SECONDS):
            return await state_of(settings.OLLAMA_URL, settings.OLLAMA_MODEL)

    try:
        return asyncio.run(asked())
    except TimeoutError:
        raise ModelFailed("slow", f"no answer within {_SECONDS:g} s") from None


def _ollama() -> Finding:
    code, subject = "chat_model", "ollama"
    url, model = settings.OLLAMA_URL, settings.OLLAMA_MODEL
    try:
        state = _state()
    except ModelFailed as failure:
        found = f"{url} does not answer as Ollama does ({failure}): {_QUOTED}"
        fix = "Start it (ollama serve), or correct OLLAMA_URL."
        return failed(code, found, fix=fix, subject=subject)
    if not state.pulled:
        found = f"{url} has no model {model}: {_QUOTED}"
        fix = f"ollama pull {model} (on that machine), or correct OLLAMA_MODEL."
        return failed(code, found, fix=fix, subject=subject)
    if state.capabilities and "completion" not in state.capabilities:
        found = f"{model} cannot chat; it has {', '.join(state.capabilities)}"
        fix = "Set OLLAMA_MODEL to a chat model, such as llama3.2."
        return failed(code, found, fix=fix, subject=subject)
    found = f"{model} is pulled, digest {state.digest.removeprefix('sha256:')[:12]}"
    return ok(code, found, subject=subject)


def _openai_compatible() -> Finding:
    code, subject = "chat_model", "openai_compatible"
    url, model = settings.OPENAI_COMPATIBLE_URL, settings.OPENAI_COMPATIBLE_MODEL
    try:
        names = models_of(url, settings.OPENAI_COMPATIBLE_API_KEY, seconds=_SECONDS)
    except (ModelFailed, ValueError) as error:
        found = f"{url} does not list its models ({error}): {_QUOTED}"
        fix = (
            "Start that server, or correct OPENAI_COMPATIBLE_URL and "
            "OPENAI_COMPATIBLE_API_KEY."
        )
        return failed(code, found, fix=fix, subject=subject)
    if model in names:
        return ok(code, f"{model} is served", subject=subject)
    # Not a failure: some servers serve their one model under any name.
    found = f"{url} lists no model {model}, but {', '.join(names) or 'none'}"
    fix = "Set OPENAI_COMPATIBLE_MODEL to one of these, unless any name will do."
    return warning(code, found, fix=fix, subject=subject)
