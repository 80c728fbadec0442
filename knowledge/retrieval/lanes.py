"""The lanes of a search, each one SQL statement: nearness of vectors, and BM25 over words.

What may be read is decided in each of them by a join with what is live at that moment.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from knowledge.indexing.lexemes import lexemes_of
from knowledge.llm.embedder import Embedder, Vectors
from knowledge.reader import Reader

Parameters = Mapping[str, Any]

BM25_SATURATION = 1.2
BM25_LENGTH = 0.75

# Published, current, of this site, readable: the one definition for every lane. The end of an
# atom's time counts here, as the sweep that unpublishes it comes up to half a minute later.
# Without an edit to try out, PostgreSQL takes the CASE out before it plans.
READABLE = """
    knowledge_atom atom
    JOIN knowledge_atomversion version
        ON version.id = CASE atom.id WHEN %(edited)s THEN %(edit)s ELSE atom.live_version_id END
        AND (atom.expires_at IS NULL OR atom.expires_at > now())
        AND atom.collection_id = ANY(%(collections)s)
        AND version.audience = ANY(%(audiences)s)
"""

IN_GENERATION = """
    unit.generation_id = (
        SELECT id FROM knowledge_generation
        WHERE model = %(model)s AND dimension = %(dimension)s
    )
"""

NEARNESS = "1 - (unit.vector <=> %(vector{n})s::vector)"

_WORDS = f"""
WITH asked AS MATERIALIZED (
    SELECT query, word.lexeme
    FROM unnest(%(queries)s::text[]) WITH ORDINALITY AS given (text, query),
        unnest({lexemes_of("given.text")}) AS word
), readable AS MATERIALIZED (
    SELECT version.id, document.length::float8 AS length
    FROM {READABLE} JOIN knowledge_document document ON document.version_id = version.id
), total AS MATERIALIZED (
    SELECT count(*)::float8 AS texts, avg(length) AS length FROM readable
), hit AS MATERIALIZED (
    SELECT posting.lexeme, posting.version_id,
        posting.frequency::float8 * {BM25_SATURATION + 1} / (
            posting.frequency::float8 + {BM25_SATURATION}
            * ({1 - BM25_LENGTH} + {BM25_LENGTH} * readable.length / total.length)
        ) AS weight
    FROM (SELECT DISTINCT lexeme FROM asked) AS once
    JOIN knowledge_posting posting USING (lexeme)
    JOIN readable ON readable.id = posting.version_id
    CROSS JOIN total
), rarity AS MATERIALIZED (
    SELECT once.lexeme,
        ln(1 + (total.texts - count(hit.lexeme) + 0.5) / (count(hit.lexeme) + 0.5)) AS idf
    FROM (SELECT DISTINCT lexeme FROM asked) AS once
    LEFT JOIN hit USING (lexeme)
    CROSS JOIN total
    GROUP BY once.lexeme, total.texts
)
SELECT asked.query::int - 1, hit.version_id, sum(rarity.idf * hit.weight)
FROM hit JOIN rarity USING (lexeme) JOIN asked USING (lexeme)
GROUP BY asked.query, hit.version_id
UNION ALL
SELECT asked.query::int - 1, NULL, sum(rarity.idf)
FROM asked JOIN rarity USING (lexeme)
GROUP BY asked.query
"""  # noqa: S608 made of our own words; the values are parameters


class Edit(NamedTuple):
    """A version that is searched as if it were the live one of its atom; both by their keys."""

    atom: int
    version: int


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


@dataclass(frozen=True)
class Words:
    """What one question shares with the texts. `rarity` is the summed idf of all its words."""

    rarity: float
    bm25: Mapping[int, float]


class Near(NamedTuple):
    """One unit and its cosine."""

    cosine: float
    unit: int
    kind: str


def nearest(
    vectors: Vectors, scope: Scope, *, most: int, also: Collection[int] = ()
) -> list[dict[int, list[Near]]]:
    """Return, for each vector, the units of some readable versions, the nearest first.

    These versions are the `most` nearest to each vector by their best unit, and `also` others
    as far as they may be read. An exact scan: with some thousands of units it is as fast as
    an index, and misses nothing.
    """
    numbers = range(len(vectors))
    names = ", ".join(f"near{n}" for n in numbers)
    cosines = ", ".join(f"{NEARNESS.format(n=n)} AS near{n}" for n in numbers)
    maxima = ", ".join(f"max(near{n}) AS near{n}" for n in numbers)
    firsts = " UNION ".join(
        f"(SELECT version FROM best ORDER BY near{n} DESC LIMIT %(most)s)"  # noqa: S608
        for n in numbers
    )
    statement = f"""
        WITH near AS MATERIALIZED (
            SELECT version.id AS version, unit.id AS unit, unit.kind, {cosines}
            FROM {READABLE} JOIN knowledge_unit unit ON unit.version_id = version.id
            WHERE {IN_GENERATION}
        ), best AS MATERIALIZED (
            SELECT version, {maxima} FROM near GROUP BY version
        ), chosen AS MATERIALIZED ({firsts} UNION SELECT unnest(%(also)s::bigint[]))
        SELECT version, unit, kind, {names} FROM near JOIN chosen USING (version)
        ORDER BY unit
    """  # noqa: S608 made of our own words; the values are parameters
    parameters = {**scope.parameters, **vector_parameters(vectors)}
    rows = rows_of(statement, {**parameters, "most": most, "also": list(also)})
    return [_by_version(rows, n) for n in numbers]


def words_in_common(queries: Sequence[str], scope: Scope) -> list[Words]:
    """Return BM25 of each query against every readable version that has one of its words.

    Any word counts, none is required. How rare a word is, and how long texts are, is measured
    over what this reader may read: no other text has any influence.
    """
    parameters = {**scope.parameters, "queries": list(queries)}
    rarity = [0.0] * len(queries)
    bm25: list[dict[int, float]] = [{} for _ in queries]
    for query, version, score in rows_of(_WORDS, parameters):
        if version is None:
            rarity[query] = score
        else:
            bm25[query][version] = score
    return [Words(*of_query) for of_query in zip(rarity, bm25, strict=True)]


def _by_version(rows: Sequence[tuple[Any, ...]], n: int) -> dict[int, list[Near]]:
    found: dict[int, list[Near]] = {}
    for version, unit, kind, *cosines in sorted(rows, key=lambda row: -row[n + 3]):
        found.setdefault(version, []).append(Near(cosines[n], unit, kind))
    return found


def vector_parameters(vectors: Vectors) -> dict[str, str]:
    """Return the vectors as pgvector reads them, named `vector0` and on."""
    return {f"vector{n}": str(vector.tolist()) for n, vector in enumerate(vectors)}


def rows_of(statement: str, parameters: Parameters) -> list[tuple[Any, ...]]:
    """Run one statement that reads."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
