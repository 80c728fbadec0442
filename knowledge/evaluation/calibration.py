"""Where the gate should stand: how right answers are at a threshold, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from math import sqrt

FEWEST_ANSWERS = 20
"""Of fewer answers no share is told: one more that is wrong would move it by five points."""
BINS = 10
ONE_SIDED_90 = 1.2816
"""Standard deviations below which a tenth of a normal distribution lies."""

Labelled = tuple[float, bool]
"""A question's score, and whether the text found first is one that answers it."""


@dataclass(frozen=True)
class Tally:
    """What answers to labelled questions come to."""

    answers: int
    right: int
    answerable: int

    @property
    def share_right(self) -> float:
        """Return the share of the answers that are right, from 0 to 1; 0 without any."""
        return self.right / self.answers if self.answers else 0.0

    @property
    def coverage(self) -> float:
        """Return the share of the answerable questions that are answered right."""
        return self.right / self.answerable if self.answerable else 0.0

    @property
    def at_least(self) -> float:
        """Return the lower end of the share that is right, with nine chances in ten.

        Wilson's interval (1927), one-sided. It is meant for a threshold chosen beforehand: for
        the best of several it is a little too high.
        """
        if not self.answers:
            return 0.0
        share, z = self.share_right, ONE_SIDED_90
        spread = z * sqrt(
            share * (1 - share) / self.answers + z**2 / (4 * self.answers**2)
        )
        middle = share + z**2 / (2 * self.answers)
        return (middle - spread) / (1 + z**2 / self.answers)


@dataclass(frozen=True)
class Point(Tally):
    """What answering from this threshold on comes to."""

    threshold: float

    @property
    def floor(self) -> float:
        """Return the threshold as a site keeps it: rounded down, so that these answers pass."""
        return int(self.threshold * 1000) / 1000


class Sureness(Enum):
    """How far labelled questions bear out an operating point."""

    ASSURED = "assured"
    """Even the lower end of the interval is as right as is wished."""
    LIKELY = "likely"
    """The share is, its lower end is not: more labels would tell."""
    TOO_FEW = "too_few"
    """There are not enough labelled questions to say anything."""
    NEVER = "never"
    """No threshold is as right as is wished on enough answers."""


@dataclass(frozen=True)
class Finding:
    """The boldest point that is right often enough; none where that cannot be said."""

    sureness: Sureness
    point: Point | None
    points: Sequence[Point]


def points_of(labelled: Sequence[Labelled], answerable: int) -> list[Point]:
    """Return the point of every score that occurs, the strictest first."""
    ordered = sorted(labelled, reverse=True)
    points: list[Point] = []
    right = 0
    for place, (score, is_right) in enumerate(ordered, 1):
        right += is_right
        if place == len(ordered) or ordered[place][0] < score:
            points.append(Point(place, right, answerable, threshold=score))
    return points


def at(labelled: Sequence[Labelled], answerable: int, threshold: float) -> Point:
    """Return what answering from this threshold on comes to."""
    answers = [is_right for score, is_right in labelled if score >= threshold]
    return Point(len(answers), sum(answers), answerable, threshold=threshold)


def find(labelled: Sequence[Labelled], answerable: int, wanted: float) -> Finding:
    """Find the lowest threshold whose answers are right often enough.

    `wanted` is a share from 0 to 1. `answerable` counts the questions that the texts answer.
    A point that the interval bears out goes before one that only the share itself does.
    """
    points = points_of(labelled, answerable)
    enough = [point for point in points if point.answers >= FEWEST_ANSWERS]
    if not enough:
        return Finding(Sureness.TOO_FEW, None, points)
    assured = [point for point in enough if point.at_least >= wanted]
    likely = [point for point in enough if point.share_right >= wanted]
    if assured:
        return Finding(Sureness.ASSURED, assured[-1], points)
    if likely:
        return Finding(Sureness.LIKELY, likely[-1], points)
    return Finding(Sureness.NEVER, None, points)


def expected_error(labelled: Sequence[Labelled]) -> float:
    """Return the expected calibration error: how far scores lie off the shares that are right.

    Over BINS equal parts of the scores, each by how many are in it (Naeini and others, 2015).
    """
    bins: list[list[Labelled]] = [[] for _ in range(BINS)]
    for score, is_right in labelled:
        bins[min(int(score * BINS), BINS - 1)].append((score, is_right))
    off = sum(
        abs(sum(score for score, _ in each) - sum(is_right for _, is_right in each))
        for each in bins
    )
    return off / len(labelled) if labelled else 0.0
