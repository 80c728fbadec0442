"""One score from what the lanes found: nearness of several units, words and names in common."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from math import exp, log

UNITS = 4
"""How many of a text's nearest units count."""
SHARPNESS = 0.12
"""How much less a unit counts that is this much further away than the nearest one."""
COSINE_WEIGHT = 0.8
"""The rest is for words. .75 to .85 are equally good; ranks instead of scores are worse."""
LITERAL_WEIGHT = 0.1
"""On top, for names that are spelled alike; .05 to .15 are equally good."""
LONG = 25
"""Content words of a message that says so much that every long text agrees with some of it:
from there on the nearest unit alone counts. 22 to 28 are equally good."""
MOST = 50
"""How long a ranking gets."""

_CONTENT = re.compile(r"\w{4,}")


@dataclass(frozen=True)
class View:
    """One way to ask (the last turn alone, or behind the turn before it), and what it found.

    Texts are known by their keys. `cosines` are those of a text's nearest units, best first;
    `rarity` is the summed idf of all words asked, also of those that no text has; `literals` is
    how much of the names asked a text spells, from 0 to 1.
    """

    cosines: Mapping[int, Sequence[float]]
    bm25: Mapping[int, float]
    rarity: float
    literals: Mapping[int, float] = field(default_factory=dict)
    words: int = 0
    """Content words of the question."""


@dataclass(frozen=True)
class Scored:
    """How well one text fits; `view` is the number of the way to ask that fits it best."""

    key: int
    view: int
    score: float
    cosine: float
    lexical: float
    """BM25 as a share of the rarity of the words asked."""
    literal: float = 0.0
    """The share of the names asked that the text spells."""
    centre: float = 0.0
    """The cosine of what the text is about as a whole; measured for those of a ranking alone."""
    is_pairs: bool = False
    """Whether the text is questions with their answers and nothing else."""


@dataclass(frozen=True)
class Ranking:
    """Texts, best first, the cosine of whatever is nearest to the last turn alone, and how many
    content words the question has in the way to ask that fits the first text best.
    """

    scored: tuple[Scored, ...]
    nearest: float
    words: int = 0


def content_words(question: str) -> int:
    """Return how many different words of a question are no particles: by length, in any language."""
    return len(set(_CONTENT.findall(question.casefold())))


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
    words = views[best[0].view].words if best else 0
    return Ranking(tuple(best[:MOST]), nearest, words)


def together(cosines: Sequence[float]) -> float:
    """Return a soft maximum: the best cosine, and more where further units agree with it."""
    best = cosines[0]
    agreement = sum(exp((cosine - best) / SHARPNESS) for cosine in cosines[:UNITS])
    return best + SHARPNESS * log(agreement)


def _candidates(view: View) -> set[int]:
    """The best of each lane: nothing else can come first."""
    near = nlargest(MOST, view.cosines, key=lambda key: view.cosines[key][0])
    worded = nlargest(MOST, view.bm25, key=lambda key: view.bm25[key])
    spelled = nlargest(MOST, view.literals, key=lambda key: view.literals[key])
    return {*near, *worded, *spelled}


def _scored(key: int, number: int, view: View) -> Scored:
    # A text without units was found by its words before it was embedded.
    cosines = view.cosines.get(key, (0.0,))
    lexical = view.bm25.get(key, 0.0) / view.rarity if view.rarity else 0.0
    literal = view.literals.get(key, 0.0)
    dense = cosines[0] if view.words > LONG else together(cosines)
    return Scored(
        key=key,
        view=number,
        score=COSINE_WEIGHT * dense
        + (1 - COSINE_WEIGHT) * lexical
        + LITERAL_WEIGHT * literal,
        cosine=cosines[0],
        lexical=lexical,
        literal=literal,
    )
