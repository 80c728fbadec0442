"""The lanes of a search: nearness of vectors, and BM25 over words; exact, or quick where it is much.

What may be read is decided in each statement by a join with what is live at that moment.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from knowledge.llm.embedder import Vectors
from knowledge.retrieval import exact, large
from knowledge.retrieval.scope import Row, Scope


@dataclass(frozen=True)
class Words:
    """What one question shares with the texts. `rarity` is the summed idf of all its words."""

    rarity: float
    bm25: Mapping[int, float]


class Near(NamedTuple):
    """One unit and its cosine; and what its text is about as a whole, apart from this unit.

    `centre` is the cosine of the middle of the text's vectors: its windows have one, and so has each
    of its pairs. Of those the nearest counts, as two pairs of a text may be about different things.
    `is_pairs` says that the text is pairs and nothing else.
    """

    cosine: float
    unit: int
    kind: str
    centre: float = 0.0
    is_pairs: bool = False


def nearest(
    vectors: Vectors, scope: Scope, *, most: int, also: Collection[int] = ()
) -> list[dict[int, list[Near]]]:
    """Return, for each vector, the units of some readable versions, the nearest first.

    These versions are the `most` nearest to each vector by their best unit, and `also` others
    as far as they may be read.
    """
    if scope.size and scope.size.goes_by_index:
        rows = large.units_near(vectors, scope, scope.size, most=most, also=also)
    else:
        rows = exact.units_near(vectors, scope, most=most, also=also)
    return [_by_version(rows, n) for n in range(len(vectors))]


def words_in_common(queries: Sequence[str], scope: Scope) -> list[Words]:
    """Return BM25 of each query against the readable versions that share its words.

    Any word counts, none is required. How rare a word is, and how long texts are, is measured
    over what this reader may read. Of a large index only the texts come back that may lead, and
    with an estimate: `measured` makes it exact.
    """
    if scope.size:
        return _words(large.leads(queries, scope, scope.size), len(queries))
    return _words(exact.shared_words(queries, scope), len(queries))


def measured(
    words: Sequence[Words],
    queries: Sequence[str],
    scope: Scope,
    versions: Collection[int],
) -> Sequence[Words]:
    """Return BM25 of these versions, whichever lane found them; exact already in a small index."""
    if not scope.size:
        return words
    return _words(large.shared_words(queries, scope.size, versions), len(queries))


def _words(rows: Sequence[Row], queries: int) -> list[Words]:
    rarity = [0.0] * queries
    bm25: list[dict[int, float]] = [{} for _ in range(queries)]
    for query, version, score in rows:
        if version is None:
            rarity[query] = score
        else:
            bm25[query][version] = score
    return [Words(*of_query) for of_query in zip(rarity, bm25, strict=True)]


def _by_version(rows: Sequence[Row], n: int) -> dict[int, list[Near]]:
    found: dict[int, list[Near]] = {}
    for version, unit, kind, is_pairs, cosines, centres in sorted(
        rows, key=lambda row: -row[4][n]
    ):
        near = Near(cosines[n], unit, kind, centres[n], is_pairs)
        found.setdefault(version, []).append(near)
    return found
