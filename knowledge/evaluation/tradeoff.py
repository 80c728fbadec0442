"""How right answers are against how many are given, over the gate's threshold."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.evaluation.figures import Result

MOST_POINTS = 100


@dataclass(frozen=True)
class Point:
    """With this threshold: the share of all questions answered, and of these the right ones."""

    threshold: float
    coverage: float
    precision: float


def tradeoff(results: Sequence[Result]) -> list[Point]:
    """Return the points at each score that occurs, from the strictest threshold on.

    An answer is right when the text that is found first is one that answers. At most MOST_POINTS,
    the last of them answers everything.
    """
    by_score = sorted(results, key=lambda result: -result.score)
    points: list[Point] = []
    right = 0
    for number, result in enumerate(by_score, 1):
        right += result.first_is_right
        is_last_of_score = (
            number == len(by_score) or by_score[number].score < result.score
        )
        if is_last_of_score:
            points.append(Point(result.score, number / len(by_score), right / number))
    every = -(-len(points) // MOST_POINTS) if points else 1
    return [*points[: len(points) - 1 : every], *points[-1:]]
