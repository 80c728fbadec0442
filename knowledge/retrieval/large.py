"""The lanes where the index is large: candidates by indexes first, then exact measures of those.

What a shelf holds is counted now and then (`services.counting`); the counts of the shelves that
a reader may read are summed, so that no other text has any influence here either.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction

from knowledge.indexing.lexemes import weight_of
from knowledge.llm.embedder import Vectors
from knowledge.retrieval.centres import with_centres
from knowledge.retrieval.scope import (
    ASKED,
    NEARNESS,
    READABLE_VERSION,
    Parameters,
    Row,
    Scope,
    Size,
    idf_of,
    rows_of,
    vector_parameters,
)
from knowledge.retrieval.scoring import UNITS

RAREST = 8
"""So many words of all queries, the rarest, lead to candidates."""
LEADS = 200
"""So many texts, those with most of a word, are candidates by it: from all shelves together."""
LEAST_LEADS = 25
"""And so many of each shelf, as what is asked for may be on one of many."""
LED = 50
"""So many candidates of a query are brought back."""
MEASURED = 32
"""So many words of all queries, the rarest, count in BM25."""
UNITS_TO_A_VERSION = 2
"""So many near units are looked at to find a version, as some are of the same one."""
SCANNED = 40_000
"""So many units the index goes through at most where a reader may not read the nearest ones."""

_RARITY = f"""
asked AS MATERIALIZED ({ASKED}), rarity AS MATERIALIZED (
    SELECT once.lexeme, {idf_of("coalesce(sum(counted.texts), 0)::float8", "%(texts)s")} AS idf
    FROM (SELECT DISTINCT lexeme FROM asked) AS once
    LEFT JOIN knowledge_lexemecount counted
        ON counted.lexeme = once.lexeme AND counted.shelf_id = ANY(%(shelves)s)
    GROUP BY once.lexeme
)
"""  # noqa: S608 made of our own words; the values are parameters

_LEADS = f"""
WITH {_RARITY}, rarest AS MATERIALIZED (
    SELECT lexeme, idf FROM rarity ORDER BY idf DESC, lexeme LIMIT {RAREST}
), lead AS MATERIALIZED (
    SELECT rarest.lexeme, first.version_id, rarest.idf * first.weight AS score
    FROM rarest CROSS JOIN unnest(%(shelves)s::bigint[]) AS held (shelf)
    CROSS JOIN LATERAL (
        SELECT posting.version_id, posting.weight FROM knowledge_posting posting
        WHERE posting.lexeme = rarest.lexeme AND posting.shelf_id = held.shelf
        ORDER BY posting.weight DESC LIMIT {{leads}}
    ) AS first
), scored AS MATERIALIZED (
    SELECT asked.query, lead.version_id, sum(lead.score) AS score
    FROM lead JOIN asked USING (lexeme) GROUP BY asked.query, lead.version_id
), placed AS MATERIALIZED (
    SELECT *, row_number() OVER (PARTITION BY query ORDER BY score DESC, version_id) AS place
    FROM scored
)
SELECT placed.query::int - 1, version.id, placed.score
FROM placed JOIN {READABLE_VERSION} ON version.id = placed.version_id
WHERE placed.place <= {LED}
"""  # noqa: S608 made of our own words; the values are parameters

_SHARED_WORDS = f"""
WITH {_RARITY}, measured AS MATERIALIZED (
    SELECT lexeme, idf FROM rarity ORDER BY idf DESC, lexeme LIMIT {MEASURED}
), hit AS MATERIALIZED (
    SELECT measured.lexeme, posting.version_id, measured.idf
        * {weight_of("posting.frequency", "document.length::float8", "%(mean_length)s")} AS score
    FROM measured
    JOIN knowledge_posting posting
        ON posting.lexeme = measured.lexeme AND posting.version_id = ANY(%(versions)s)
    JOIN knowledge_document document ON document.version_id = posting.version_id
)
SELECT asked.query::int - 1, hit.version_id, sum(hit.score)
FROM hit JOIN asked USING (lexeme) GROUP BY asked.query, hit.version_id
UNION ALL
SELECT asked.query::int - 1, NULL, sum(rarity.idf)
FROM asked JOIN rarity USING (lexeme) GROUP BY asked.query
"""  # noqa: S608 made of our own words; the values are parameters

# A sub-query in the place of a join: it is asked for each unit that the index comes by, so
# that the index goes on until it has found enough that may be read. Generation and numbers stand
# in the text, as a plan that is made for any parameters would not go by the index.
_NEAREST = f"""
    SELECT unit.id, unit.version_id AS version, {{distance}} AS distance
    FROM knowledge_unit unit
    WHERE unit.generation_id = {{generation}}
        AND (SELECT true FROM {READABLE_VERSION} WHERE version.id = unit.version_id)
    ORDER BY {{distance}} LIMIT {{units}}
