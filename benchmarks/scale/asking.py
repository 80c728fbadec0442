"""What searches of a large knowledge base take, and what the quick lanes miss of the exact ones."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from benchmarks import processor
from benchmarks.offline import ways
from benchmarks.scale.filling import slug_of
from knowledge.evaluation.figures import percentile
from knowledge.evaluation.sets import EvaluationSet
from knowledge.llm.embedder import Embedder
from knowledge.models import Collection, Document, Unit
from knowledge.reader import AUDIENCES, PUBLIC, Reader
from knowledge.replaying import Remembering
from knowledge.retrieval import exact, lanes, large
from knowledge.retrieval import scope as scopes
from knowledge.retrieval.candidates import Retrieved
from knowledge.retrieval.scope import Scope
from knowledge.retrieval.search import search
from knowledge.services import counting

NEAREST = 50


@dataclass(frozen=True)
class Asked:
    """A question of a set in its wordings, and the atoms that answer it."""

    queries: Sequence[str]
    relevant: frozenset[str]


@dataclass(frozen=True)
class Found:
    """What one search brought back, the nearest versions, and what it took of a processor."""

    retrieved: Retrieved
    near: Sequence[int]
    processor: float

    @property
    def first(self) -> str:
        candidates = self.retrieved.candidates
        return candidates[0].atom if candidates else ""

    @property
    def ranked(self) -> list[int]:
        return [one.key for one in self.retrieved.ranking.scored]

    @property
    def milliseconds(self) -> float:
        """All but the embedding, which is looked up here."""
        return sum(
            took for part, took in self.retrieved.milliseconds if part != "embed"
        )


def questions(sets: Sequence[EvaluationSet], of_each: int) -> list[Asked]:
    """Return some questions of each set that its texts answer, the same in every run."""
    chance = random.Random(1)
    asked = []
    for one in sets:
        inside = [query for query in one.queries if query.in_scope]
        asked += [
            Asked(ways(query), frozenset(slug_of(one.name, r) for r in query.relevant))
            for query in chance.sample(inside, min(of_each, len(inside)))
        ]
    chance.shuffle(asked)
    return asked


def remembering(asked: Sequence[Asked], embedder: Embedder) -> Embedder:
    """Return an embedder that has the vectors of all questions already."""
    return Remembering(
        embedder, sorted({text for one in asked for text in one.queries})
    )


def measured(asked: Sequence[Asked], embedder: Embedder) -> Iterator[str]:
    """Ask everything by exact lanes and by quick ones; yield the lines of the docs."""
    public = frozenset({PUBLIC})
    everything = frozenset(Collection.objects.values_list("pk", flat=True))
    reader = Reader(public, everything)
    yield (
        f"{Unit.objects.count():,} units of {Document.objects.count():,} texts, "
        f"{len(asked)} questions\n"
    )
    counting.forget()
    by_scan = _asked(asked, reader, embedder)
    began = time.perf_counter()
    counting.count()
    yield f"Words counted in {time.perf_counter() - began:.1f} s\n"
    _asked(asked[:50], reader, embedder)
    quick = _asked(asked, reader, embedder)
    staff = _asked(asked, Reader(frozenset(AUDIENCES), everything), embedder)
    one = Collection.objects.order_by("pk")[2]
    narrow = _asked(asked, Reader(public, frozenset({one.pk})), embedder)
    yield (
        "| search | questions | median ms | p95 ms | processor: median ms | p95 ms |\n"
        "|---|---|---|---|---|---|"
    )
    single = [n for n, each in enumerate(asked) if len(each.queries) == 1]
    double = [n for n, each in enumerate(asked) if len(each.queries) > 1]
    yield _times("exact lanes", by_scan)
    yield _times("quick lanes", quick)
    yield _times("quick lanes, first turns", [quick[n] for n in single])
    yield _times("quick lanes, follow-ups in two wordings", [quick[n] for n in double])
    yield _times("quick lanes, staff", staff)
    yield _times("quick lanes, reader of one collection", narrow)
    for part in ("lexical", "dense", "texts"):
        took = [dict(each.retrieved.milliseconds)[part] for each in quick]
        yield f"{_row(f'of which {part}', took)} | |"
    yield "\n| | exact lanes | quick lanes |\n|---|---|---|"
    hits = [_hits(asked, results) for results in (by_scan, quick)]
    yield f"| recall@1 among all copies | {hits[0]:.4f} | {hits[1]:.4f} |"
    pairs = list(zip(by_scan, quick, strict=True))
    same = fmean(one.first == other.first for one, other in pairs)
    yield f"| the same text first | | {same:.4f} |"
    for k in (1, 10):
        yield f"| first {k} of the ranking | | {_shared([(o.ranked, q.ranked) for o, q in pairs], k):.4f} |"
    for k in (10, NEAREST):
        yield f"| recall@{k} of the nearest texts by index | | {_shared([(o.near, q.near) for o, q in pairs], k):.4f} |"
    yield "\n| units of the reader | exact scan: median ms | index: median ms |\n|---|---|---|"
    yield from _crossover(asked, embedder)


def measured_by_set(sets: Sequence[EvaluationSet], embedder: Embedder) -> Iterator[str]:
    """Ask each set's questions over its own texts, as if these few were many."""
    scopes.UNITS_FROM = 1
    public = frozenset({PUBLIC})
    yield "| set | questions | recall@1, exact lanes | quick lanes |\n|---|---|---|---|"
    means = []
    for one in sets:
        asked = questions([one], len(one.queries))
        known = remembering(asked, embedder)
        reader = Reader(public, frozenset({Collection.objects.get(slug=one.name).pk}))
        counting.forget()
        by_scan = _hits(asked, _asked(asked, reader, known))
        counting.count()
        quick = _hits(asked, _asked(asked, reader, known))
        means.append((by_scan, quick))
        yield f"| {one.name} | {len(asked)} | {by_scan:.4f} | {quick:.4f} |"
    by_scan, quick = (fmean(column) for column in zip(*means, strict=True))
    yield f"| **mean** | | {by_scan:.4f} | {quick:.4f} |"


