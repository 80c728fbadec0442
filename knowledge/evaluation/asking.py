"""Asking one question as the chat does, with all that is needed to judge what comes of it."""

from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass

from knowledge.answering.answer import answer
from knowledge.answering.outcomes import Answered, Delta, Line, Outcome, Question
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
        """Return how long search and gate took, the embedding included."""
        spent = self.outcome.trace.record["milliseconds"]
        return float(spent.get("weighed", spent["total"]))

    @property
    def total_milliseconds(self) -> float:
        """Return how long the whole answer took."""
        return float(self.outcome.trace.record["milliseconds"]["total"])


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

    async with aclosing(answer(question, history, reader, remembered, model)) as said:
        async for piece in said:
            if not isinstance(piece, Delta):
                return Asked(question.text, piece, found)
    raise RuntimeError("An answer ended without an outcome.")
