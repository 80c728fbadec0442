"""Learns the weights of the evidence gate from labelled questions, and shows how they transfer.

    python -m benchmarks.fit_gate FOLDER [--vectors FILE] [--write]

FOLDER holds one folder per set, each as `manage.py evaluate` reads them. Every set is judged
by weights and a threshold learnt from the other ones; what is written is learnt from all.
"""

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
import psycopg
from numpy.typing import NDArray

from benchmarks.offline import RememberingMiniLM, Words, view_of, ways
from helpdesk.embedded import Layout, running
from knowledge.answering.gate import (
    WEIGHTS_FILE,
    Features,
    Weight,
    Weights,
    features_of,
)
from knowledge.evaluation.figures import auroc
from knowledge.evaluation.sets import EvaluationSet, read_set
from knowledge.indexing.builder import build
from knowledge.retrieval.scoring import rank

Numbers = NDArray[np.float64]
NAMES = [field.name for field in fields(Features)]
RIDGE = 0.1
PRECISION = 0.95


@dataclass(frozen=True)
class Judged:
    """What the gate saw of each question of a set, and what would have been right."""

    name: str
    articles: bool
    features: Numbers
    inside: NDArray[np.bool_]
    right: NDArray[np.bool_]

    @property
    def shares(self) -> Numbers:
        """Half of the weight of a set is on questions that it answers, in every set."""
        inside, outside = self.inside.sum(), (~self.inside).sum()
        return np.where(self.inside, 0.5 / max(inside, 1), 0.5 / max(outside, 1))


def judged(
    folder: EvaluationSet, minilm: RememberingMiniLM, server: psycopg.Connection
) -> Judged:
    """Rank the texts of a set for each of its questions, as live retrieval does."""
    entries = [build(item.text, minilm) for item in folder.items]
    words = Words(entries, server)
    rows, right = [], []
    for query in folder.queries:
        views = [view_of(question, entries, words, minilm) for question in ways(query)]
        ranking = rank(views)
        rows.append(astuple(features_of(ranking)))
        right.append(folder.items[ranking.scored[0].key].id in query.relevant)
    return Judged(
        name=folder.name,
        articles=any(item.type != "faq" for item in folder.items),
        features=np.array(rows),
        inside=np.array([query.in_scope for query in folder.queries]),
        right=np.array(right),
    )


def fitted(sets: Sequence[Judged], threshold: float = 1.0) -> Weights:
    """Logistic regression on whether the first text is right, every set counting the same."""
    values = np.concatenate([one.features for one in sets])
    right = np.concatenate([one.right for one in sets])
    shares = np.concatenate([one.shares for one in sets])
    means = np.average(values, axis=0, weights=shares)
    spreads = np.sqrt(np.average((values - means) ** 2, axis=0, weights=shares))
    table = np.c_[(values - means) / spreads, np.ones(len(values))]
    ridge = np.array([RIDGE] * len(NAMES) + [0.0])
    weights = np.zeros(len(NAMES) + 1)
    for _ in range(50):
        chance = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (shares * (right - chance)) - ridge * weights
        bend = (table.T * (shares * chance * (1 - chance))) @ table + np.diag(ridge)
        weights += np.linalg.solve(bend, slope)
    return Weights(
        features={
            name: Weight(mean=mean, spread=spread, weight=weight)
            for name, mean, spread, weight in zip(
                NAMES,
                means.round(4),
                spreads.round(4),
                weights[:-1].round(4),
                strict=True,
            )
        },
        intercept=round(weights[-1], 4),
        threshold=threshold,
    )


def scores(weights: Weights, one: Judged) -> Numbers:
    """Return the gate's score of every question of a set."""
    learnt = [weights.features[name] for name in NAMES]
    parts = [
        weight.weight * (column - weight.mean) / weight.spread
        for weight, column in zip(learnt, one.features.T, strict=True)
    ]
    return 1 / (1 + np.exp(-(sum(parts) + weights.intercept)))


def fitted_with_threshold(sets: Sequence[Judged]) -> Weights:
    """Fit; then find the lowest threshold at which the sets of articles are right often enough.

    Each of them is scored by weights that have not seen it, and counts the same.
    """
    unseen = [
        (one, scores(fitted([other for other in sets if other is not one]), one))
        for one in sets
        if one.articles
    ]

    def precision(threshold: float) -> float:
        answered = sum((score >= threshold).mean() for _, score in unseen)
        right = sum((one.right & (score >= threshold)).mean() for one, score in unseen)
        return right / answered if answered else 1.0

    steps = np.arange(0.99, 0.3, -0.01)
    too_low = [step for step in steps if precision(step) < PRECISION]
    threshold = steps[0] if not too_low else too_low[0] + 0.01
    return fitted(sets, round(float(threshold), 2))


def line(one: Judged, weights: Weights) -> str:
    """Return one row of the table."""
    score = scores(weights, one)
    answered = score >= weights.threshold
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
        weights.threshold,
    )
    return f"{one.name:20}" + "".join(f"{figure:10.3f}" for figure in figures)


def main() -> None:
    """Read, learn, show, and write when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--vectors", type=Path, help="where to keep vectors (.npz)")
    parser.add_argument("--write", action="store_true", help="replace the weights")
    given = parser.parse_args()
    folders = sorted(path.parent for path in given.folder.glob("*/queries.jsonl"))
    with tempfile.TemporaryDirectory(prefix="atomdesk-fit-") as data:
        layout = Layout(Path(data))
        file = given.vectors or layout.data / "vectors.npz"
        minilm = RememberingMiniLM(cache=file.parent, threads=2, file=file)
        with (
            running(layout, durable=False),
            psycopg.connect(host=str(layout.sockets), user="postgres") as server,
        ):
            sets = []
            for folder in folders:
                sets.append(judged(read_set(folder), minilm, server))
                minilm.keep()
    print(f"{'':20}{'H@1':>10}{'AUROC':>10}{'F1 out':>10}", end="")
    print(f"{'precision':>10}{'coverage':>10}{'threshold':>10}")
    for one in sets:
        others = [other for other in sets if other is not one]
        print(line(one, fitted_with_threshold(others)))
    weights = fitted_with_threshold(sets)
    print("\nLearnt from all sets:")
    print("\n".join(line(one, weights) for one in sets))
    print(weights.model_dump_json(indent=2))
    if given.write:
        WEIGHTS_FILE.write_text(weights.model_dump_json(indent=2) + "\n")


if __name__ == "__main__":
    main()
