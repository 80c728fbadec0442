"""The lanes over everything that may be read: nothing is missed, and the time grows with it."""

from collections.abc import Collection, Sequence

from knowledge.indexing.lexemes import weight_of
from knowledge.llm.embedder import Vectors
from knowledge.retrieval.centres import with_centres
from knowledge.retrieval.scope import (
    ASKED,
    IN_GENERATION,
    NEARNESS,
    READABLE,
    Row,
    Scope,
    idf_of,
    rows_of,
    vector_parameters,
)

_SHARED_WORDS = f"""
WITH asked AS MATERIALIZED ({ASKED}), readable AS MATERIALIZED (
    SELECT version.id, document.length::float8 AS length
    FROM {READABLE} JOIN knowledge_document document ON document.version_id = version.id
), total AS MATERIALIZED (
    SELECT count(*)::float8 AS texts, avg(length) AS length FROM readable
), hit AS MATERIALIZED (
    SELECT posting.lexeme, posting.version_id,
        {weight_of("posting.frequency", "readable.length", "total.length")} AS weight
    FROM (SELECT DISTINCT lexeme FROM asked) AS once
    JOIN knowledge_posting posting USING (lexeme)
    JOIN readable ON readable.id = posting.version_id
    CROSS JOIN total
), rarity AS MATERIALIZED (
    SELECT once.lexeme, {idf_of("count(hit.lexeme)", "total.texts")} AS idf
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


def units_near(
    vectors: Vectors, scope: Scope, *, most: int, also: Collection[int]
) -> list[Row]:
    """Return for units of near versions version, unit, kind, whether its text is pairs, and with each
    vector the cosine of the unit and of its text's centre.
    """
    numbers = range(len(vectors))
    cosines = ", ".join(f"{NEARNESS.format(n=n)} AS near{n}" for n in numbers)
    maxima = ", ".join(f"max(near{n}) AS near{n}" for n in numbers)
    firsts = " UNION ".join(
        f"(SELECT version FROM best ORDER BY near{n} DESC LIMIT %(most)s)"  # noqa: S608
        for n in numbers
    )
    statement = f"""
        WITH near AS MATERIALIZED (
            SELECT version.id AS version, unit.id AS unit, unit.kind, unit.pair,
                unit.generation_id AS generation, {cosines}
            FROM {READABLE} JOIN knowledge_unit unit ON unit.version_id = version.id
            WHERE {IN_GENERATION}
        ), best AS MATERIALIZED (
            SELECT version, {maxima} FROM near GROUP BY version
        ), chosen AS MATERIALIZED (
            {firsts} UNION SELECT unnest(%(also)s::bigint[])
        ), measured AS MATERIALIZED (
            SELECT near.* FROM near JOIN chosen USING (version)
        ), {with_centres("measured", len(vectors))}
        SELECT version, unit, kind, is_pairs, cosines, centres FROM centred ORDER BY unit
    """  # noqa: S608 made of our own words; the values are parameters
    parameters = {**scope.parameters, **vector_parameters(vectors)}
    return rows_of(statement, {**parameters, "most": most, "also": list(also)})


def shared_words(queries: Sequence[str], scope: Scope) -> list[Row]:
    """Return query, version and BM25; once for each query, without a version, its rarity.

    How rare a word is, and how long texts are, is measured over what this reader may read: no
    other text has any influence.
    """
    return rows_of(_SHARED_WORDS, {**scope.parameters, "queries": list(queries)})
