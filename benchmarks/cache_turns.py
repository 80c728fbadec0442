"""Turns of the demo site, made as a worker makes them. Import it once Django is set up."""

import asyncio
import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from statistics import median, quantiles
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from channels_redis.serializers import registry
from django.conf import settings

from accounts import background, redis_client
from accounts.database import limit_threads
from accounts.identity import new_visitor, visitor_identity
from accounts.models import Site
from conversations import doorbell, drafts, runner
from conversations.models import Turn
from conversations.services import customers
from helpdesk.celery import DATABASE_THREADS, SWITCH_SECONDS
from knowledge.llm.configured_embedder import embedder
from knowledge.llm.extractive import Extractive
from knowledge.models import CacheHit
from knowledge.pipeline import Pipeline
from knowledge.retrieval.live import retrieve
from knowledge.retrieval.remembered import LiveMemory

QUESTIONS = Path(__file__).parents[1] / "tests" / "data" / "manual_questions.jsonl"
TURNS = 200
PATIENCE_SECONDS = 5.0


@dataclass(frozen=True)
class Timed:
    """How long turns of one kind take: medians over the runs, until the first byte and whole."""

    name: str
    runs: int
    turns: int
    first_median_ms: float
    first_p95_ms: float
    median_ms: float
    p95_ms: float


class Took(NamedTuple):
    """The milliseconds of a turn until sockets hear of its first text, and until its end."""

    first: float
    whole: float


def timed(runs: int) -> list[Timed]:
    """Time turns that a model words, and those that are given again in the same or other words.

    Both times begin before the claim. The first ends when a socket hears of the first text: of a piece
    that is shown, or of the answer, once that is stored. The other ends when the worker is free again.
    """
    turns = Turns()
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["query"] for line in lines]
    first = [turns.ask(text) for text in texts]
    exact = [text for text in texts if turns.hits(text, near=False)]
    others = [f"can you tell me {text}" for text in exact]
    near = [text for text in others if turns.hits(text, near=True)]
    found = [_of("worded by a model that needs no time", [first])]
    for name, some in (("same words", exact), ("other words", near)):
        took = [
            [turns.ask(some[n % len(some)]) for n in range(TURNS)] for _ in range(runs)
        ]
        found.append(_of(f"given again, {name}", took))
    turns.close()
    return found


def _of(name: str, runs: Sequence[Sequence[Took]]) -> Timed:
    firsts = [[took.first for took in run] for run in runs]
    wholes = [[took.whole for took in run] for run in runs]
    return Timed(
        name=name,
        runs=len(runs),
        turns=len(runs[0]),
        first_median_ms=median(map(median, firsts)),
        first_p95_ms=median(quantiles(run, n=20)[-1] for run in firsts),
        median_ms=median(map(median, wholes)),
        p95_ms=median(quantiles(run, n=20)[-1] for run in wholes),
    )


class Turns:
    """Asks as customers who come for the first time; a quote stands in for the model's words."""

    def __init__(self) -> None:
        sys.setswitchinterval(SWITCH_SECONDS)
        limit_threads(DATABASE_THREADS)
        self._site = Site.objects.get(key="demo")
        memory = LiveMemory("quick", embedder)
        self._pipeline = Pipeline(retrieve, Extractive("quick"), memory=memory)
        self._loop = asyncio.Runner()
        self._heard = _Heard()

    def ask(self, text: str) -> Took:
        """Return what a turn takes."""
        visitor = visitor_identity(self._site, new_visitor(self._site))
        sent = customers.send(identity=visitor, cid=uuid4(), text=text)
        turn = Turn.objects.get(
            conversation__public_id=sent.conversation, status="queued"
        )
        # The message's own ring is out before the turn begins.
        background.drain()
        return self._loop.run(self._timed(turn.pk, visitor.group))

    def hits(self, text: str, *, near: bool) -> bool:
        """Whether the answer to a question is one that was made before, exactly so or nearly."""
        kept = CacheHit.objects.filter(near=near)
        before = kept.count()
        self.ask(text)
        return kept.count() > before

    def close(self) -> None:
        """Close the loop, and hear no more."""
        self._loop.close()
        self._heard.close()

    async def _timed(self, turn: UUID, group: str) -> Took:
        async with drafts.pipe() as pipe:
            first = self._heard.first_text(group)
            began = time.perf_counter()
            await runner.run_turn(turn, pipe, lambda: self._pipeline)
            ended = time.perf_counter()
            heard = await asyncio.to_thread(first.get, timeout=PATIENCE_SECONDS)
        return Took((heard - began) * 1000, (ended - began) * 1000)


class _Heard:
    """Listens as the sockets of a web server do, and notes when the first text of a turn came."""

    def __init__(self) -> None:
        self._waiting: dict[bytes, SimpleQueue[float]] = {}
        self._words = redis_client.client().pubsub(ignore_subscribe_messages=True)
        self._words.psubscribe(**{f"{settings.CHANNEL_PREFIX}__group__*": self._note})
        self._thread = self._words.run_in_thread(sleep_time=1, daemon=True)

    def first_text(self, group: str) -> "SimpleQueue[float]":
        """Return where the time of the next first text for a group comes."""
        channel, _ = doorbell.packed(group, {})
        came = self._waiting[channel.encode()] = SimpleQueue()
        return came

    def close(self) -> None:
        """Stop listening."""
        self._thread.stop()
        self._thread.join()

    def _note(self, word: Mapping[str, Any]) -> None:
        at = time.perf_counter()
        message = registry.get_serializer("msgpack").deserialize(word["data"])
        frame = message.get("frame", {})
        if message["type"] == "ring" or frame.get("type") == "delta":
            came = self._waiting.pop(word["channel"], None)
            if came is not None:
                came.put(at)
