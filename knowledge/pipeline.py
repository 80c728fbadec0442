"""The answering pipeline with its real parts: our retriever, the configured models."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from knowledge.answering.answer import answer
from knowledge.answering.outcomes import Delta, Line, Outcome, Question
from knowledge.answering.seams import Retrieve, Tool
from knowledge.llm.chat import ChatModel
from knowledge.llm.configured import chat_model
from knowledge.reader import Reader


class Answers(Protocol):
    """Whatever answers questions."""

    def answer(
        self, question: Question, history: Sequence[Line], reader: Reader
    ) -> AsyncGenerator[Delta | Outcome, None]:
        """Yield deltas, then one outcome."""
        ...


@dataclass(frozen=True)
class Pipeline:
    """`answering.answer` with its seams filled; the same for chat, bench and evaluation."""

    retrieve: Retrieve
    model: ChatModel
    tools: Sequence[Tool] = ()

    def answer(
        self, question: Question, history: Sequence[Line], reader: Reader
    ) -> AsyncGenerator[Delta | Outcome, None]:
        """Yield deltas, then one outcome."""
        return answer(question, history, reader, self.retrieve, self.model, self.tools)


@cache
def live_pipeline() -> Pipeline:
    """Return this process's pipeline. The first call imports LlamaIndex and loads the embedder."""
    # Two seconds and 100 MB that web processes do without.
    from knowledge.retrieval.live import retrieve

    return Pipeline(retrieve=retrieve, model=chat_model())
