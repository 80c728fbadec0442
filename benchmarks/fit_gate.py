"""Learns the weights of the evidence gate from labelled questions, and shows how they transfer.

    python -m benchmarks.fit_gate FOLDER [--vectors FILE] [--write]

FOLDER holds one folder per set, each as `manage.py evaluate` reads them. Every set is judged by
weights that were learnt from the other ones of its kind, questions with answers or texts; what
is written is learnt from all, and its thresholds from scores that had not seen their set.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.gate_table import quoted, report
from benchmarks.judged import NAMES, Judged, Numbers, ScoredSet, judged_set
from benchmarks.offline import read_shelves
from knowledge.answering.gate import (
    WEIGHTS_FILE,
    Found,
    Learnt,
    OperatingPoint,
    Weight,
    Weights,
)

COUNTING: dict[Found, list[str]] = {
    "pairs": ["nearness", "lead", "centre", "centre_lead", "words"],
    "text": ["nearness", "lead", "centre", "centre_lead", "lexical"],
}
"""What carries over to a set that was left out; more features did not."""
RIDGE = 0.1
STEPS = (0.5, 0.6, 0.7, 0.8, 0.9)
DEFAULT: dict[Found, float] = {"pairs": 0.9, "text": 0.95}
"""How many answers are to be right. Topics of FAQ sets lie so close together that more of them
would cost half of the answers."""


def fitted(sets: Sequence[Judged], kind: Found) -> Weights:
    """Logistic regression on whether the first text is right, every set counting the same.

    Of the sets of one kind; where none is left, of all.
    """
    sets = [one for one in sets if one.kind == kind] or sets
    names = COUNTING[kind]
    columns = [NAMES.index(name) for name in names]
    values = np.concatenate([one.features[:, columns] for one in sets])
    right = np.concatenate([one.right for one in sets])
    shares = np.concatenate(
        [np.full(len(one.right), 1 / len(one.right)) for one in sets]
    )
    means = np.average(values, axis=0, weights=shares)
    spreads = np.sqrt(np.average((values - means) ** 2, axis=0, weights=shares))
    table = np.c_[(values - means) / spreads, np.ones(len(values))]
    ridge = np.array([RIDGE] * len(names) + [0.0])
    weights = np.zeros(len(names) + 1)
    for _ in range(50):
        chance = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (shares * (right - chance)) - ridge * weights
        bend = (table.T * (shares * chance * (1 - chance))) @ table + np.diag(ridge)
        weights += np.linalg.solve(bend, slope)
    learnt = zip(
        names, means.round(4), spreads.round(4), weights.round(4), strict=False
    )
    return Weights(
        features={
            name: Weight(mean=mean, spread=spread, weight=weight)
            for name, mean, spread, weight in learnt
        },
        intercept=round(weights[-1], 4),
    )


def scores(weights: Weights, one: Judged) -> Numbers:
    """Return the gate's score of every question of a set."""
    columns = dict(zip(NAMES, one.features.T, strict=True))
    parts = [
        learnt.weight * (columns[name] - learnt.mean) / learnt.spread
        for name, learnt in weights.features.items()
    ]
    return 1 / (1 + np.exp(-(sum(parts) + weights.intercept)))


def unseen(sets: Sequence[Judged]) -> list[ScoredSet]:
    """Return each set with scores by weights that have not seen it."""
    return [
        (
            one,
            scores(
                fitted([other for other in sets if other is not one], one.kind), one
            ),
        )
        for one in sets
    ]


def point_at(scored: Sequence[ScoredSet], threshold: float) -> OperatingPoint:
    """Return what answering from a score on comes to, each set counting the same."""
    answered = [(one, score >= threshold) for one, score in scored]
    hits = sum((one.right & passed).mean() for one, passed in answered)
    answers = sum(passed.mean() for _, passed in answered)
    covered = [
        (one.right & passed).sum() / one.inside.sum() for one, passed in answered
    ]
    return OperatingPoint(
        threshold=threshold,
        right=round(float(hits / answers), 3) if answers else 1.0,
        coverage=round(float(np.mean(covered)), 3),
    )


def default_of(scored: Sequence[ScoredSet], wanted: float) -> OperatingPoint:
    """Return the lowest threshold at which so many of the answers are right.

    It must be so whether each set counts the same or each answer.
    """
    for threshold in np.arange(0.2, 1.0, 0.01).round(2):
        point = point_at(scored, float(threshold))
        passed = [one.right[score >= threshold] for one, score in scored]
        if min(point.right, np.concatenate(passed).mean()) >= wanted:
            return point
    raise SystemExit(f"No threshold makes {wanted:.0%} of the answers right.")


def learnt_from(sets: Sequence[Judged]) -> Learnt:
    """Return weights from all sets, and points from scores that had not seen theirs."""
    scored = unseen(sets)
    by_kind = {
        kind: [(one, score) for one, score in scored if one.kind == kind] or scored
        for kind in COUNTING
    }
    return Learnt(
        weights={kind: fitted(sets, kind) for kind in COUNTING},
        points={
            kind: [point_at(mine, step) for step in STEPS]
            for kind, mine in by_kind.items()
        },
        defaults={
            kind: default_of(mine, DEFAULT[kind]) for kind, mine in by_kind.items()
        },
    )


def main() -> None:
    """Read, learn, show, and write when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--vectors", type=Path, help="where to keep vectors (.npz)")
    parser.add_argument("--write", action="store_true", help="replace the weights")
    given = parser.parse_args()
    sets = [judged_set(*read) for read in read_shelves(given.folder, given.vectors)]
    learnt = learnt_from(sets)
    print("Each set by weights that have not seen it:")
    print(report(unseen(sets), learnt.defaults))
    print("\nOf these, what a desk quotes that has no model:")
    print(quoted(unseen(sets), learnt.defaults))
    print("\nBy weights from all sets:")
    print(
        report(
            [(one, scores(learnt.weights[one.kind], one)) for one in sets],
            learnt.defaults,
        )
    )
    print(learnt.model_dump_json(indent=2))
    if given.write:
        WEIGHTS_FILE.write_text(learnt.model_dump_json(indent=2) + "\n")


if __name__ == "__main__":
    main()
