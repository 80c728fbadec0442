"""The words of chosen versions: what they are, and the unit of each that fits best."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.llm.embedder import Vectors
from knowledge.retrieval.lanes import (
    IN_GENERATION,
    NEARNESS,
    READABLE,
    Scope,
    rows_of,
    vector_parameters,
)


@dataclass(frozen=True)
class Details:
    """One version with its best unit; nothing of a unit where only words were found."""

    atom: str
    version_id: int
    version: int
    title: str
    type: str
    body: str
    kind: str
    section: str
    quote: str
    question: str
    answer: str


def details_of(
    chosen: Sequence[tuple[int, int]], vectors: Vectors, scope: Scope
) -> Mapping[int, Details]:
    """Return the details of chosen versions, each with the number of its question.

    One that was unpublished since it was chosen is not among them.
    """
    nearness = " ".join(
        f"WHEN {n} THEN {NEARNESS.format(n=n)}" for n in range(len(vectors))
    )
    statement = f"""
        SELECT DISTINCT ON (version.id) atom.slug, version.id, version.number, version.title,
            version.type, version.body, coalesce(unit.kind, ''), coalesce(unit.section, ''),
            coalesce(unit.quote, ''), coalesce(pair.phrasings[1], ''),
            coalesce(pair.answer, '')
        FROM {READABLE}
        JOIN unnest(%(versions)s::bigint[], %(asked)s::int[]) AS chosen (id, query)
            ON chosen.id = version.id
        LEFT JOIN knowledge_unit unit ON unit.version_id = version.id AND {IN_GENERATION}
        LEFT JOIN knowledge_faqpair pair
            ON pair.version_id = version.id AND pair.ordinal = unit.pair
        ORDER BY version.id, CASE chosen.query {nearness} END DESC NULLS LAST, unit.id
    """  # noqa: S608 made of our own words; the values are parameters
    parameters = {
        **scope.parameters,
        **vector_parameters(vectors),
        "versions": [version for version, _ in chosen],
        "asked": [query for _, query in chosen],
    }
    found = (Details(*row) for row in rows_of(statement, parameters))
    return {details.version_id: details for details in found}


@dataclass(frozen=True)
class NearUnit:
    """One unit near a vector."""

    key: int
    atom: str
    version_id: int
    title: str
    section: str
    text: str
    cosine: float


_NEAREST_UNITS = f"""
    SELECT unit.id, atom.slug, version.id, version.title, unit.section,
        coalesce(nullif(unit.quote, ''), unit.text), {NEARNESS.format(n=0)} AS nearness
    FROM {READABLE} JOIN knowledge_unit unit ON unit.version_id = version.id
    WHERE {IN_GENERATION}
    ORDER BY nearness DESC, unit.id
    LIMIT %(most)s
"""  # noqa: S608 made of our own words; the values are parameters


def nearest_units(
    vector: Sequence[float], scope: Scope, *, most: int
) -> list[NearUnit]:
    """Return the readable units nearest to a vector, best first."""
    parameters = {**scope.parameters, "vector0": str(list(vector)), "most": most}
    return [NearUnit(*row) for row in rows_of(_NEAREST_UNITS, parameters)]
