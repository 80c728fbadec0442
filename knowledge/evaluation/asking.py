"""Asking one question as the chat does, with all that is needed to judge what comes of it."""

import time
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

from knowledge.answering.answer import answer
from knowledge.answering.outcomes import Answered, Delta, Line, Outcome, Question
from knowledge.answering.said_before import lines_of
from knowledge.answering.seams import Retrieve
from knowledge.llm.chat import ChatModel
from knowledge.reader import Reader
from knowledge.retrieval.candidates import Candidate, Retrieved


@dataclass(frozen=True)
class Asked:
    """How a question ended, and every text that was looked up for it, best first."""

    question: str
    outcome: Outcome
    found: Sequence[Candidate]
    total_milliseconds: float
    """How long the whole answer took."""

    @property
    def ranked(self) -> list[str]:
        """Return the ids of the atoms that were found, best first, each once."""
        record = self.outcome.trace.record
        named = [each["atom"] for each in record.get("candidates", ())]
        return list(dict.fromkeys(named or [each.atom for each in self.found]))

    @property
    def cited(self) -> list[str]:
        """Return the ids of the atoms that the answer cites, in the order of its markers."""
        if not isinstance(self.outcome, Answered):
            return []
        return [citation.atom for citation in self.outcome.citations]

    @property
    def milliseconds(self) -> float:
        """Return how long search and gate took, the embedding included.

        What the guard ends before anything is looked up has no such part: that is all there was.
        """
        spent = self.outcome.trace.record.get("milliseconds", {})
        return float(spent.get("weighed", self.total_milliseconds))


async def said_before(
    text: str, question: Question, reader: Reader, retrieve: Retrieve, model: ChatModel
) -> list[Line]:
    """Return the chat before a question, where the customer asked this first: quotes alone answer it.

    Raises what answering raises.
    """
    if not text:
        return []
    before = replace(question, text=text, quote_only=True)
    asked = await ask(before, (), reader, retrieve, model)
    return lines_of(text, asked.outcome)


async def ask(
    question: Question,
    history: Sequence[Line],
    reader: Reader,
    retrieve: Retrieve,
    model: ChatModel,
) -> Asked:
    """Answer a question to the end. Raises what answering raises."""
    found: list[Candidate] = []

    async def remembered(queries: Sequence[str], reader: Reader) -> Retrieved:
        retrieved = await retrieve(queries, reader)
        found.extend(retrieved.candidates)
        return retrieved

    began = time.perf_counter()
    async with aclosing(answer(question, history, reader, remembered, model)) as said:
        async for piece in said:
            if not isinstance(piece, Delta):
                took = (time.perf_counter() - began) * 1000
                return Asked(question.text, piece, found, took)
    raise RuntimeError("An answer ended without an outcome.")
