"""Labelled scores say where the gate should stand, and how sure that is."""

import pytest

from knowledge.evaluation.calibration import (
    FEWEST_ANSWERS,
    Labelled,
    Sureness,
    at,
    expected_error,
    find,
    points_of,
)


def labels(right: int, wrong: int, score: float) -> list[Labelled]:
    return [(score, True)] * right + [(score, False)] * wrong


def test_each_score_is_a_point_the_strictest_first() -> None:
    points = points_of([*labels(3, 0, 0.9), *labels(1, 1, 0.5)], answerable=5)

    assert [(p.threshold, p.answers, p.right) for p in points] == [
        (0.9, 3, 3),
        (0.5, 5, 4),
    ]
    assert (points[1].share_right, points[1].coverage) == (0.8, 0.8)


def test_many_right_answers_assure_a_point() -> None:
    found = find([*labels(200, 2, 0.8), *labels(10, 40, 0.3)], 250, 0.95)

    assert found.sureness is Sureness.ASSURED
    assert found.point is not None
    assert found.point.threshold == 0.8
    assert found.point.at_least >= 0.95


def test_few_right_answers_are_likely_but_not_sure() -> None:
    found = find(labels(25, 0, 0.8), 25, 0.95)

    assert found.sureness is Sureness.LIKELY
    assert found.point is not None
    assert (found.point.share_right, round(found.point.at_least, 2)) == (1.0, 0.94)


def test_the_boldest_point_that_is_right_often_enough_is_found() -> None:
    found = find(
        [*labels(150, 0, 0.9), *labels(150, 2, 0.7), *labels(0, 99, 0.5)], 300, 0.95
    )

    assert found.point is not None
    assert found.point.threshold == 0.7


@pytest.mark.parametrize("count", [0, 1, FEWEST_ANSWERS - 1])
def test_too_few_labels_find_nothing(count: int) -> None:
    found = find(labels(count, 0, 0.9), count, 0.95)

    assert (found.sureness, found.point) == (Sureness.TOO_FEW, None)


def test_what_is_never_right_enough_finds_nothing() -> None:
    found = find(labels(50, 50, 0.9), 50, 0.95)

    assert (found.sureness, found.point) == (Sureness.NEVER, None)


def test_the_lower_end_rises_with_more_labels() -> None:
    ends = [at(labels(9 * n, n, 0.9), 9 * n, 0.5).at_least for n in (1, 10, 100)]

    assert ends == sorted(ends)
    assert ends[-1] < 0.9


def test_a_threshold_above_every_score_answers_nothing() -> None:
    point = at(labels(5, 0, 0.4), 5, 0.9)

    assert (point.answers, point.share_right, point.at_least) == (0, 0.0, 0.0)


def test_a_site_keeps_a_threshold_that_lets_the_counted_answers_pass() -> None:
    (point,) = points_of([(0.87654321, True)], 1)

    assert point.floor == 0.876


def test_scores_that_mean_what_they_say_have_no_error() -> None:
    assert expected_error([*labels(8, 2, 0.8), *labels(1, 4, 0.2)]) == pytest.approx(0)
    assert expected_error(labels(0, 10, 0.9)) == pytest.approx(0.9)
    assert expected_error([]) == 0.0
