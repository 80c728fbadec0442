"""How long work will still take is said once its own pace says so, in words of people."""

import pytest

from knowledge.remaining import seconds_left, told


def test_the_rest_goes_at_the_pace_of_what_is_done() -> None:
    assert seconds_left(done=100, rest=300, seconds=50.0) == 150.0


@pytest.mark.parametrize(
    ("done", "rest", "seconds"),
    [(19, 300, 50.0), (100, 300, 4.9), (100, 0, 50.0), (0, 300, 50.0)],
)
def test_nothing_is_said_before_the_pace_is_known_or_at_the_end(
    done: int, rest: int, seconds: float
) -> None:
    assert seconds_left(done=done, rest=rest, seconds=seconds) is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "less than a minute left"),
        (59.9, "less than a minute left"),
        (60, "about 1 minute left"),
        (250, "about 4 minutes left"),
        (5399, "about 90 minutes left"),
        (5400, "about 2 hours left"),
        (36_000, "about 10 hours left"),
    ],
)
def test_it_is_said_as_people_say_it(seconds: float, words: str) -> None:
    assert told(seconds) == words
