"""Gathering questions of one meaning: smoothed vectors, then average linkage. Pure arithmetic.

Average linkage (UPGMA; Sokal and Michener, 1958) joins, again and again, the two groups whose
members are closest to each other on average. The thresholds were chosen on the paraphrases of
BANKING77-OOS; `benchmarks.gaps` says what they come to on its test questions.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.llm.embedder import Vectors

NEIGHBOURS = 3
"""How many of its nearest questions lend a question something of their meaning."""
NEIGHBOURS_FROM = 0.55
"""The cosine from which they do; in a small set the nearest can be far off."""
ONE_FROM = 0.74
"""The mean cosine of smoothed vectors from which two groups are one."""

APART = -np.inf


def group(vectors: Vectors, fixed: Sequence[int | None]) -> list[list[int]]:
    """Return the places of the vectors, a list for each meaning, in the order of the vectors.

    Rows are of norm 1. Places with the same mark in `fixed` stay together, those with two
    different marks apart, whatever they mean; None is free.
    """
    groups = _begun(fixed)
    if not groups:
        return []
    smooth = smoothed(vectors)
    means = np.stack([smooth[members].mean(axis=0) for members in groups])
    near = means @ means.T
    near[_apart(groups, fixed)] = APART
    sizes = np.array([len(members) for members in groups], dtype=float)
    alive = list(range(len(groups)))
    # Each row knows its nearest, so that a step looks at rows, not at the whole table.
    best = near.argmax(axis=1)
    while len(alive) > 1:
        rows = np.array(alive)
        at = int(near[rows, best[rows]].argmax())
        kept = int(rows[at])
        gone = int(best[kept])
        if near[kept, gone] < ONE_FROM:
            break
        _join(near, sizes, kept, gone)
        groups[kept] += groups[gone]
        alive.remove(gone)
        for row in alive:
            if row == kept or best[row] in {kept, gone}:
                best[row] = near[row].argmax()
            elif near[row, kept] > near[row, best[row]]:
                best[row] = kept
    return sorted(sorted(groups[one]) for one in alive)


def smoothed(vectors: Vectors) -> Vectors:
    """Return each vector with its nearest neighbours added by their nearness, of norm 1.

    Two ways to say one thing are often closer to a third than to each other.
    """
    most = min(NEIGHBOURS, len(vectors) - 1)
    if most < 1:
        return vectors
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -1)
    nearest = np.argpartition(-cosines, most - 1, axis=1)[:, :most]
    weights = np.take_along_axis(cosines, nearest, axis=1)
    weights[weights < NEIGHBOURS_FROM] = 0
    summed = vectors + np.einsum("nk,nkd->nd", weights, vectors[nearest])
    smooth: Vectors = summed / np.linalg.norm(summed, axis=1, keepdims=True)
    return smooth


def _begun(fixed: Sequence[int | None]) -> list[list[int]]:
    """The groups to begin with: one for each mark, and one for each that has none."""
    marked: dict[int, list[int]] = {}
    free = []
    for place, mark in enumerate(fixed):
        if mark is None:
            free.append([place])
        else:
            marked.setdefault(mark, []).append(place)
    return [*marked.values(), *free]


def _apart(
    groups: Sequence[Sequence[int]], fixed: Sequence[int | None]
) -> NDArray[np.bool_]:
    """Which groups may not be joined: those with marks of their own, and each with itself."""
    marked = np.array([fixed[members[0]] is not None for members in groups])
    apart: NDArray[np.bool_] = np.outer(marked, marked) | np.eye(
        len(groups), dtype=bool
    )
    return apart


def _join(near: Vectors, sizes: NDArray[np.float64], kept: int, gone: int) -> None:
    """Make one row of two: its nearness to others is the mean over all members."""
    share = sizes[kept] / (sizes[kept] + sizes[gone])
    mean = share * near[kept] + (1 - share) * near[gone]
    mean[[kept, gone]] = APART
    near[kept], near[:, kept] = mean, mean
    near[gone], near[:, gone] = APART, APART
    sizes[kept] += sizes[gone]
