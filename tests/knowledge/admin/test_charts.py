"""Figures become places in a drawing."""

import pytest

from knowledge.admin.charts import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    against,
    over_time,
)


def test_shares_run_from_the_bottom_to_the_top_and_moments_from_left_to_right() -> None:
    chart = over_time(["run", "right"], ["a", "b", "c"], {"right": [0.0, 0.5, 1.0]})

    (line,) = chart.lines
    middle = TOP + (HEIGHT - TOP - BOTTOM) / 2
    assert [(dot.x, dot.y) for dot in line.dots] == [
        (LEFT, HEIGHT - BOTTOM),
        (pytest.approx((LEFT + WIDTH - RIGHT) / 2), middle),
        (WIDTH - RIGHT, TOP),
    ]
    assert line.dots[1].told == "right, b: 50.0%"
    assert chart.rows == [["a", "0.0%"], ["b", "50.0%"], ["c", "100.0%"]]


def test_a_figure_that_a_run_has_not_parts_the_line() -> None:
    values = [0.1, 0.2, None, 0.3, 0.4]

    (line,) = over_time(["run", "x"], list("abcde"), {"x": values}).lines

    assert len(line.dots) == 4
    assert len(line.pieces) == 2


def test_one_run_is_a_dot_without_a_line() -> None:
    (line,) = over_time(["run", "x"], ["a"], {"x": [0.5]}).lines

    assert (len(line.dots), line.pieces) == (1, [])


def test_times_stand_below_a_round_number_of_milliseconds() -> None:
    chart = over_time(["run", "p50"], ["a"], {"p50": [17.2]}, share=False)

    assert [tick.word for tick in chart.up] == ["0 ms", "10 ms", "20 ms"]
    assert chart.rows == [["a", "17.2 ms"]]


def test_long_times_are_said_in_seconds_beside_the_axis() -> None:
    chart = over_time(["When", "p50"], ["a"], {"p50": [1_130.0]}, share=False)

    assert [tick.word for tick in chart.up] == ["0 s", "1 s", "2 s"]
    assert chart.rows == [["a", "1130.0 ms"]]


def test_floors_and_thresholds_are_drawn_where_they_lie() -> None:
    floored = over_time(["run", "x"], ["a"], {"x": [1.0]}, {"floor": 1.0})
    curve = against(
        ["answered", "right", "at"], "answers", [(1.0, 0.5, 0.3)], {"now": 0.0}
    )

    assert [(mark.word, mark.at) for mark in floored.marks] == [("floor", TOP)]
    assert [(post.word, post.at) for post in curve.posts] == [("now", LEFT)]
    assert curve.rows == [["100.0%", "50.0%", "0.300"]]


def test_many_moments_get_few_words() -> None:
    chart = over_time(["run", "x"], [str(n) for n in range(60)], {"x": [0.5] * 60})

    assert len(chart.across) <= 5
