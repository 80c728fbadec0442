"""What the gate and plainer ways see of the questions of a set, and what would be right."""

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, fields

import numpy as np
from numpy.typing import NDArray

from benchmarks.offline import Shelf
from knowledge.answering.gate import Features, Found, features_of, is_torn
from knowledge.evaluation.sets import EvaluationSet
from knowledge.llm.minilm import MiniLM
from knowledge.retrieval.scoring import COSINE_WEIGHT, Scored

Numbers = NDArray[np.float64]
Truths = NDArray[np.bool_]
NAMES = [field.name for field in fields(Features)]
BASELINES: Sequence[Callable[[Scored], float]] = (
    lambda text: text.lexical,
    lambda text: text.cosine,
    lambda text: COSINE_WEIGHT * text.cosine + (1 - COSINE_WEIGHT) * text.lexical,
)
"""Words alone, the nearest unit alone, and both: the first text and how sure it is."""


@dataclass(frozen=True)
class Judged:
    """What the gate saw of each question of a set, and what would have been right."""

    name: str
    kind: Found
    features: Numbers
    mixed: Numbers
    """The score of the first text."""
    baselines: Sequence[tuple[Numbers, Truths]]
    """Score of the first text, and whether it is right, by ways that have learnt nothing."""
    inside: Truths
    right: Truths
    torn: Truths
    """Where a second text fits as well, so that none is quoted."""


ScoredSet = tuple[Judged, Numbers]
"""A set, and the gate's score of each of its questions."""


def judged_set(evaluated: EvaluationSet, shelf: Shelf, minilm: MiniLM) -> Judged:
    """Rank the texts of a set for each of its questions, as live retrieval does."""
    rankings = [shelf.ranking(query, minilm) for query in evaluated.queries]
    texts = any(item.type != "faq" for item in evaluated.items)

    def right(chosen: Sequence[Scored]) -> Truths:
        answers = zip(chosen, evaluated.queries, strict=True)
        return np.array(
            [evaluated.items[text.key].id in query.relevant for text, query in answers]
        )

    def by(way: Callable[[Scored], float]) -> tuple[Numbers, Truths]:
        chosen = [max(ranking.scored, key=way) for ranking in rankings]
        return np.array([*map(way, chosen)]), right(chosen)

    first = [ranking.scored[0] for ranking in rankings]
    return Judged(
        name=evaluated.name,
        kind="text" if texts else "pairs",
        features=np.array([astuple(features_of(each)) for each in rankings]),
        mixed=np.array([text.score for text in first]),
        baselines=[by(way) for way in BASELINES],
        inside=np.array([query.in_scope for query in evaluated.queries]),
        right=right(first),
        torn=np.array([*map(is_torn, rankings)]),
    )
