"""The search: every lane over what a reader may read, mixed into one ranking of atoms."""

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from heapq import nlargest

from knowledge.llm.embedder import Embedder
from knowledge.reader import Reader
from knowledge.retrieval import lanes
from knowledge.retrieval.candidates import NOTHING, Candidate, Retrieved
from knowledge.retrieval.details import details_of
from knowledge.retrieval.lanes import Near, Words
from knowledge.retrieval.literals import names_in_common
from knowledge.retrieval.normalising import normalised
from knowledge.retrieval.scope import Edit, Scope
from knowledge.retrieval.scoring import (
    MOST,
    Ranking,
    Scored,
    View,
    content_words,
    rank,
)
from knowledge.retrieval.slips import mended

CANDIDATES = 10
"""How many texts are brought back with their words; the ranking knows more."""
NEAREST = 30
"""So many texts of each lane may come first by each wording of a question that is looked up in several:
with as many as for a single one a search of a large index takes longer and finds no more right texts."""
NO_UNIT = Near(0.0, 0, "")

_PARTS = ("embed", "lexical", "literal", "dense", "texts")


def search(
    *,
    queries: Sequence[str],
    reader: Reader,
    embedder: Embedder,
    most: int = CANDIDATES,
    edit: Edit | None = None,
) -> Retrieved:
    """Find what may answer a question, asked in one or more ways; the first is the last turn.

    With an `edit`, as if that version were live.

    1. Embed the queries, normalised and without slips; meanwhile measure which words and names the readable texts share.
    2. Measure how near every readable text is; in a large index those that may come first.
    3. Rank those that may come first.
    4. Fetch the words of the best; what was unpublished meanwhile drops out here.

    Raises EmbeddingFailed.
    """
    if not (reader.collections and reader.audiences and queries):
        return NOTHING
    clock = _Clock()
    scope = Scope.of(reader, embedder, edit)
    with clock.measured("lexical"):
        queries = mended([normalised(query) for query in queries], scope)
    leading = MOST if len(queries) == 1 else NEAREST
    # The database counts words while this machine, or another one, embeds.
    with ThreadPoolExecutor(max_workers=1) as beside:
        embedding = beside.submit(clock.measured("embed")(embedder.embed), queries)
        with clock.measured("lexical"):
            words = lanes.words_in_common(queries, scope)
        with clock.measured("literal"):
            names = names_in_common(queries, scope)
        vectors = embedding.result()
    with clock.measured("dense"):
        worded = set(_first([*(found.bm25 for found in words), *names], leading))
        units = lanes.nearest(vectors, scope, most=leading, also=worded)
    with clock.measured("lexical"):
        words = list(lanes.measured(words, queries, scope, worded.union(*units)))
    found = zip(queries, units, words, names, strict=True)
    ranking = _with_centres(rank([_view(*of_query) for of_query in found]), units)
    with clock.measured("texts"):
        candidates = tuple(_candidates(ranking.scored[:most], units, scope))
    return Retrieved(
        queries=tuple(queries),
        candidates=candidates,
        ranking=_still_there(ranking, candidates, most),
        vector=tuple(vectors[0].tolist()),
        model=embedder.model,
        milliseconds=tuple((part, clock.milliseconds[part]) for part in _PARTS),
    )


def _still_there(
    ranking: Ranking, candidates: Sequence[Candidate], most: int
) -> Ranking:
    """The ranking without those of the best that have just been unpublished.

    Empty when all of them have: of the rest nobody knows the words.
    """
    kept = tuple(candidate.scored for candidate in candidates)
    return replace(ranking, scored=kept and (*kept, *ranking.scored[most:]))


def _first(views: Sequence[Mapping[int, float]], most: int) -> Iterator[int]:
    """The texts that share most with each query; with the nearest, nothing else can lead."""
    for values in views:
        yield from nlargest(most, values, key=values.__getitem__)


def _view(
    query: str,
    units: dict[int, list[Near]],
    words: Words,
    names: Mapping[int, float],
) -> View:
    cosines = {
        version: [near.cosine for near in of_version]
        for version, of_version in units.items()
    }
    return View(
        cosines=cosines,
        bm25=words.bm25,
        rarity=words.rarity,
        literals=names,
        words=content_words(query),
    )


def _with_centres(
    ranking: Ranking, units: Sequence[Mapping[int, Sequence[Near]]]
) -> Ranking:
    """The ranking with what each text is about as a whole; without units nobody knows."""
    firsts = [units[each.view].get(each.key, (NO_UNIT,))[0] for each in ranking.scored]
    scored = (
        replace(each, centre=first.centre, is_pairs=first.is_pairs)
        for each, first in zip(ranking.scored, firsts, strict=True)
    )
    return replace(ranking, scored=tuple(scored))


def _candidates(
    scored: Sequence[Scored], units: Sequence[dict[int, list[Near]]], scope: Scope
) -> Iterator[Candidate]:
    shown = {one.key: _shown(one, units) for one in scored}
    details = details_of({key: near.unit for key, near in shown.items()}, scope)
    for one in scored:
        if one.key in details:
            near = shown[one.key]
            yield Candidate(**vars(details[one.key]), cosine=near.cosine, scored=one)


def _shown(found: Scored, units: Sequence[dict[int, list[Near]]]) -> Near:
    """The best unit with words of its own: a title can be found, but says nothing.

    Of a text that was found with the turn before in front, the part counts that fits best in
    all wordings together: the turn before found the text, the last turn asks for a part of it.
    """
    nearest = units[found.view].get(found.key, [])
    if found.view:
        together: defaultdict[int, float] = defaultdict(float)
        for of_query in units:
            for near in of_query.get(found.key, ()):
                together[near.unit] += near.cosine
        nearest = sorted(nearest, key=lambda near: -together[near.unit])
    with_words = (near for near in nearest if near.kind != "title")
    return next(with_words, nearest[0] if nearest else NO_UNIT)


class _Clock:
    """Where the milliseconds went."""

    def __init__(self) -> None:
        self.milliseconds: dict[str, float] = {}

    @contextmanager
    def measured(self, part: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        before = self.milliseconds.get(part, 0.0)
        self.milliseconds[part] = before + (time.perf_counter() - start) * 1000
