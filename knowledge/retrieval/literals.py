"""The literal lane: which texts spell the very names that a question spells."""

from collections.abc import Sequence

from knowledge.indexing.literals import literals_of
from knowledge.retrieval.scope import READABLE_VERSION, Scope, rows_of

COMMON = 500
"""A name that so many texts spell is known here, and finds none of them."""

# A name weighs less the more texts spell it, by the root: one in a hundred still tells something.
_NAMES = f"""
WITH asked AS MATERIALIZED (
    SELECT * FROM unnest(%(numbers)s::int[], %(keys)s::text[]) AS given (query, key)
), spelled AS MATERIALIZED (
    SELECT once.key, found.version_id
    FROM (SELECT DISTINCT key FROM asked) AS once
    CROSS JOIN LATERAL (
        SELECT literal.version_id FROM knowledge_literal literal
        WHERE literal.key = once.key LIMIT {COMMON}
    ) AS found
), hit AS MATERIALIZED (
    SELECT spelled.key, version.id
    FROM spelled JOIN {READABLE_VERSION} ON version.id = spelled.version_id
), weighed AS MATERIALIZED (
    SELECT asked.query, asked.key, 1 / sqrt(greatest(count(hit.id), 1)) AS weight
    FROM asked LEFT JOIN hit USING (key)
    GROUP BY asked.query, asked.key
), total AS (
    SELECT query, sum(weight) AS weight FROM weighed GROUP BY query
)
SELECT weighed.query, hit.id, sum(weighed.weight) / total.weight
FROM weighed JOIN hit USING (key) JOIN total USING (query)
GROUP BY weighed.query, hit.id, total.weight
"""  # noqa: S608 made of our own words; the values are parameters


def names_in_common(queries: Sequence[str], scope: Scope) -> list[dict[int, float]]:
    """Return, for each query, how much of the names it spells each readable version spells too.

    A share from 0 to 1, weighed by how rare a name is among what may be read. Without a name in
    any query the database is not asked.
    """
    spelled = [
        (number, key)
        for number, query in enumerate(queries)
        for key in literals_of(query)
    ]
    found: list[dict[int, float]] = [{} for _ in queries]
    if not spelled:
        return found
    numbers, keys = zip(*spelled, strict=True)
    parameters = {**scope.parameters, "numbers": list(numbers), "keys": list(keys)}
    for number, version, share in rows_of(_NAMES, parameters):
        found[number][version] = share
    return found
