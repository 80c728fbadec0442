"""Answers that are given again: none for what must stay apart, and how fast."""

from collections.abc import Iterator

from benchmarks.bench.table import Figure
from benchmarks.cache import near_misses
from benchmarks.cache_turns import timed
from knowledge.llm.configured_embedder import embedder

P95_AT_MOST = {"given again, same words": "15 ms", "given again, other words": "40 ms"}


def measure(runs: int) -> Iterator[Figure]:
    """Compare the pairs of the tests, and time whole turns of a worker."""
    for pairs in near_misses(embedder()):
        apart = pairs.kind.startswith("different")
        yield Figure(
            f"{pairs.number} pairs that are {pairs.kind}, taken for the same",
            str(pairs.same),
            "0" if apart else "",
            1,
        )
    for each in timed(runs):
        yield Figure(
            f"first text of a turn {each.name}: median, p95",
            f"{each.first_median_ms:.1f}, {each.first_p95_ms:.1f} ms",
            f"p95 {P95_AT_MOST[each.name]}" if each.name in P95_AT_MOST else "",
            each.runs,
        )
        yield Figure(
            f"the whole turn {each.name}: median, p95",
            f"{each.median_ms:.1f}, {each.p95_ms:.1f} ms",
            "",
            each.runs,
        )
