"""What a text is about as a whole: how near the middle of its vectors is to a query."""

from collections.abc import Sequence


def with_centres(units: str, queries: int) -> str:
    """Return the SQL of relations that end with `centred`: the units of `units`, and their texts' centres.

    `units` has version, unit, kind, pair, generation and near0 and on, and all units of its versions. Vectors
    have length 1, so the cosine of their middle is the mean of their cosines by the middle's length, which is
    kept (`Middle`). A text whose middle is no direction at all is near to nothing.
    """
    numbers = range(queries)
    means = ", ".join(
        f"coalesce(avg(near{n}) / nullif(max(middle.length), 0), 0) AS centre{n}"
        for n in numbers
    )
    return f"""
        part AS MATERIALIZED (
            SELECT units.version, bool_and(units.kind <> 'window') AS is_pairs, {means}
            FROM {units} AS units
            LEFT JOIN knowledge_middle middle ON middle.version_id = units.version
                AND middle.generation_id = units.generation
                AND middle.pair IS NOT DISTINCT FROM units.pair
            GROUP BY units.version, units.pair
        ), text AS MATERIALIZED (
            SELECT version, bool_and(is_pairs) AS is_pairs, {_all("max(centre{n}) AS centre{n}", numbers)}
            FROM part GROUP BY version
        ), centred AS (
            SELECT units.version, units.unit, units.kind, text.is_pairs,
                ARRAY[{_all("units.near{n}", numbers)}] AS cosines,
                ARRAY[{_all("text.centre{n}", numbers)}] AS centres
            FROM {units} AS units JOIN text USING (version)
        )
    """  # noqa: S608 made of our own words; the values are parameters


def _all(expression: str, numbers: Sequence[int]) -> str:
    return ", ".join(expression.format(n=n) for n in numbers)
