"""Answers that were made before, read with the join that says whether they are still valid."""

import json
from collections.abc import Callable, Sequence

from accounts.database import in_database
from knowledge.answering.outcomes import Citation, Question
from knowledge.answering.repeat_scope import Scope, digest_of
from knowledge.answering.repeating import NEAR, Known
from knowledge.answering.same_asking import key_of
from knowledge.llm.embedder import Embedder
from knowledge.reader import Reader
from knowledge.retrieval.scope import Row, rows_of
from knowledge.retrieval.validity import VALID, validity

MOST_NEAR = 5

_COLUMNS = """
    entry.id, entry.question, entry.text, entry.citations::text, entry.confidence, entry.model,
    entry.tokens, entry.milliseconds, entry.vector::text, entry.vector_model
"""
_EXACT = f"""
    SELECT {_COLUMNS} FROM knowledge_cachedanswer entry
    WHERE entry.scope = %(scope)s AND entry.key = %(key)s AND {VALID}
"""  # noqa: S608 made of our own words; the values are parameters
# Vectors of one scope were made by one model: only they can be compared.
_NEAR = f"""
    WITH here AS MATERIALIZED (
        SELECT entry.* FROM knowledge_cachedanswer entry
        WHERE entry.scope = %(scope)s AND entry.about = %(atom)s
    )
    SELECT {_COLUMNS} FROM here entry
    WHERE 1 - (entry.vector <=> %(vector)s::vector) >= {NEAR} AND {VALID}
    ORDER BY entry.vector <=> %(vector)s::vector, entry.id
    LIMIT {MOST_NEAR}
"""  # noqa: S608 made of our own words; the values are parameters


class LiveMemory:
    """The kept answers of this desk, for answers that `model` would word.

    `embedder` is called for each question, as the vectors that are asked may change.
    """

    def __init__(self, model: str, embedder: Callable[[], Embedder]) -> None:
        self.model = model
        self._embedder = embedder

    async def read(self, work: Callable[[], list[Row]]) -> list[Row]:
        """Read from the database; a replay does so on its own connection."""
        return await in_database(work)

    async def exactly(self, question: Question, reader: Reader) -> Known | None:
        """Return the answer to this very question."""
        found = await self.read(lambda: self._exactly(question, reader))
        return _known(found[0]) if found else None

    async def nearby(
        self, question: Question, reader: Reader, *, vector: Sequence[float], atom: str
    ) -> Sequence[Known]:
        """Return answers about an atom to questions near this vector, nearest first."""
        asked = {"vector": json.dumps(list(vector)), "atom": atom}
        rows = await self.read(lambda: self._nearby(question, reader, asked))
        return [*map(_known, rows)]

    def _exactly(self, question: Question, reader: Reader) -> list[Row]:
        key = digest_of(key_of(question.text))
        return self._found(_EXACT, question, reader, {"key": key})

    def _nearby(
        self, question: Question, reader: Reader, asked: dict[str, str]
    ) -> list[Row]:
        return self._found(_NEAR, question, reader, asked)

    def _found(
        self, statement: str, question: Question, reader: Reader, asked: dict[str, str]
    ) -> list[Row]:
        vectors = self._embedder().model
        scope = Scope.of(question, reader, model=self.model, embedder=vectors)
        if scope is None:
            return []
        return rows_of(statement, asked | {"scope": scope.digest} | validity(reader))


def _known(row: Row) -> Known:
    entry, question, text, citations, *rest, vector, vector_model = row
    confidence, model, tokens, milliseconds = rest
    return Known(
        entry=entry,
        question=question,
        text=text,
        citations=[Citation(**each) for each in json.loads(citations)],
        confidence=confidence,
        model=model,
        tokens=tokens,
        milliseconds=milliseconds,
        vector=json.loads(vector),
        vector_model=vector_model,
    )
