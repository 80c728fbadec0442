"""The figures of an evaluation: how well items were ranked, and how well silence was kept."""

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from knowledge.evaluation.calibration import Point, expected_error, points_of

PRECISIONS = (90, 95)
"""Shares of right answers, in per cent, that coverage is told at."""
DEPTH = 10
"""How many places of a ranking the figures look at."""


@dataclass(frozen=True)
class Result:
    """What became of one question. `ranked` are ids, best first; `cited` is the first citation."""

    relevant: frozenset[str]
    in_scope: bool
    ranked: Sequence[str]
    score: float
    answered: bool
    cited: str | None
    milliseconds: float

    @property
    def first_is_right(self) -> bool:
        """Whether the text that is found first is one that answers."""
        return bool(self.ranked) and self.ranked[0] in self.relevant


def figures(results: Sequence[Result]) -> dict[str, float | int | None]:
    """Return every figure by its name; None for one that these questions cannot give."""
    inside = [result for result in results if result.in_scope]
    outside = [result for result in results if not result.in_scope]
    answered = [result for result in results if result.answered]
    times = sorted(result.milliseconds for result in results)
    labelled = [(result.score, result.first_is_right) for result in results]
    points = points_of(labelled, len(inside))
    return {
        "n_in": len(inside),
        "n_out": len(outside),
        **{f"recall@{k}": _recall(inside, k) for k in (1, 3, 5)},
        "mrr@10": _mean(inside, lambda r: reciprocal_rank(r.ranked, r.relevant)),
        "ndcg@10": _mean(inside, lambda r: discounted_gain(r.ranked, r.relevant)),
        "auroc": auroc([r.score for r in inside], [r.score for r in outside]),
        "f1_out": _f1_of_silence(results),
        "answered": len(answered),
        "answered_right": sum(result.cited in result.relevant for result in answered),
        "abstained_wrong": sum(not result.answered for result in inside),
        "p50_ms": _rounded(percentile(times, 50), 1),
        "p95_ms": _rounded(percentile(times, 95), 1),
        "ece": _rounded(expected_error(labelled)) if labelled else None,
        **{f"coverage@{share}": _covered(points, share / 100) for share in PRECISIONS},
    }


def reciprocal_rank(ranked: Sequence[str], relevant: Collection[str]) -> float:
    """Return 1 / the place of the first relevant id within DEPTH, or 0."""
    places = (n for n, name in enumerate(ranked[:DEPTH], 1) if name in relevant)
    first = next(places, None)
    return 1 / first if first else 0.0


def discounted_gain(ranked: Sequence[str], relevant: Collection[str]) -> float:
    """Return the discounted gain of the first DEPTH places, 1 when they are ideal."""
    gain = sum(
        1 / math.log2(place + 1)
        for place, name in enumerate(ranked[:DEPTH], 1)
        if name in relevant
    )
    ideal = sum(1 / math.log2(n + 1) for n in range(1, min(DEPTH, len(relevant)) + 1))
    return gain / ideal if ideal else 0.0


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """Return the chance that a positive scores above a negative; a tie counts as half."""
    if not positive or not negative:
        return None
    ordered = sorted(
        [(score, True) for score in positive] + [(score, False) for score in negative]
    )
    wins, below, place = 0.0, 0, 0
    while place < len(ordered):
        tied = place
        while tied < len(ordered) and ordered[tied][0] == ordered[place][0]:
            tied += 1
        group = [is_positive for _, is_positive in ordered[place:tied]]
        negatives = len(group) - sum(group)
        wins += sum(group) * (below + negatives / 2)
        below += negatives
        place = tied
    return _rounded(wins / (len(positive) * len(negative)))


def percentile(ordered: Sequence[float], share: int) -> float | None:
    """Return the smallest value that at least `share` per cent do not exceed."""
    if not ordered:
        return None
    return ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)]


def _covered(points: Sequence[Point], precision: float) -> float | None:
    """The share of answerable questions answered right by the boldest gate of that precision."""
    if not points or not points[0].answerable:
        return None
    right_enough = (p.coverage for p in points if p.share_right >= precision)
    return _rounded(max(right_enough, default=0.0))


def _recall(results: Sequence[Result], k: int) -> float | None:
    """The share of questions with any relevant id among the first k."""
    return _mean(
        results,
        lambda result: float(not result.relevant.isdisjoint(result.ranked[:k])),
    )


def _f1_of_silence(results: Sequence[Result]) -> float | None:
    """F1 of saying nothing exactly where nothing can be said."""
    silent = [result for result in results if not result.answered]
    right = sum(not result.in_scope for result in silent)
    wanted = sum(not result.in_scope for result in results)
    if not silent and not wanted:
        return None
    return _rounded(2 * right / (len(silent) + wanted))


def _mean(results: Sequence[Result], of: Callable[[Result], float]) -> float | None:
    if not results:
        return None
    return _rounded(sum(map(of, results)) / len(results))


def _rounded(value: float | None, digits: int = 4) -> float | None:
    return None if value is None else round(value, digits)
