"""Gathering by meaning: what belongs together is found in any order, and marks are kept."""

import random

import numpy as np
import pytest

from knowledge.grouping import group, smoothed
from knowledge.llm.embedder import Vectors


def vectors(*rows: tuple[float, ...]) -> Vectors:
    made = np.array(rows, dtype=np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


EAST, NORTH, UP = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)
NEAR_EAST, NEAR_NORTH = (1.0, 0.2, 0.0), (0.2, 1.0, 0.0)


def test_what_points_into_one_direction_is_one_group() -> None:
    found = group(vectors(EAST, NORTH, NEAR_EAST, UP, NEAR_NORTH), [None] * 5)

    assert found == [[0, 2], [1, 4], [3]]


def test_nothing_gives_no_group_and_one_question_gives_one() -> None:
    assert group(np.empty((0, 3), dtype=np.float32), []) == []
    assert group(vectors(EAST), [None]) == [[0]]


def test_in_a_small_set_far_questions_are_not_drawn_together() -> None:
    apart = vectors(EAST, (0.5, 1.0, 0.0), (0.5, 0.0, 1.0))

    assert group(apart, [None] * 3) == [[0], [1], [2]]
    assert np.allclose(smoothed(apart), apart)


def test_the_same_marks_stay_together_and_different_ones_apart() -> None:
    rows = vectors(EAST, EAST, NORTH, NEAR_EAST)

    assert group(rows, [1, 2, 1, None]) == [[0, 2], [1, 3]]


@pytest.mark.parametrize("seed", range(5))
def test_the_order_in_which_they_came_changes_nothing(seed: int) -> None:
    chance = np.random.default_rng(7)
    centers = chance.normal(size=(6, 32))
    noise = 0.6 * chance.normal(size=(60, 32))
    rows = vectors(*(centers[n % 6] + noise[n] for n in range(60)))
    order = list(range(60))
    random.Random(seed).shuffle(order)

    shuffled = group(rows[order], [None] * 60)

    as_before = sorted(sorted(order[place] for place in places) for places in shuffled)
    assert as_before == group(rows, [None] * 60)
    assert len(as_before) == 6


def test_two_far_wordings_meet_by_the_one_between_them() -> None:
    left, middle, right = (1.0, 0.0), (1.0, 0.75), (0.3, 1.0)
    rows = vectors(left, middle, right)

    assert float(rows[0] @ rows[2]) < 0.3
    assert float(smoothed(rows)[0] @ smoothed(rows)[2]) > 0.74
