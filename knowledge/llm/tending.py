"""Looking after the chat model of an Ollama server: kept in memory, found out when wedged, mended.

A wedged server looks well and answers nobody: a client that went away at a bad moment keeps
its slot for ever. Taking the model out of memory and loading it again frees it.
"""

import asyncio
import logging
import time
from contextlib import aclosing
from typing import Literal

import redis

from accounts import redis_client
from knowledge.llm import line as lines
from knowledge.llm.breaker import Health
from knowledge.llm.chat import Message, ModelFailed, Prompt
from knowledge.llm.guarded import SILENT_BEFORE_MENDING, Guarded
from knowledge.llm.metering import metered
from knowledge.llm.ollama_model import OllamaModel, load, loaded_context, unload

logger = logging.getLogger(__name__)

Deed = Literal["nothing", "loaded", "probed", "mended", "away"]

LOAD_SECONDS = 180.0
IDLE_SECONDS = 50.0
"""Who answered a moment ago needs no probe."""
_SETTLE_SECONDS = 1.0
_LOCK_SECONDS = 240
_PROBE = Prompt([Message("user", "Say: yes")], max_tokens=1, purpose="probe")


async def tend(guarded: Guarded, model: OllamaModel, *, keep_warm: bool) -> Deed:
    """Do what the model needs now, while no other worker does; return what that was.

    1. Silent too often although it is in memory: unload it, load it, probe it.
    2. Not in memory, and it is to be kept there: load it.
    3. Nobody asked it lately: probe it, which also keeps it in memory.
    """
    lock = f"atomdesk:model:{{{guarded.line.name}}}:tended"
    try:
        if not redis_client.client().set(lock, "1", nx=True, ex=_LOCK_SECONDS):
            return "nothing"
        try:
            return await _tend(guarded, model, keep_warm)
        finally:
            redis_client.client().delete(lock)
    except redis.RedisError as error:
        logger.warning("%s was not looked after: %s", guarded.name, error)
        return "nothing"


async def _tend(guarded: Guarded, model: OllamaModel, keep_warm: bool) -> Deed:
    health = guarded.breaker.health()
    silent = health.silent >= SILENT_BEFORE_MENDING
    if not (silent or keep_warm):
        return "nothing"
    try:
        room = await loaded_context(model)
        if silent and room is not None:
            return await _mend(guarded, model)
        if not keep_warm:
            return "nothing"
        if room != model.context_tokens:
            await load(model, seconds=LOAD_SECONDS)
            return "loaded"
    except ModelFailed as failed:
        logger.warning("%s could not be looked after: %s", guarded.name, failed)
        return "away"
    return await _probe(guarded) if _is_idle(guarded, health) else "nothing"


async def _mend(guarded: Guarded, model: OllamaModel) -> Deed:
    logger.warning("%s is loaded and answers nobody: it is loaded anew", guarded.name)
    await unload(model)
    await asyncio.sleep(_SETTLE_SECONDS)
    await load(model, seconds=LOAD_SECONDS)
    guarded.breaker.mended()
    await _probe(guarded)
    return "mended"


def _is_idle(guarded: Guarded, health: Health) -> bool:
    well = health.well_at
    lately = well is not None and time.time() - well.timestamp() < IDLE_SECONDS
    return not lately and not lines.standing(guarded.line).running


async def _probe(guarded: Guarded) -> Deed:
    """Have one token made: all else stays green while a server is wedged."""
    with metered(patient=True):
        try:
            async with aclosing(guarded.stream(_PROBE)) as pieces:
                async for _ in pieces:
                    pass
        except ModelFailed as failed:
            logger.warning("%s did not answer a probe: %s", guarded.name, failed)
            return "away"
    return "probed"
