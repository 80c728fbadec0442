"""Clauses of talk without commas and capitals: who does something, or what is done to what, begins one."""

import pytest

from knowledge.interviews.actions import VERBS, does
from knowledge.interviews.flat_clauses import flat_clauses, is_flat


def cut(text: str) -> list[str]:
    return list(flat_clauses(text, VERBS))


@pytest.mark.parametrize(
    ("said", "clauses"),
    [
        (
            "before the start i listen to the motor i look at the floor",
            ["before the start", "i listen to the motor", "i look at the floor"],
        ),
        (
            "you close the valve open the vent and pour it in",
            ["you close the valve", "open the vent", "and pour it in"],
        ),
        (
            "in the evening you always write the hours down",
            ["in the evening", "you always write the hours down"],
        ),
    ],
)
def test_a_clause_begins_where_somebody_does_something(
    said: str, clauses: list[str]
) -> None:
    assert cut(said) == clauses


@pytest.mark.parametrize(
    "said",
    [
        "the lamp that you see on the panel",
        "because i open the vent too late",
        "you have to close the valve",
        "it goes down to nought point two bar",
        "the pressure in the pump check valve",
        "what you take from the list",
    ],
)
def test_what_hangs_on_words_before_it_is_no_clause_of_its_own(said: str) -> None:
    assert cut(said) == [said]


def test_what_was_said_is_there_to_the_last_word() -> None:
    said = "so i take the lid off and clean it with a cloth put it back you wait a day"

    assert " ".join(cut(said)) == said
    assert all(does(clause) for clause in cut(said)[1:])


@pytest.mark.parametrize(
    ("text", "flat"),
    [
        ("you close the valve", True),
        (
            "You close the valve and I wait until the lamp is green and then you turn it once more",
            True,
        ),
        ("You close the valve and I wait", False),
        ("You close the RTU", False),
        ("you close it, then go", False),
    ],
)
def test_flat_is_what_has_no_commas_and_no_capitals_but_the_first(
    text: str, flat: bool
) -> None:
    assert is_flat(text) is flat
