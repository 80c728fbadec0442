"""The words of what was found: which atom and section a unit is of, and what it says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.retrieval import large
from knowledge.retrieval.candidates import Details
from knowledge.retrieval.scope import (
    IN_GENERATION,
    NEARNESS,
    READABLE,
    Scope,
    rows_of,
)

_DETAILS = f"""
    SELECT atom.slug, version.id, version.number, version.title, version.type, version.body,
        coalesce(unit.kind, ''), coalesce(unit.section, ''), coalesce(unit.quote, ''),
        CASE unit.kind WHEN 'phrasing' THEN unit.text ELSE coalesce(pair.phrasings[1], '') END,
        coalesce(pair.phrasings[1], ''), coalesce(pair.answer, ''),
        version.language, atom.translation_of
    FROM {READABLE}
    JOIN unnest(%(versions)s::bigint[], %(units)s::bigint[]) AS chosen (version, unit)
        ON chosen.version = version.id
    LEFT JOIN knowledge_unit unit
        ON unit.id = chosen.unit AND unit.version_id = version.id
    LEFT JOIN knowledge_faqpair pair
        ON pair.version_id = version.id AND pair.ordinal = unit.pair
"""  # noqa: S608 made of our own words; the values are parameters

_NEAREST_UNITS = f"""
    SELECT unit.id, atom.slug, version.id, version.title, unit.section,
        coalesce(nullif(unit.quote, ''), unit.text), {NEARNESS.format(n=0)} AS nearness
    FROM {READABLE} JOIN knowledge_unit unit ON unit.version_id = version.id
    WHERE {IN_GENERATION}
        AND (%(keys)s::bigint[] IS NULL OR unit.id = ANY(%(keys)s::bigint[]))
    ORDER BY nearness DESC, unit.id
    LIMIT %(most)s
"""  # noqa: S608 made of our own words; the values are parameters


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


def details_of(chosen: Mapping[int, int | None], scope: Scope) -> dict[int, Details]:
    """Return the details of versions, each with its chosen unit, by the version's key.

    One that was unpublished since it was chosen is not among them.
    """
    parameters = {
        **scope.parameters,
        "versions": list(chosen),
        "units": list(chosen.values()),
    }
    found = (Details(*row) for row in rows_of(_DETAILS, parameters))
    return {details.version_id: details for details in found}


def nearest_units(
    vector: Sequence[float], scope: Scope, *, most: int
) -> list[NearUnit]:
    """Return the readable units nearest to a vector, best first."""
    keys = None
    if scope.size and scope.size.goes_by_index:
        keys = large.nearest_units(vector, scope, scope.size, most=most)
    parameters = {
        **scope.parameters,
        "vector0": str(list(vector)),
        "most": most,
        "keys": keys,
    }
    return [NearUnit(*row) for row in rows_of(_NEAREST_UNITS, parameters)]
