"""Settings told as talk, not as a table would have them."""

import pytest

from knowledge.interviews.configuration import settings_of
from tests.knowledge.interviews.talks import said


def told(*lines: str) -> list[tuple[str, str]]:
    return [(each.key, each.value) for each in settings_of(said(*lines))]


@pytest.mark.parametrize(
    ("sentence", "key", "value"),
    [
        ("The lead time, we have that at ninety.", "lead time", "ninety"),
        ("Retries five, and nobody touches it.", "Retries", "five"),
        ("Preheat mode is off.", "Preheat mode", "off"),
        ("Hold time, default of forty minutes.", "Hold time", "forty minutes"),
        ("Long fetch time I've left at two seconds.", "Long fetch time", "two seconds"),
        ("Keep it long, forty, in the environment, OVEN_KEEP_DAYS.", "OVEN_KEEP_DAYS", "forty"),
        ("The scanner asks every ten minutes.", "scanner asks", "every ten minutes"),
        ("From five hundred it alarms.", "alarms", "five hundred"),
        ("The session's good for eight hours.", "session", "eight hours"),
        ("The log level should be on info.", "log level", "info"),
    ],
)  # fmt: skip
def test_what_people_say_of_a_setting_is_read(
    sentence: str, key: str, value: str
) -> None:
    assert (key, value) in told(f"E: {sentence}")


@pytest.mark.parametrize(
    "sentence",
    [
        "Count to thirty.",
        "You put all three on zero.",
        "We had that on sixty.",
        "It's at the window, the second one.",
        "You leave that one open.",
    ],
)
def test_what_is_done_or_was_once_is_no_setting(sentence: str) -> None:
    assert told(f"E: {sentence}") == []


def test_it_is_what_the_sentence_before_named() -> None:
    found = told(
        "E: What you can change is the low battery shutdown. It's at twenty percent."
    )

    assert found == [("low battery shutdown", "twenty percent")]


def test_the_same_setting_told_twice_is_one() -> None:
    found = told(
        "E: Retry limit is forty.", "I: Forty.", "E: Retry limit is forty, yes."
    )

    assert found == [("Retry limit", "forty")]


def test_a_host_without_an_address_is_none() -> None:
    assert told("E: You need the host, the path and the day.") == []
