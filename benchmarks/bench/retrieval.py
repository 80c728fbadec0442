"""A whole search, beside one statement of SQL that measures the same vectors."""

import time
from collections.abc import Callable, Iterator
from statistics import median

from django.db import connection

from accounts.models import Site
from benchmarks.bench.table import Row, alternately, times
from benchmarks.load.crowd import QUESTIONS
from knowledge.llm.configured_embedder import embedder
from knowledge.readers import reader_of_customer
from knowledge.retrieval.search import search

_RAW = """
    SELECT version_id, 1 - (vector <=> %s::vector) AS nearness
    FROM knowledge_unit ORDER BY nearness DESC LIMIT 10
"""


def measure(rounds: int) -> Iterator[Row]:
    """Ask every question once in each round; the median question is the round's figure."""
    model = embedder()
    reader = reader_of_customer(Site.objects.get(key="demo"), verified=False)
    vectors = [str(vector.tolist()) for vector in model.embed(QUESTIONS)]

    def ours() -> float:
        return _median(
            lambda n: search(queries=[QUESTIONS[n]], reader=reader, embedder=model)
        )

    def raw() -> float:
        with connection.cursor() as cursor:
            return _median(lambda n: cursor.execute(_RAW, [vectors[n]]))

    def embedding() -> float:
        return _median(lambda n: model.embed([QUESTIONS[n]]))

    yield times(
        "search: question to ranked texts",
        *alternately(rounds, ours, raw),
        against="nearest vectors by SQL alone",
    )
    yield times(
        "search: question to ranked texts",
        *alternately(rounds, ours, embedding),
        against="embedding the question alone",
    )


def _median(ask: Callable[[int], object]) -> float:
    seconds = []
    for n in range(len(QUESTIONS)):
        began = time.perf_counter()
        ask(n)
        seconds.append(time.perf_counter() - began)
    return median(seconds)
