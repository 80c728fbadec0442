"""What a text is about as a whole: how near the middle of its vectors is to a query."""

from collections.abc import Sequence


def with_centres(units: str, queries: int, *, shown: str = "true") -> str:
    """Return the SQL of relations that end with `centred`: the `shown` units of `units`, with centres.

    `units` has version, unit, kind, pair, generation and near0 and on, and all units of its versions. Vectors
    have length 1, so the cosine of their middle is the mean of their cosines by the middle's length, which is
    kept (`Middle`). A text whose middle is no direction at all is near to nothing.
    """
    numbers = range(queries)
    greatest = ", ".join(
        f"coalesce(max(mean{n} / nullif(middle.length, 0)), 0) AS centre{n}"
        for n in numbers
    )
    return f"""
        part AS MATERIALIZED (
            SELECT version, generation, pair, bool_and(kind <> 'window') AS is_pairs,
                {_all("avg(near{n}) AS mean{n}", numbers)}
            FROM {units} GROUP BY version, generation, pair
        ), text AS MATERIALIZED (
            SELECT part.version, bool_and(part.is_pairs) AS is_pairs, {greatest}
            FROM part LEFT JOIN knowledge_middle middle ON middle.version_id = part.version
                AND middle.generation_id = part.generation
                AND middle.pair IS NOT DISTINCT FROM part.pair
            GROUP BY part.version
        ), centred AS (
            SELECT units.version, units.unit, units.kind, text.is_pairs,
                ARRAY[{_all("units.near{n}", numbers)}] AS cosines,
                ARRAY[{_all("text.centre{n}", numbers)}] AS centres
            FROM {units} AS units JOIN text USING (version) WHERE {shown}
        )
    """  # noqa: S608 made of our own words; the values are parameters


def _all(expression: str, numbers: Sequence[int]) -> str:
    return ", ".join(expression.format(n=n) for n in numbers)
