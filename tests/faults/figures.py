"""Seconds that were measured, and how they are spread."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Timings:
    """Seconds, in the order in which they were measured."""

    ack: list[float] = field(default_factory=list)
    first_delta: list[float] = field(default_factory=list)
    answer: list[float] = field(default_factory=list)
    welcome: list[float] = field(default_factory=list)
    gap: list[float] = field(default_factory=list)


def percentile(seconds: Sequence[float], share: float) -> float:
    """The nearest-rank percentile; nan of nothing. `share` is between 0 and 1."""
    if not seconds:
        return math.nan
    return sorted(seconds)[max(0, math.ceil(share * len(seconds)) - 1)]


def spread(seconds: Sequence[float]) -> str:
    """Median, 95th percentile and maximum, with their number."""
    half, most = percentile(seconds, 0.5), percentile(seconds, 0.95)
    return (
        f"p50 {half:.2f} s, p95 {most:.2f} s, max {max(seconds):.2f} s"
        f" of {len(seconds)}"
    )
