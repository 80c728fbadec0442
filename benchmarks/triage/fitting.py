"""Learns what cues and labelled messages say of a message: multinomial logistic regression with a ridge."""

from collections.abc import Sequence

import numpy as np

from knowledge.triage.cues import cue_names, cues_of
from knowledge.triage.labels import HEADS
from knowledge.triage.nearest import Numbers, Pool
from knowledge.triage.weights import HeadWeights, Learnt

RIDGE = 30.0
STEPS = 250
LEAST_SPREAD = 0.15
"""A cue that almost never shows would weigh too much where it does."""
SPOKEN_SPREAD = 0.7
"""What labelled messages say is scaled by this share of its usual spread: it may weigh more than a cue."""


def fitted(pool: Pool, threshold: float) -> Learnt:
    """Learn from labelled messages; the others are asked about each as if it were not among them."""
    cues = np.array([list(cues_of(each.text).values()) for each in pool.examples])
    heads = {}
    for head in HEADS:
        spoken = pool.says_of_own(head)
        answers = [head.answers.index(head.of(each.labels)) for each in pool.examples]
        heads[head.name] = _learnt(cues, spoken, answers)
    return Learnt(cues=cue_names(), person_threshold=threshold, heads=heads)


def _learnt(cues: Numbers, spoken: Numbers, answers: Sequence[int]) -> HeadWeights:
    values = np.c_[cues, spoken]
    means, spreads = values.mean(0), np.maximum(values.std(0), LEAST_SPREAD)
    spreads[cues.shape[1] :] = SPOKEN_SPREAD * spoken.std(0).mean()
    rows = _regression((values - means) / spreads, answers, spoken.shape[1])
    return HeadWeights(
        means=_rounded(means),
        spreads=_rounded(spreads),
        rows=tuple(_rounded(row) for row in rows),
    )


def _regression(values: Numbers, answers: Sequence[int], count: int) -> Numbers:
    """Gradient descent with Nesterov's momentum (1983); its step is safe for any such table."""
    table = np.c_[values, np.ones(len(values))]
    wanted = np.eye(count)[list(answers)]
    ridge = np.full((table.shape[1], 1), RIDGE)
    ridge[-1] = 0
    step = 1 / (0.5 * np.linalg.norm(table.T @ table, 2) + RIDGE)
    weights = ahead = np.zeros((table.shape[1], count))
    pace = 1.0
    for _ in range(STEPS):
        scores = table @ ahead
        shares = np.exp(scores - scores.max(1, keepdims=True))
        shares /= shares.sum(1, keepdims=True)
        moved = ahead - step * (table.T @ (shares - wanted) + ridge * ahead)
        faster = (1 + np.sqrt(1 + 4 * pace**2)) / 2
        ahead = moved + (pace - 1) / faster * (moved - weights)
        weights, pace = moved, faster
    transposed: Numbers = weights.T
    return transposed


def _rounded(values: Numbers) -> tuple[float, ...]:
    return tuple(round(float(value), 4) for value in values)
