"""Turns of the demo site, made as a worker makes them. Import it once Django is set up."""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
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
    """How long turns of one kind take: medians over the runs."""

    name: str
    runs: int
    turns: int
    median_ms: float
    p95_ms: float


def timed(runs: int) -> list[Timed]:
    """Time turns that a model words, and those that are given again in the same or other words.

    From the claim to the answer that is stored and rung for.
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


def _of(name: str, runs: Sequence[Sequence[float]]) -> Timed:
    return Timed(
        name=name,
        runs=len(runs),
        turns=len(runs[0]),
        median_ms=median(median(took) for took in runs),
        p95_ms=median(quantiles(took, n=20)[-1] for took in runs),
    )


class Turns:
    """Asks as customers who come for the first time; a quote stands in for the model's words."""

    def __init__(self) -> None:
        self._site = Site.objects.get(key="demo")
        memory = LiveMemory("quick", embedder)
        self._pipeline = Pipeline(retrieve, Extractive("quick"), memory=memory)
        self._loop = asyncio.Runner()

    def ask(self, text: str) -> float:
        """Return the milliseconds that a turn takes."""
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

    async def _timed(self, turn: UUID) -> float:
        async with drafts.pipe() as pipe:
            began = time.perf_counter()
            await runner.run_turn(turn, pipe, lambda: self._pipeline)
            return (time.perf_counter() - began) * 1000
