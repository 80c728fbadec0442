"""Turns of the demo site, made as a worker makes them. Import it once Django is set up."""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from accounts.identity import new_visitor, visitor_identity
from accounts.models import Site
from conversations import drafts, runner
from conversations.models import Turn
from conversations.services import customers
from knowledge.llm.configured_embedder import embedder
from knowledge.llm.extractive import Extractive
from knowledge.models import CacheHit
from knowledge.pipeline import Pipeline
from knowledge.retrieval.live import retrieve
from knowledge.retrieval.remembered import LiveMemory

QUESTIONS = Path(__file__).parents[1] / "tests" / "data" / "manual_questions.jsonl"
TURNS = 200


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
    """The milliseconds of a turn until something of it is shown, and until it is stored."""

    first: float
    whole: float


def timed(runs: int) -> list[Timed]:
    """Time turns that a model words, and those that are given again in the same or other words.

    From the claim to the first text that is shown, and to the answer that is stored and rung for.
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
        self._site = Site.objects.get(key="demo")
        memory = LiveMemory("quick", embedder)
        self._pipeline = Pipeline(retrieve, Extractive("quick"), memory=memory)
        self._loop = asyncio.Runner()

    def ask(self, text: str) -> Took:
        """Return what a turn takes."""
        visitor = visitor_identity(self._site, new_visitor(self._site))
        sent = customers.send(identity=visitor, cid=uuid4(), text=text)
        turn = Turn.objects.get(
            conversation__public_id=sent.conversation, status="queued"
        )
        return self._loop.run(self._timed(turn.pk))

    def hits(self, text: str, *, near: bool) -> bool:
        """Whether the answer to a question is one that was made before, exactly so or nearly."""
        kept = CacheHit.objects.filter(near=near)
        before = kept.count()
        self.ask(text)
        return kept.count() > before

    def close(self) -> None:
        """Close the loop."""
        self._loop.close()

    async def _timed(self, turn: UUID) -> Took:
        async with drafts.pipe() as pipe:
            watched = _Watched(pipe)
            began = time.perf_counter()
            await runner.run_turn(turn, watched, lambda: self._pipeline)
            ended = time.perf_counter()
        first = watched.shown_at or ended
        return Took((first - began) * 1000, (ended - began) * 1000)


class _Watched(drafts.Pipe):
    """Notes when Redis had the first text."""

    def __init__(self, pipe: drafts.Pipe) -> None:
        self._pipe = pipe
        self.shown_at: float | None = None

    async def show(self, keys: Sequence[str], args: Sequence[Any]) -> int:
        answer = await self._pipe.show(keys, args)
        self.shown_at = self.shown_at or time.perf_counter()
        return answer
