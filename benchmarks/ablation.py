"""What each part of the ranking and of the gate adds, and what ideas that were not kept would add.

    python -m benchmarks.ablation FOLDER [--vectors FILE]

FOLDER holds one folder per set, each as `manage.py evaluate` reads them. Rows of the ranking are
recall@1 without anything learnt; rows of the gate are AUROC by weights that had not seen the set.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks import fit_gate
from benchmarks.gate_table import covered_at
from benchmarks.ideas import Bench, Ideas, kept
from benchmarks.judged import NAMES, Judged, Numbers, judged_set
from benchmarks.offline import read_shelves
from knowledge.evaluation.figures import auroc

SHARES = (0.8, 0.85, 0.9, 0.95)


def gate_rows(sets: Sequence[Judged]) -> dict[str, list[float]]:
    """Return AUROC of the live gate, without each of its features, and with one for all."""
    live = dict(fit_gate.COUNTING)
    rows = {"the live gate": _areas(sets)}
    for feature in NAMES:
        fit_gate.COUNTING.update(
            {kind: [name for name in live[kind] if name != feature] for kind in live}
        )
        rows[f"without {feature}"] = _areas(sets)
    fit_gate.COUNTING.update(dict.fromkeys(live, live["text"]))
    one_kind = [replace(one, kind="text") for one in sets]
    rows["one gate for pairs and texts"] = _areas(one_kind)
    fit_gate.COUNTING.update(live)
    return rows


def _areas(sets: Sequence[Judged]) -> list[float]:
    return [
        auroc(score[one.inside].tolist(), score[~one.inside].tolist()) or 0.0
        for one, score in fit_gate.unseen(sets)
    ]


def coverage_rows(sets: Sequence[Judged]) -> dict[str, list[float]]:
    """Return the share of the answerable questions of texts that are answered right.

    All sets of texts have one threshold, the lowest whose answers are right often enough.
    """
    texts = [one for one in sets if one.kind == "text"]
    by_live = [score for one, score in fit_gate.unseen(sets) if one.kind == "text"]
    near = NAMES.index("nearness")
    ways = {
        "the live gate": by_live,
        "the mixed score": [one.mixed for one in texts],
        "nearness alone": [one.features[:, near] for one in texts],
    }
    return {
        name: [_covered(texts, scores, share) for share in SHARES]
        for name, scores in ways.items()
    }


def _covered(texts: Sequence[Judged], scores: Sequence[Numbers], share: float) -> float:
    right = np.concatenate([one.right for one in texts])
    answerable = sum(one.inside.sum() for one in texts)
    return covered_at(np.concatenate(scores), right, share) * len(right) / answerable


def show(name: str, values: Sequence[float]) -> None:
    """Print one row of the tables."""
    figures = " | ".join(f"{value:.3f}" for value in [*values, float(np.mean(values))])
    print(f"| {name} | {figures} |", flush=True)


def main() -> None:
    """Rank and judge in every way, and print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--vectors", type=Path, help="where to keep vectors (.npz)")
    given = parser.parse_args()
    columns: dict[str, list[float]] = {}
    names, sets = [], []
    for evaluated, shelf, minilm in read_shelves(given.folder, given.vectors):
        bench = Bench(evaluated, shelf, minilm)
        parts = kept(bench)
        live = parts["+ names spelled alike: live"]
        parts |= Ideas(bench, live).measures
        for name, measure in parts.items():
            columns.setdefault(name, []).append(bench.recall(measure))
        sets.append(judged_set(evaluated, shelf, minilm))
        names.append(evaluated.name)
    print("| recall@1 | " + " | ".join([*names, "mean"]) + " |")
    for name, values in columns.items():
        show(name, values)
    print("\n| AUROC | " + " | ".join([*names, "mean"]) + " |")
    for name, values in gate_rows(sets).items():
        show(name, values)
    print(
        "\n| coverage at | " + " | ".join(f"{share}" for share in SHARES) + " | mean |"
    )
    for name, values in coverage_rows(sets).items():
        show(name, values)


if __name__ == "__main__":
    main()
