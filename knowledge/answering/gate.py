"""The evidence gate: is what was found enough to answer from? Decided from scores alone."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import Enum
from itertools import repeat
from math import exp, log, log1p
from pathlib import Path
from typing import Literal

from pydantic import BaseModel

from knowledge.retrieval.scoring import Ranking

DEPTH = 20
"""How many texts a question is compared over."""
BACKGROUND = 0.15
"""How well a text fits that has nothing to do with the question; fills short rankings up."""
RIVALRY = 7
"""How fast a text stops being a rival as it falls behind the first."""
TIE = 0.05
"""Two texts that are no further apart fit alike: which of them is right is a guess. .04 to .06 are
equally good."""
MOST_WORDS = 12
"""Content words of a question; more of them make it no clearer."""

WEIGHTS_FILE = Path(__file__).with_name("gate_weights.json")

Found = Literal["pairs", "text"]
"""What the first text is: questions with their answers and nothing else, or a text."""


class Reason(Enum):
    """Why a question is answered or not."""

    CLEAR = "clear"
    NOTHING_CLOSE = "nothing_close"
    SEVERAL_ALIKE = "several_alike"


@dataclass(frozen=True)
class Verdict:
    """`score` is how likely the first text is right, among questions like those learnt from.

    `needed` is the score from which on it is answered from. Where it is `torn` the second text
    fits as well as the first: a model reads both, but neither can be quoted alone.
    """

    score: float
    needed: float
    answer: bool
    reason: Reason
    torn: bool = False


@dataclass(frozen=True)
class Features:
    """What is looked at; each is a cosine, a share, a logarithm, or a difference of such."""

    nearness: float
    """The first text's cosine, but no more than the last turn alone comes near to anything."""
    lead: float
    """How few rivals the first text has by score."""
    centre: float
    """The cosine of what the first text is about as a whole."""
    centre_lead: float
    """How few texts are about the question as a whole."""
    lexical: float
    """How much of the question's words the first text has, as in the mix of scores."""
    words: float
    """The logarithm of how many content words the question has: of one, little can be told."""


DISTINCT = frozenset({"lead", "centre_lead"})
"""The features that tell whether the first text stands out, not how near it is."""


class Weight(BaseModel):
    """One feature: its usual value and spread, and how much it counts."""

    mean: float
    spread: float
    weight: float


class Weights(BaseModel):
    """What counts for one kind of first text; a feature that does not count is not in it."""

    features: dict[str, Weight]
    intercept: float

    def speaks(self, features: Mapping[str, float]) -> dict[str, float]:
        """Return how much each feature speaks for the first text, or against it."""
        return {
            name: learnt.weight * (features[name] - learnt.mean) / learnt.spread
            for name, learnt in self.features.items()
        }


class OperatingPoint(BaseModel):
    """What to expect of a threshold where nothing is known of a knowledge base.

    Measured on questions of public sets that the weights had not seen.
    """

    threshold: float
    right: float
    """Share of the answers that cite a right text first."""
    coverage: float
    """Share of the questions that the texts answer which are answered right."""


class Learnt(BaseModel):
    """What benchmarks/fit_gate.py learnt from labelled questions."""

    weights: dict[Found, Weights]
    points: dict[Found, list[OperatingPoint]]
    """From the boldest to the most careful, at the same thresholds for both kinds."""
    defaults: dict[Found, OperatingPoint]
    """Those that are used where a site has chosen none."""

    def needed(self, kind: Found, floor: float | None) -> float:
        """Return the score from which on it is answered; `floor` is a site's own."""
        return self.defaults[kind].threshold if floor is None else floor


LEARNT = Learnt.model_validate_json(WEIGHTS_FILE.read_bytes())


def judge(ranking: Ranking, *, floor: float | None = None) -> Verdict:
    """Say whether the first text of a ranking is good enough to be answered from.

    `floor` is the score that a site asks for, of both kinds of text; None means the default.
    """
    if not ranking.scored:
        needed = LEARNT.needed("text", floor)
        return Verdict(0.0, needed, answer=False, reason=Reason.NOTHING_CLOSE)
    kind = kind_of(ranking)
    weights, needed = LEARNT.weights[kind], LEARNT.needed(kind, floor)
    speaks = weights.speaks(asdict(features_of(ranking)))
    score = 1 / (1 + exp(-sum(speaks.values()) - weights.intercept))
    if score >= needed:
        clear = Verdict(score, needed, answer=True, reason=Reason.CLEAR)
        return replace(clear, torn=is_torn(ranking))
    distinct = sum(speaks[name] for name in DISTINCT)
    close = sum(speaks.values()) - distinct
    reason = Reason.SEVERAL_ALIKE if distinct < close else Reason.NOTHING_CLOSE
    return Verdict(score, needed, answer=False, reason=reason)


def is_torn(ranking: Ranking) -> bool:
    """Whether the second text of a ranking fits as well as the first."""
    first, *others = ranking.scored[:2]
    return any(first.score - other.score < TIE for other in others)


def kind_of(ranking: Ranking) -> Found:
    """Return what the first text of a ranking is: the two are told apart from noise differently."""
    return "pairs" if ranking.scored[0].is_pairs else "text"


def features_of(ranking: Ranking) -> Features:
    """Return what the gate looks at of a ranking that is not empty."""
    first = ranking.scored[0]
    return Features(
        nearness=min(first.cosine, ranking.nearest),
        lead=_lead([scored.score for scored in ranking.scored]),
        centre=first.centre,
        centre_lead=_lead([scored.centre for scored in ranking.scored]),
        lexical=first.lexical,
        words=log1p(min(ranking.words, MOST_WORDS)),
    )


def _lead(values: Sequence[float]) -> float:
    """How few of the first DEPTH come close to the best; a small knowledge base has fewer."""
    filled = [*sorted(values, reverse=True), *repeat(BACKGROUND, DEPTH)][:DEPTH]
    best, *rivals = filled
    weight = sum(exp(RIVALRY * (rival - best)) for rival in rivals)
    # One part in a thousand: where nobody rivals, how little no longer matters.
    return -log(weight + 0.001)
