"""Making texts searchable, beside embedding their units and nothing else."""

import time
from collections.abc import Iterator

from benchmarks.bench.table import Row, alternately, rates
from knowledge.llm.configured_embedder import embedder
from knowledge.models import AtomVersion, Unit
from knowledge.services.index import index_batch


def measure(rounds: int) -> Iterator[Row]:
    """Index every live text of the demo anew in each round."""
    model = embedder()

    def ours() -> float:
        AtomVersion.objects.update(indexed_at=None)
        Unit.objects.all().delete()
        began = time.perf_counter()
        while index_batch(embedder=model, seconds=5):
            pass
        return Unit.objects.count() / (time.perf_counter() - began)

    def raw() -> float:
        texts = list(Unit.objects.values_list("text", flat=True))
        began = time.perf_counter()
        model.embed(texts)
        return len(texts) / (time.perf_counter() - began)

    yield rates(
        "index the manual",
        *alternately(rounds, ours, raw),
        things="units",
        against="embedding alone",
    )
