"""Turning measured seconds into the figures that are reported."""

import json
import sys
from collections.abc import Mapping, Sequence

from tests.faults.figures import percentile


def spread(values: Sequence[float]) -> dict[str, float]:
    """Return count, mean, p50, p95, p99 and the greatest, in milliseconds."""
    if not values:
        return {"n": 0}
    return {
        "n": len(values),
        "mean_ms": round(1000 * sum(values) / len(values), 1),
        "p50_ms": round(1000 * percentile(values, 0.5), 1),
        "p95_ms": round(1000 * percentile(values, 0.95), 1),
        "p99_ms": round(1000 * percentile(values, 0.99), 1),
        "max_ms": round(1000 * max(values), 1),
    }


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Return the least-squares slope of (x, y) points; 0 of fewer than two."""
    if len(points) < 2:
        return 0.0
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    width = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / width if width else 0.0


def tell(figures: Mapping[str, object]) -> None:
    """Print one run's figures: a JSON object on a line of its own."""
    sys.stdout.write(json.dumps(figures) + "\n")
    sys.stdout.flush()


def say(line: str) -> None:
    """Print a line of progress beside the figures."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
