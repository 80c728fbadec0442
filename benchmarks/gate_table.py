"""The table of docs/figures.md that says how a gate does on each set, beside plainer ways."""

from collections.abc import Mapping, Sequence

import numpy as np

from benchmarks.judged import Judged, Numbers, ScoredSet, Truths
from knowledge.answering.gate import Found, OperatingPoint
from knowledge.evaluation.calibration import expected_error
from knowledge.evaluation.figures import auroc

HEADS = ("H@1", "AUROC", "F1 out", "precision", "coverage", "baseline", "ECE")


def line(one: Judged, score: Numbers, threshold: float) -> str:
    """Return one row of the table."""
    answered = score >= threshold
    silent_right = (~answered & ~one.inside).sum()
    f1 = 2 * silent_right / ((~answered).sum() + (~one.inside).sum())
    precision = one.right[answered].mean() if answered.any() else float("nan")
    figures = (
        one.right[one.inside].mean(),
        auroc(score[one.inside].tolist(), score[~one.inside].tolist()),
        f1,
        precision,
        (one.right & answered).sum() / one.inside.sum(),
        best_baseline(one, precision),
        expected_error(list(zip(score.tolist(), one.right.tolist(), strict=True))),
    )
    return f"{one.name:20}" + "".join(f"{figure:10.3f}" for figure in figures)


def quoted(
    scored: Sequence[ScoredSet], defaults: Mapping[Found, OperatingPoint]
) -> str:
    """Return what is answered of each set, and right, before and after texts that fit alike go."""
    lines = [f"{'':20}  answers    right  no two alike    right"]
    for one, score in scored:
        passed = score >= defaults[one.kind].threshold
        kept = passed & ~one.torn
        lines.append(
            f"{one.name:20}{passed.sum():9}{one.right[passed].mean():9.3f}"
            f"{kept.sum():14}{one.right[kept].mean():9.3f}"
        )
    return "\n".join(lines)


def best_baseline(one: Judged, precision: float) -> float:
    """Return the most that a baseline answers right with so many right, its threshold known.

    Of BM25, the nearest unit and their mix, each by its own first text and score.
    """
    return max(
        covered_at(score, right, precision) * len(right) / one.inside.sum()
        for score, right in one.baselines
    )


def covered_at(score: Numbers, right: Truths, precision: float) -> float:
    """Return the share of all that is answered right by the boldest threshold of that precision."""
    order = np.argsort(-score, kind="stable")
    hits = right[order].cumsum()
    last = np.append(np.diff(score[order]) < 0, True)
    enough = last & (hits / np.arange(1, len(hits) + 1) >= precision)
    return float(hits[enough].max(initial=0) / len(hits))


def report(
    scored: Sequence[ScoredSet], defaults: Mapping[Found, OperatingPoint]
) -> str:
    """Return the table of all sets, with what all answers of a kind come to."""
    head = "".join(f"{name:>10}" for name in HEADS)
    pooled = [
        pair
        for one, score in scored
        for pair in zip(score.tolist(), one.right.tolist(), strict=True)
    ]
    lines = [f"{'':20}{head}"]
    lines += [line(one, score, defaults[one.kind].threshold) for one, score in scored]
    lines.append(f"ECE of all questions together {expected_error(pooled):.3f}")
    for kind, point in defaults.items():
        right = [
            one.right[score >= point.threshold]
            for one, score in scored
            if one.kind == kind
        ]
        answers = np.concatenate(right)
        lines.append(
            f"{kind} from {point.threshold} on: {answers.sum()} of {len(answers)} right"
        )
    return "\n".join(lines)
