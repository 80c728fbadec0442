"""Asking questions once more, through the live retriever and gate, without writing an answer.

In the caller's thread and transaction. Import it only where answers are made: it is heavy.
"""

from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from knowledge.answering.outcomes import Line, Policy, Question
from knowledge.answering.seams import Retrieve
from knowledge.answering.speech import is_known_phrasing
from knowledge.answering.weigh import weigh
from knowledge.llm.configured import has_model
from knowledge.llm.embedder import Embedder, Vectors
from knowledge.reader import Reader
from knowledge.retrieval.candidates import Candidate, Retrieved
from knowledge.retrieval.llama import Asked, AtomRetriever
from knowledge.retrieval.scope import Edit

Value = TypeVar("Value")


@dataclass(frozen=True)
class Replayed:
    """What would become of a question; `first` is the text that fits best, if there is any.

    A `torn` one is answered where a model reads the texts; else the customer is asked which is meant.
    """

    passes: bool
    score: float
    first: Candidate | None
    torn: bool = False
    has_model: bool = True
    """Whether a model words the answers of that policy."""

    @property
    def asked_which(self) -> bool:
        """Whether the customer is asked which of the texts is meant."""
        return self.torn and not self.has_model

    @property
    def answered(self) -> bool:
        """Whether the customer gets an answer."""
        return self.passes and not self.asked_which


class Remembering:
    """An embedder that embeds each text once: many in one go beforehand, then from memory."""

    def __init__(self, embedder: Embedder, texts: Sequence[str] = ()) -> None:
        """Embed these texts; raises EmbeddingFailed."""
        self._embedder = embedder
        self.model = embedder.model
        self.dimension = embedder.dimension
        self.max_tokens = embedder.max_tokens
        self._vectors: dict[str, Vectors] = {}
        if texts:
            self.embed(texts)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return a vector for each text."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if missing:
            made = self._embedder.embed(missing)
            self._vectors.update(zip(missing, made, strict=True))
        return np.stack([self._vectors[text] for text in texts])

    def count_tokens(self, text: str) -> int:
        """Return the very count of the embedder behind it."""
        return self._embedder.count_tokens(text)


def replay(
    text: str,
    *,
    reader: Reader,
    embedder: Embedder,
    policy: Policy,
    edit: Edit | None = None,
    before: str = "",
) -> Replayed:
    """Ask a question as the chat would ask it as its first, or after the one `before`.

    With an `edit`, as if it were live. Raises EmbeddingFailed.
    """
    history = [Line("customer", before)] if before else []
    retrieve = retrieve_with(embedder, edit)
    weighed = finished(weigh(Question(text, policy), history, reader, retrieve))
    first = weighed.candidates[0] if weighed.candidates else None
    # What asks the same as a known phrasing is quoted, however many other texts are near.
    torn = first is not None and weighed.torn and not is_known_phrasing(text, first)
    with_model = has_model(policy.provider)
    return Replayed(weighed.enough, weighed.score, first, torn, with_model)


def retrieve_with(embedder: Embedder, edit: Edit | None = None) -> Retrieve:
    """Return the live way of looking things up, without leaving this thread."""

    async def retrieve(queries: Sequence[str], reader: Reader) -> Retrieved:
        asked = Asked.as_said(queries)
        AtomRetriever(reader=reader, embedder=lambda: embedder, edit=edit).retrieve(
            asked
        )
        return asked.retrieved

    return retrieve


def finished(work: Coroutine[Any, Any, Value]) -> Value:
    """Run a coroutine that never waits; with a loop around it, the ORM would refuse."""
    try:
        work.send(None)
    except StopIteration as done:
        value: Value = done.value
        return value
    work.close()
    raise RuntimeError("Asking waited for something.")
