"""Warnings, their reasons and what to do instead."""

import pytest

from knowledge.interviews.warning_words import warns
from tests.knowledge.interviews.talks import candidates, only


@pytest.mark.parametrize(
    "sentence",
    [
        "Never use soap on the membrane.",
        "And don't ever open it hot.",
        "So in the winter don't believe the sensor.",
        "You should never lift it alone.",
        "Everybody forgets to shut the bypass.",
        "The classic mistake is to pull the cable.",
        "Shut the valve, otherwise it floods.",
        "If you pull it too hard, then the seal tears.",
        "You don't raise the limit!",
    ],
)
def test_a_warning_is_heard(sentence: str) -> None:
    assert warns(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "I never needed more than fifty.",
        "The pumps don't start below that level.",
        "You don't have to wait.",
        "I don't know.",
        "Don't worry.",
        "Don't ask me why.",
        "Why don't you close it?",
        "The reserve is never supposed to run.",
    ],
)
def test_what_does_not_happen_is_no_warning(sentence: str) -> None:
    assert not warns(sentence)


def test_reason_and_better_way_stand_under_their_headings() -> None:
    found = only(
        candidates(
            "I: Is there something that people do wrong with the membrane?",
            "E: Never use soap on it, because soap clogs the pores.",
            "E: Use lukewarm water instead.",
        ),
        "pitfall",
    )

    assert found.title == "Never use soap on it"
    assert found.body == (
        "## Pitfall\nNever use soap on it.\n\n## Why\nBecause soap clogs the pores.\n\n"
        "## Instead\nUse lukewarm water instead.\n"
    )
    assert found.parsed.missing == ()


def test_a_missing_reason_is_told_to_whoever_reviews() -> None:
    found = only(
        candidates(
            "I: What do newcomers have to know about the large press?",
            "E: Never reach under the large press.",
        ),
        "pitfall",
    )

    assert [problem.message for problem in found.parsed.missing] == [
        "the section “Why” is missing",
        "the section “Instead” is missing",
    ]
