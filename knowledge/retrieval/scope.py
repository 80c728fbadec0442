"""Which texts a search runs over: what a reader may read at that moment, and how much it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db import connection

from knowledge.indexing.lexemes import lexemes_of
from knowledge.llm.embedder import Embedder, Vectors
from knowledge.reader import Reader

Parameters = Mapping[str, Any]
Row = tuple[Any, ...]

# Published, current, of this site, readable: the one definition for every lane. The end of an
# atom's time counts here, as the sweep that unpublishes it comes up to half a minute later.
# Without an edit to try out, PostgreSQL takes the CASE out before it plans.
_IS_READABLE = """
    version.id = CASE atom.id WHEN %(edited)s THEN %(edit)s ELSE atom.live_version_id END
    AND (atom.expires_at IS NULL OR atom.expires_at > now())
    AND atom.collection_id = ANY(%(collections)s)
    AND version.audience = ANY(%(audiences)s)
"""
READABLE = f"knowledge_atom atom JOIN knowledge_atomversion version ON {_IS_READABLE}"
"""All that may be read, each text once."""
READABLE_VERSION = f"""
    knowledge_atomversion version
    JOIN knowledge_atom atom ON atom.id = version.atom_id AND {_IS_READABLE}
"""
"""The same, for versions that are known: it is looked up from the version."""

IN_GENERATION = """
    unit.generation_id = (
        SELECT id FROM knowledge_generation
        WHERE model = %(model)s AND dimension = %(dimension)s
    )
"""

NEARNESS = "1 - (unit.vector <=> %(vector{n})s::vector)"

ASKED = f"""
    SELECT query, word.lexeme
    FROM unnest(%(queries)s::text[]) WITH ORDINALITY AS given (text, query),
        unnest({lexemes_of("given.text")}) AS word
"""  # noqa: S608 made of our own words; the values are parameters
"""The words of each query, each once."""

NEAR_INDEX = "knowledge_unit_near_"
"""The name of an index over the vectors of a generation, before the generation's key."""

UNITS_FROM = 20_000
"""Of fewer vectors an exact scan is about as fast; `benchmarks.scale` measures it."""

_SIZE = f"""
    SELECT generation.id, coalesce((
            SELECT indisvalid FROM pg_index
            WHERE indexrelid = to_regclass('{NEAR_INDEX}' || generation.id)
        ), false),
        array_agg(shelf.id), sum(shelf.texts)::int, sum(shelf.length)::float8,
        coalesce(sum(shelf.units), 0)::int
    FROM knowledge_shelf shelf
    LEFT JOIN knowledge_generation generation
        ON generation.model = %(model)s AND generation.dimension = %(dimension)s
    WHERE shelf.collection_id = ANY(%(collections)s) AND shelf.audience = ANY(%(audiences)s)
    GROUP BY generation.id
    HAVING sum(shelf.texts) > 0
"""  # noqa: S608 made of our own words; the values are parameters


class Edit(NamedTuple):
    """A version that is searched as if it were the live one of its atom; both by their keys."""

    atom: int
    version: int


@dataclass(frozen=True)
class Size:
    """How much a reader may read of a large index, as it was counted last.

    `indexed` says whether the vectors of the generation have an index to find the nearest by.
    """

    generation: int | None
    indexed: bool
    shelves: Sequence[int]
    texts: int
    length: float
    units: int

    @property
    def parameters(self) -> Parameters:
        return {
            "generation": self.generation,
            "shelves": list(self.shelves),
            "texts": self.texts,
            "mean_length": max(self.length / self.texts, 1.0),
        }

    @property
    def goes_by_index(self) -> bool:
        """Whether the nearest of so many vectors are found by their index sooner."""
        return self.indexed and self.units >= UNITS_FROM


@dataclass(frozen=True)
class Scope:
    """Which texts a search runs over, as parameters of its statements."""

    reader: Reader
    model: str
    dimension: int
    edit: Edit | None = None

    @classmethod
    def of(
        cls, reader: Reader, embedder: Embedder, edit: Edit | None = None
    ) -> "Scope":
        """What this reader may read, by vectors that this embedder can be compared with."""
        return cls(reader, embedder.model, embedder.dimension, edit)

    @property
    def parameters(self) -> Parameters:
        return {
            "collections": sorted(self.reader.collections),
            "audiences": sorted(self.reader.audiences),
            "model": self.model,
            "dimension": self.dimension,
            "edited": self.edit and self.edit.atom,
            "edit": self.edit and self.edit.version,
        }

    @cached_property
    def size(self) -> Size | None:
        """How much may be read, looked up once; None where the index is small."""
        rows = rows_of(_SIZE, self.parameters)
        return Size(*rows[0]) if rows else None


def idf_of(having: str, texts: str) -> str:
    """Return the SQL expression for how rare a word is that so many of all texts have."""
    return f"ln(1 + ({texts} - {having} + 0.5) / ({having} + 0.5))"


def vector_parameters(vectors: Vectors) -> dict[str, str]:
    """Return the vectors as pgvector reads them, named `vector0` and on."""
    return {
        f"vector{n}": str([round(x, 8) for x in vector.tolist()])
        for n, vector in enumerate(vectors)
    }


def rows_of(statement: str, parameters: Parameters) -> list[Row]:
    """Run one statement that reads."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows: list[Row] = cursor.fetchall()
    return rows
