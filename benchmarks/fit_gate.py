"""Learns the weights of the evidence gate from labelled questions, and shows how they transfer.

    python -m benchmarks.fit_gate FOLDER [--vectors FILE] [--write]

FOLDER holds one folder per set, each as `manage.py evaluate` reads them. Every set is judged by
weights that were learnt from the other ones of its kind, questions with answers or texts; what
is written is learnt from all, and its thresholds from scores that had not seen their set.
"""

import argparse
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.offline import Shelf, read_shelves
from knowledge.answering.gate import (
    WEIGHTS_FILE,
    Features,
    Found,
    Learnt,
    OperatingPoint,
    Weight,
    Weights,
    features_of,
)
from knowledge.evaluation.calibration import expected_error
from knowledge.evaluation.figures import auroc
from knowledge.evaluation.sets import EvaluationSet
from knowledge.llm.minilm import MiniLM

Numbers = NDArray[np.float64]
NAMES = [field.name for field in fields(Features)]
COUNTING: dict[Found, list[str]] = {
    "pairs": ["nearness", "lead", "centre", "centre_lead", "words"],
    "text": ["nearness", "lead", "centre", "centre_lead", "lexical"],
}
"""What carries over to a set that was left out; more features did not."""
RIDGE = 0.1
RIGHT = (0.8, 0.85, 0.9, 0.95, 0.97)
DEFAULT = 0.95


@dataclass(frozen=True)
class Judged:
    """What the gate saw of each question of a set, and what would have been right."""

    name: str
    kind: Found
    features: Numbers
    mixed: Numbers
    """The score of the first text."""
    inside: NDArray[np.bool_]
    right: NDArray[np.bool_]


def judged_set(evaluated: EvaluationSet, shelf: Shelf, minilm: MiniLM) -> Judged:
    """Rank the texts of a set for each of its questions, as live retrieval does."""
    rankings = [shelf.ranking(query, minilm) for query in evaluated.queries]
    right = [
        evaluated.items[ranking.scored[0].key].id in query.relevant
        for ranking, query in zip(rankings, evaluated.queries, strict=True)
    ]
    texts = any(item.type != "faq" for item in evaluated.items)
    return Judged(
        name=evaluated.name,
        kind="text" if texts else "pairs",
        features=np.array([astuple(features_of(each)) for each in rankings]),
        mixed=np.array([ranking.scored[0].score for ranking in rankings]),
        inside=np.array([query.in_scope for query in evaluated.queries]),
        right=np.array(right),
    )


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


def unseen(sets: Sequence[Judged]) -> list[tuple[Judged, Numbers]]:
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


def points_of(scored: Sequence[tuple[Judged, Numbers]]) -> list[OperatingPoint]:
    """Return, for each share of right answers, the lowest threshold at which texts give it.

    Each set of texts counts the same. Pairs are judged by the same threshold: a score means the
    same for both.
    """
    texts = [(one, score) for one, score in scored if one.kind == "text"] or scored

    def right(threshold: float) -> float:
        answered = sum((score >= threshold).mean() for _, score in texts)
        hits = sum((one.right & (score >= threshold)).mean() for one, score in texts)
        return hits / answered if answered else 1.0

    def coverage(threshold: float) -> float:
        hits = (
            (one.right & (score >= threshold)).sum() / one.inside.sum()
            for one, score in texts
        )
        return float(sum(hits) / len(texts))

    points = []
    for wanted in RIGHT:
        steps = np.arange(0.99, 0.2, -0.01)
        too_low = [step for step in steps if right(step) < wanted]
        threshold = round(float(too_low[0] + 0.01 if too_low else steps[-1]), 2)
        points.append(
            OperatingPoint(
                right=wanted,
                threshold=threshold,
                coverage=round(coverage(threshold), 2),
            )
        )
    return points


def learnt_from(sets: Sequence[Judged]) -> Learnt:
    """Return weights from all sets, and points from scores that had not seen theirs."""
    kinds: tuple[Found, ...] = ("pairs", "text")
    points = points_of(unseen(sets))
    default = next(point for point in points if point.right == DEFAULT)
    return Learnt(
        weights={kind: fitted(sets, kind) for kind in kinds},
        points=points,
        threshold=default.threshold,
    )


def line(one: Judged, score: Numbers, threshold: float) -> str:
    """Return one row of the table."""
    answered = score >= threshold
    silent_right = (~answered & ~one.inside).sum()
    f1 = 2 * silent_right / ((~answered).sum() + (~one.inside).sum())
    precision = one.right[answered].mean() if answered.any() else float("nan")
    coverage = (one.right & answered).sum() / one.inside.sum()
    figures = (
        one.right[one.inside].mean(),
        auroc(score[one.inside].tolist(), score[~one.inside].tolist()),
        f1,
        precision,
        coverage,
        expected_error(list(zip(score.tolist(), one.right.tolist(), strict=True))),
    )
    return f"{one.name:20}" + "".join(f"{figure:10.3f}" for figure in figures)


def report(scored: Sequence[tuple[Judged, Numbers]], threshold: float) -> str:
    """Return the table of all sets, with what all answers of the sets of texts come to."""
    head = "".join(
        f"{name:>10}"
        for name in ("H@1", "AUROC", "F1 out", "precision", "coverage", "ECE")
    )
    pooled = [
        pair
        for one, score in scored
        for pair in zip(score.tolist(), one.right.tolist(), strict=True)
    ]
    texts = [(one, score >= threshold) for one, score in scored if one.kind == "text"]
    hits = sum((one.right & answered).sum() for one, answered in texts)
    answers = sum(answered.sum() for _, answered in texts)
    return "\n".join(
        [
            f"{'':20}{head}",
            *(line(one, score, threshold) for one, score in scored),
            f"ECE of all questions together {expected_error(pooled):.3f}; of the sets of "
            f"texts {hits} of {answers} answers are right at {threshold}",
        ]
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
    print(report(unseen(sets), learnt.threshold))
    print("\nBy weights from all sets:")
    print(
        report(
            [(one, scores(learnt.weights[one.kind], one)) for one in sets],
            learnt.threshold,
        )
    )
    print(learnt.model_dump_json(indent=2))
    if given.write:
        WEIGHTS_FILE.write_text(learnt.model_dump_json(indent=2) + "\n")


if __name__ == "__main__":
    main()