"""  # noqa: S608 made of our own words; the values are parameters


def leads(queries: Sequence[str], scope: Scope, size: Size) -> list[Row]:
    """Return query, version and a first estimate of BM25, for the texts that may lead."""
    parameters = {
        **scope.parameters,
        **size.parameters,
        "queries": list(queries),
    }
    of_each = max(LEAST_LEADS, LEADS // len(size.shelves))
    return rows_of(_LEADS.format(leads=of_each), parameters)


def shared_words(
    queries: Sequence[str], size: Size, versions: Collection[int]
) -> list[Row]:
    """Return query, version and BM25 of these versions; once for each query its rarity."""
    parameters = {
        **size.parameters,
        "queries": list(queries),
        "versions": sorted(versions),
    }
    return rows_of(_SHARED_WORDS, parameters)


def units_near(
    vectors: Vectors, scope: Scope, size: Size, *, most: int, also: Collection[int]
) -> list[Row]:
    """Return for units of near versions version, unit, kind, whether its text is pairs, and with each
    vector the cosine of the unit and of its text's centre.
    """
    numbers = range(len(vectors))
    units = most * UNITS_TO_A_VERSION
    nearest = ", ".join(
        f"near{n} AS MATERIALIZED ({_nearest(n, scope, size, units)})" for n in numbers
    )
    firsts = " UNION ".join(
        f"(SELECT version FROM near{n} GROUP BY version ORDER BY min(distance) LIMIT {most:d})"  # noqa: S608
        for n in numbers
    )
    cosines = ", ".join(f"{NEARNESS.format(n=n)} AS near{n}" for n in numbers)
    places = ", ".join(
        f"row_number() OVER (PARTITION BY version ORDER BY near{n} DESC)"
        for n in numbers
    )
    statement = f"""
        WITH {nearest}, chosen AS MATERIALIZED (
            {firsts} UNION
            SELECT version.id FROM {READABLE_VERSION} WHERE version.id = ANY(%(also)s::bigint[])
        ), measured AS MATERIALIZED (
            SELECT near.*, least({places}) AS place FROM (
                SELECT unit.version_id AS version, unit.id AS unit, unit.kind, unit.pair,
                    unit.generation_id AS generation, {cosines}
                FROM chosen JOIN knowledge_unit unit
                    ON unit.version_id = chosen.version AND unit.generation_id = {_generation(size)}
            ) AS near
        ), {with_centres("measured", len(vectors), shown=f"place <= {UNITS + 1}")}
        SELECT version, unit, kind, is_pairs, cosines, centres FROM centred ORDER BY unit
    """  # noqa: S608 made of our own words; the values are parameters
    parameters: Parameters = {
        **scope.parameters,
        **vector_parameters(vectors),
        "also": list(also),
    }
    with _by_index(units):
        return rows_of(statement, parameters)


def nearest_units(
    vector: Sequence[float], scope: Scope, size: Size, *, most: int
) -> list[int]:
    """Return the keys of the units nearest to a vector."""
    statement = f"SELECT id FROM ({_nearest(0, scope, size, most)}) AS near"  # noqa: S608
    parameters: Parameters = {
        **scope.parameters,
        "vector0": str(list(vector)),
    }
    with _by_index(most):
        return [key for (key,) in rows_of(statement, parameters)]


def _nearest(n: int, scope: Scope, size: Size, units: int) -> str:
    dimension = scope.dimension
    distance = (
        f"(unit.vector::halfvec({dimension})) <=> %(vector{n})s::halfvec({dimension})"
    )
    return _NEAREST.format(
        distance=distance, generation=_generation(size), units=int(units)
    )


def _generation(size: Size) -> int:
    return int(size.generation or 0)


@contextmanager
def _by_index(units: int) -> Iterator[None]:
    """Let statements look at so many units, and on until enough of them may be read.

    Compiling a statement of some milliseconds would take longer than the statement.
    """
    settings = {
        "hnsw.ef_search": str(min(max(units, 40), 1000)),
        "hnsw.iterative_scan": "relaxed_order",
        "hnsw.max_scan_tuples": str(SCANNED),
        "jit": "off",
    }
    with transaction.atomic():
        with connection.cursor() as cursor:
            chosen = ", ".join(["set_config(%s, %s, true)"] * len(settings))
            values = [word for setting in settings.items() for word in setting]
            cursor.execute(f"SELECT {chosen}", values)
        yield
