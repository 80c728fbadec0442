"""One score from what the lanes found: nearness of several units, and words in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import exp, log

UNITS = 4
"""How many of a text's nearest units count."""
SHARPNESS = 0.12
"""How much less a unit counts that is this much further away than the nearest one."""
COSINE_WEIGHT = 0.8
"""The rest is for words. .75 to .85 are equally good; ranks instead of scores are worse."""
MOST = 50
"""How long a ranking gets."""


@dataclass(frozen=True)
class View:
    """One way to ask (the last turn alone, or behind the turn before it), and what it found.

    Texts are known by their keys. `cosines` are those of a text's nearest units, best first;
    `rarity` is the summed idf of all words asked, also of those that no text has.
    """

    cosines: Mapping[int, Sequence[float]]
    bm25: Mapping[int, float]
    rarity: float


@dataclass(frozen=True)
class Scored:
    """How well one text fits; `view` is the number of the way to ask that fits it best."""

    key: int
    view: int
    score: float
    cosine: float
    lexical: float
    """BM25 as a share of the rarity of the words asked."""


@dataclass(frozen=True)
class Ranking:
    """Texts, best first, and the cosine of whatever is nearest to the last turn alone."""

    scored: tuple[Scored, ...]
    nearest: float


def rank(views: Sequence[View]) -> Ranking:
    """Score each text in the view that fits it best; the first view is the last turn alone.

    A follow-up needs the turn before it and a change of topic does not: the better one tells.
    """
    keys = sorted(set().union(*map(_candidates, views)))
    best = [
        max(
            (_scored(key, number, view) for number, view in enumerate(views)),
            key=lambda scored: scored.score,
        )
        for key in keys
    ]
    best.sort(key=lambda scored: -scored.score)
    nearest = max((cosines[0] for cosines in views[0].cosines.values()), default=0.0)
    return Ranking(tuple(best[:MOST]), nearest)


def together(cosines: Sequence[float]) -> float:
    """Return a soft maximum: the best cosine, and more where further units agree with it."""
    best = cosines[0]
    agreement = sum(exp((cosine - best) / SHARPNESS) for cosine in cosines[:UNITS])
    return best + SHARPNESS * log(agreement)


def _candidates(view: View) -> set[int]:
    """The best of each lane: nothing else can come first."""
    near = nlargest(MOST, view.cosines, key=lambda key: view.cosines[key][0])
    worded = nlargest(MOST, view.bm25, key=lambda key: view.bm25[key])
    return {*near, *worded}


def _scored(key: int, number: int, view: View) -> Scored:
    # A text without units was found by its words before it was embedded.
    cosines = view.cosines.get(key, (0.0,))
    lexical = view.bm25.get(key, 0.0) / view.rarity if view.rarity else 0.0
    return Scored(
        key=key,
        view=number,
        score=COSINE_WEIGHT * together(cosines) + (1 - COSINE_WEIGHT) * lexical,
        cosine=cosines[0],
        lexical=lexical,
    )
