"""The answering pipeline with its real parts: our retriever, the configured models."""

import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from django.core.exceptions import ImproperlyConfigured

from knowledge.answering.answer import answer
from knowledge.answering.outcomes import Delta, Line, Outcome, Question
from knowledge.answering.repeating import Memory, repeated
from knowledge.answering.seams import Retrieve, Tool
from knowledge.answering.worth_repeating import QUOTES, marked
from knowledge.llm.chat import ChatModel
from knowledge.llm.configured import chat_model
from knowledge.reader import Reader
from knowledge.retrieval.candidates import Retrieved

logger = logging.getLogger(__name__)


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
    wished: Callable[[str, str], ChatModel] | None = None
    """The model that a policy wishes for, by provider and name."""
    memory: Memory | None = None

    async def answer(
        self, question: Question, history: Sequence[Line], reader: Reader
    ) -> AsyncGenerator[Delta | Outcome, None]:
        """Yield deltas, then one outcome; an answer that was made before is only that.

        It is shown when it is stored, and so never after a text that it cites has changed.
        """
        look_up = Once(self.retrieve)
        if self.memory and (
            known := await repeated(question, history, reader, look_up, self.memory)
        ):
            yield known
            return
        policy, model = question.policy, self.model
        if policy.provider and self.wished:
            model = self.wished(policy.provider, policy.model)
        events = answer(question, history, reader, look_up, model, self.tools)
        async with aclosing(events):
            async for event in events:
                if self.memory and not isinstance(event, Delta):
                    yield marked(event, question, history, reader, self.memory.model)
                else:
                    yield event


class Once:
    """Looks each thing up once in a turn, however many steps of it ask."""

    def __init__(self, retrieve: Retrieve) -> None:
        self._retrieve = retrieve
        self._found: dict[tuple[str, ...], Retrieved] = {}

    async def __call__(self, queries: Sequence[str], reader: Reader) -> Retrieved:
        """Return what was found for these queries; `reader` is the turn's only one."""
        asked = tuple(queries)
        if asked not in self._found:
            self._found[asked] = await self._retrieve(queries, reader)
        return self._found[asked]


@cache
def live_pipeline() -> Pipeline:
    """Return this process's pipeline. The first call imports LlamaIndex and loads the embedder."""
    # Two seconds and 100 MB that web processes do without.
    from knowledge.retrieval.live import asked_embedder, retrieve
    from knowledge.retrieval.remembered import LiveMemory

    model = chat_model()
    # Quotes are made as fast as they would be found.
    memory = None if model.name in QUOTES else LiveMemory(model.name, asked_embedder)
    return Pipeline(retrieve=retrieve, model=model, wished=_wished, memory=memory)


@cache
def _wished(provider: str, model: str) -> ChatModel:
    try:
        return chat_model(provider, model)
    except ImproperlyConfigured as error:
        # A variant may be older than the settings: its customers are answered all the same.
        logger.warning("Nobody can ask %s/%s: %s", provider, model, error)
        return chat_model()
