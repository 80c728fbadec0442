"""What a text is about as a whole: the middle of its vectors, apart from the unit that fits best."""

from collections.abc import Collection
from dataclasses import dataclass

from knowledge.llm.embedder import Vectors
from knowledge.retrieval.scope import IN_GENERATION, Scope, rows_of, vector_parameters


@dataclass(frozen=True)
class Centre:
    """How near the middle of a text is to each query, and whether it is pairs and nothing else."""

    cosines: tuple[float, ...]
    is_pairs: bool


def centres_of(
    versions: Collection[int], vectors: Vectors, scope: Scope
) -> dict[int, Centre]:
    """Return the centre of each version that has units.

    The windows of a text have one middle, and so has each of its pairs: of those the nearest to
    a query counts, as two pairs of a text may be about different things.
    """
    cosines = ", ".join(
        f"max(1 - (middle <=> %(vector{n})s::vector))" for n in range(len(vectors))
    )
    statement = f"""
        SELECT version_id, bool_and(is_pair), {cosines}
        FROM (
            SELECT unit.version_id, avg(unit.vector) AS middle,
                bool_and(unit.kind <> 'window') AS is_pair
            FROM knowledge_unit unit
            WHERE unit.version_id = ANY(%(versions)s) AND {IN_GENERATION}
            GROUP BY unit.version_id, unit.pair
        ) AS part
        GROUP BY version_id
    """  # noqa: S608 made of our own words; the values are parameters
    parameters = {
        **scope.parameters,
        **vector_parameters(vectors),
        "versions": list(versions),
    }
    return {
        version: Centre(tuple(of_version), is_pairs)
        for version, is_pairs, *of_version in rows_of(statement, parameters)
    }
