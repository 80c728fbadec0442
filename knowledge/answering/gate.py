"""The evidence gate: is what was found enough to answer from? Decided from scores alone."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import Enum
from itertools import repeat
from math import exp, log
from pathlib import Path
from statistics import fmean

from pydantic import BaseModel

from knowledge.retrieval.scoring import Ranking

DEPTH = 20
"""How many texts a question is compared over."""
BACKGROUND = 0.15
"""How well a text fits that has nothing to do with the question; fills short rankings up."""
RIVALRY = 7
"""How fast a text stops being a rival as it falls behind the first."""

WEIGHTS_FILE = Path(__file__).with_name("gate_weights.json")


class Reason(Enum):
    """Why a question is answered or not."""

    CLEAR = "clear"
    NOTHING_CLOSE = "nothing_close"
    SEVERAL_ALIKE = "several_alike"


@dataclass(frozen=True)
class Verdict:
    """`score` is how likely the first text is right, were half of all questions answerable."""

    score: float
    answer: bool
    reason: Reason


@dataclass(frozen=True)
class Features:
    """What is looked at: differences and shares, so that they mean the same everywhere."""

    margin: float
    """How far the first text's score lies above the mean of the first DEPTH."""
    nearness: float
    """The first text's cosine, but no more than the last turn alone comes near to anything."""
    lead: float
    """How few rivals the first text has by score."""
    cosine_lead: float
    """How few rivals the nearest text has by cosine."""


class Weight(BaseModel):
    """One feature: its usual value and spread, and how much it counts."""

    mean: float
    spread: float
    weight: float


class Weights(BaseModel):
    """What benchmarks/fit_gate.py learnt from labelled questions."""

    features: dict[str, Weight]
    intercept: float
    threshold: float
    """Where about 95 % of the answers from articles cite a right one first."""


LEARNT = Weights.model_validate_json(WEIGHTS_FILE.read_bytes())


def judge(ranking: Ranking, *, threshold: float = LEARNT.threshold) -> Verdict:
    """Say whether the first text of a ranking is good enough to be answered from."""
    if not ranking.scored:
        return Verdict(0.0, answer=False, reason=Reason.NOTHING_CLOSE)
    speaks = {
        name: LEARNT.features[name].weight
        * (value - LEARNT.features[name].mean)
        / LEARNT.features[name].spread
        for name, value in asdict(features_of(ranking)).items()
    }
    score = 1 / (1 + exp(-sum(speaks.values()) - LEARNT.intercept))
    if score >= threshold:
        return Verdict(score, answer=True, reason=Reason.CLEAR)
    close = speaks["margin"] + speaks["nearness"]
    distinct = speaks["lead"] + speaks["cosine_lead"]
    reason = Reason.SEVERAL_ALIKE if distinct < close else Reason.NOTHING_CLOSE
    return Verdict(score, answer=False, reason=reason)


def features_of(ranking: Ranking) -> Features:
    """Return what the gate looks at of a ranking that is not empty."""
    scores = _filled([scored.score for scored in ranking.scored])
    cosines = _filled([scored.cosine for scored in ranking.scored])
    return Features(
        margin=scores[0] - fmean(scores),
        nearness=min(ranking.scored[0].cosine, ranking.nearest),
        lead=_lead(scores),
        cosine_lead=_lead(cosines),
    )


def _filled(values: Sequence[float]) -> list[float]:
    """The first DEPTH values in order; a small knowledge base has fewer of its own."""
    return [*sorted(values, reverse=True), *repeat(BACKGROUND, DEPTH)][:DEPTH]


def _lead(ordered: Sequence[float]) -> float:
    best, *rivals = ordered
    weight = sum(exp(RIVALRY * (rival - best)) for rival in rivals)
    # One part in a thousand: where nobody rivals, how little no longer matters.
    return -log(weight + 0.001)