def _asked(asked: Sequence[Asked], reader: Reader, embedder: Embedder) -> list[Found]:
    return [_found(one, reader, embedder) for one in asked]


def _found(asked: Asked, reader: Reader, embedder: Embedder) -> Found:
    before = processor.milliseconds()
    retrieved = search(queries=asked.queries, reader=reader, embedder=embedder)
    spent = processor.milliseconds() - before
    scope = Scope.of(reader, embedder)
    vectors = embedder.embed(asked.queries[:1])
    (near,) = lanes.nearest(vectors, scope, most=NEAREST)
    ranked = sorted(near, key=lambda key: -near[key][0].cosine)
    return Found(retrieved, ranked, spent)


def _hits(asked: Sequence[Asked], results: Sequence[Found]) -> float:
    return fmean(
        result.first in one.relevant for one, result in zip(asked, results, strict=True)
    )


def _shared(pairs: Sequence[tuple[Sequence[int], Sequence[int]]], k: int) -> float:
    return fmean(
        len({*right[:k]} & {*found[:k]}) / max(len(right[:k]), 1)
        for right, found in pairs
    )


def _times(name: str, results: Sequence[Found]) -> str:
    took = [result.milliseconds for result in results]
    processor = sorted(result.processor for result in results)
    return f"{_row(name, took)} {median(processor):.1f} | {percentile(processor, 95):.1f} |"


def _row(name: str, took: Sequence[float]) -> str:
    p95 = percentile(sorted(took), 95)
    return f"| {name} | {len(took)} | {median(took):.1f} | {p95:.1f} |"


def _crossover(asked: Sequence[Asked], embedder: Embedder) -> Iterator[str]:
    """The same questions to readers of one, two and more collections, either way."""
    keys: list[int] = []
    vectors = [embedder.embed(one.queries[:1]) for one in asked[:40]]
    for key in Collection.objects.order_by("pk").values_list("pk", flat=True):
        keys.append(key)
        scope = Scope.of(Reader(frozenset({PUBLIC}), frozenset(keys)), embedder)
        size = scope.size
        assert size is not None
        scan = _median(
            lambda n, scope=scope: exact.units_near(
                vectors[n], scope, most=NEAREST, also=()
            )
        )
        index = _median(
            lambda n, scope=scope, size=size: large.units_near(
                vectors[n], scope, size, most=NEAREST, also=()
            )
        )
        yield f"| {size.units:,} | {scan:.1f} | {index:.1f} |"


def _median(look: Callable[[int], object], times: int = 40) -> float:
    took = []
    for n in range(times):
        began = time.perf_counter()
        look(n)
        took.append((time.perf_counter() - began) * 1000)
    return median(took)
