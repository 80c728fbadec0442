"""How sure the gate is of an answer, in the words that customers see."""

from typing import Literal

Confidence = Literal["low", "medium", "high"]
_CONFIDENCES: tuple[Confidence, ...] = ("low", "medium", "high")
_MEDIUM_FROM = 0.75
_HIGH_FROM = 0.9


def confidence_of(score: float, *, doubtful: bool) -> Confidence:
    """Return how sure the gate is; a step less where there is a doubt.

    There is one when a model said what no source says, or used one of two texts that fit alike.
    """
    steps = (score >= _MEDIUM_FROM) + (score >= _HIGH_FROM)
    return _CONFIDENCES[max(steps - doubtful, 0)]
