"""Numbers are compared by what they measure."""

import pytest

from knowledge.likeness.measures import Measure, measures_of, unmatched


def only(text: str) -> Measure:
    [measure] = measures_of(text)
    return measure


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It takes 60 minutes.", "It takes one hour."),
        ("Wait for 2 days.", "Wait for 48 hours."),
        ("It holds 1,000 MB.", "It holds 1 GB."),
        ("Version 1.50 is needed.", "Version 1.5 is needed."),
    ],
)
def test_the_same_amount_in_another_unit_agrees(one: str, other: str) -> None:
    assert only(one).agrees(only(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It takes 60 minutes.", "It takes 60 hours."),
        ("It costs 5 euros.", "It costs 5 dollars."),
        ("Open from 7 am.", "Open from 7 pm."),
        ("Come on Monday.", "Come on Friday."),
    ],
)
def test_another_amount_does_not(one: str, other: str) -> None:
    assert not only(one).agrees(only(other))


def test_a_number_without_a_unit_is_compared_by_the_word_beside_it() -> None:
    tabs, chats = only("There are two tabs."), only("At most 20 chats.")

    assert not tabs.comparable(chats)
    assert tabs.comparable(only("There are 5 tabs."))


def test_names_with_digits_measure_nothing() -> None:
    assert not only("Choose A4.").comparable(only("Choose A6."))


def test_a_second_is_no_measure_but_one_minute_is() -> None:
    assert measures_of("Add a second factor.") == []
    assert only("Wait a minute.").agrees(only("Wait 60 seconds."))


def test_what_the_other_has_as_well_is_matched() -> None:
    mine = measures_of("From 8 am to 6 pm.")
    theirs = measures_of("From 8 am to 5 pm.")

    assert [m.shown for m in unmatched(mine, theirs)] == ["6"]
