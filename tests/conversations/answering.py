"""Answers written by a test: a pipeline that says what it is told, when it is told."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from conversations import drafts, runner
from knowledge.answering.outcomes import (
    Abstained,
    Answered,
    Delta,
    Line,
    Outcome,
    Question,
    Trace,
)
from knowledge.llm.chat import ModelFailed
from knowledge.pipeline import Answers
from knowledge.reader import Reader

TRACE = Trace(question="How do I pay?", intent="question", score=0.9, record={})


def answered(text: str) -> Answered:
    return Answered(text=text, citations=(), confidence="high", trace=TRACE)


def abstained() -> Abstained:
    return Abstained(text="I do not know.", trace=TRACE)


@dataclass
class Script:
    """Yields the pieces with a pause after each, then the end; an exception is raised."""

    pieces: Sequence[str] = ()
    end: Outcome | ModelFailed | Exception | None = None
    pause: float = 0.0
    gate: asyncio.Event | None = None
    questions: list[Question] = field(default_factory=list)
    histories: list[Sequence[Line]] = field(default_factory=list)

    async def answer(
        self, question: Question, history: Sequence[Line], reader: Reader
    ) -> AsyncGenerator[Delta | Outcome, None]:
        self.questions.append(question)
        self.histories.append(history)
        for piece in self.pieces:
            yield Delta(piece)
            await asyncio.sleep(self.pause)
        if self.gate is not None:
            await self.gate.wait()
        if isinstance(self.end, Exception):
            raise self.end
        yield self.end or answered("".join(self.pieces))


async def run_turn(turn: UUID, pipeline: Answers) -> None:
    """Run a turn as a worker would, with a way to Redis of its own."""
    async with drafts.pipe() as pipe:
        await runner.run_turn(turn, pipe, lambda: pipeline)
