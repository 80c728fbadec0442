"""Passages around those that a text comes from, and what is left out between them."""

from collections.abc import Collection

import pytest

from knowledge.passages import Passage, Runs, runs_around, stretches


class Talk:
    """A source of so many passages."""

    reason = "From a talk"

    def __init__(self, length: int) -> None:
        self.length = length

    def passages(self, runs: Runs | None = None) -> list[Passage]:
        return [
            Passage(number, f"Said {number}.")
            for number in range(1, self.length + 1)
            if runs is None or any(first <= number <= last for first, last in runs)
        ]


@pytest.mark.parametrize(
    ("used", "expected"),
    [
        ([], []),
        ([3], [(1, 9)]),
        ([20], [(14, 26)]),
        ([30, 20], [(14, 36)]),
        ([20, 33], [(14, 39)]),
        ([20, 34], [(14, 26), (28, 40)]),
    ],
)
def test_runs_that_meet_are_one(
    used: Collection[int], expected: list[tuple[int, int]]
) -> None:
    assert list(runs_around(used)) == expected


def test_the_last_passage_that_is_used_is_shown_however_far_it_is() -> None:
    shown = stretches(Talk(900), {2, 450, 895})

    numbers = [[p.number for p in stretch.passages] for stretch in shown]
    assert [(each[0], each[-1]) for each in numbers] == [(1, 8), (444, 456), (889, 900)]


def test_what_is_left_out_between_is_counted_from_its_first_passage() -> None:
    shown = stretches(Talk(900), {50, 450})

    assert [(each.skipped, each.since) for each in shown] == [(0, 1), (387, 57)]


def test_without_a_source_nothing_is_shown() -> None:
    assert stretches(Talk(900), set()) == []
