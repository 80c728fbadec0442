"""What is to be done one after the other."""

import pytest

from knowledge.interviews.actions import does, step_of
from knowledge.interviews.procedures import procedures_of
from tests.knowledge.interviews.talks import candidates, only, said


@pytest.mark.parametrize(
    ("clause", "step"),
    [
        ("then you open the lid", "Open the lid."),
        ("and after that you'll want to rinse the filter", "Rinse the filter."),
        ("first I check the oil", "Check the oil."),
        ("press the green button", "Press the green button."),
        ("Then the drain.", "Then the drain."),
    ],
)
def test_a_step_is_written_as_an_imperative(clause: str, step: str) -> None:
    assert does(clause)
    assert step_of(clause) == step


@pytest.mark.parametrize(
    "clause",
    [
        "then it stops",
        "the check is done by others",
        "I think so",
        "we opened the lid",
        "you can't see it",
        "then the packing burns",
        "do you open it?",
    ],
)
def test_what_happens_or_happened_is_no_step(clause: str) -> None:
    assert not does(clause)


def test_steps_are_kept_in_order_with_their_turns() -> None:
    found = only(
        candidates(
            "I: How do you clean the coffee grinder?",
            "E: So first you, um, unplug it, and then you take off the hopper.",
            "I: Okay.",
            "E: After that you brush the burrs, never with water.",
            "E: Then you put the hopper back and turn it a quarter to the left.",
        ),
        "procedure",
    )

    assert found.title == "Clean the coffee grinder"
    assert found.body == (
        "## Steps\n1. Unplug it.\n2. Take off the hopper.\n"
        "3. Brush the burrs. Never with water.\n"
        "4. Put the hopper back and turn it a quarter to the left.\n"
    )
    assert [each.turns for each in found.sentences][:2] == [(2,), (2,)]
    assert found.parsed.missing == ()


def test_steps_are_heard_where_nobody_wrote_a_stop() -> None:
    told = said(
        "I: how do you clean the grinder",
        "E: first you pull the plug you take the hopper off and brush the burrs",
    )

    (found,) = procedures_of(told)

    assert [step.action.text for step in found.steps] == [
        "first you pull the plug",
        "you take the hopper off",
        "and brush the burrs",
    ]


def test_without_stops_an_order_that_is_told_once_by_chance_is_no_procedure() -> None:
    told = said("E: then you pull the plug you take the hopper off and brush the burrs")

    assert procedures_of(told) == []


def test_two_steps_are_no_procedure() -> None:
    assert procedures_of(said("E: First you open it, and then you close it.")) == []


def test_a_story_is_no_procedure() -> None:
    told = said(
        "I: What happened?",
        "E: First he opened the lid, then he took the filter, and then he lost it.",
    )

    assert procedures_of(told) == []


def test_another_matter_ends_a_procedure() -> None:
    told = said(
        "E: First you open the lid, then you clean the filter, then you close the lid.",
        "I: How do you paint the door?",
        "E: First you sand it, then you wipe it, then you paint it.",
    )

    found = procedures_of(told, frozenset({2}))

    assert [each.turns for each in found] == [(1,), (3,)]


def test_what_is_strung_together_with_and_is_an_order() -> None:
    told = said(
        "E: I make a copy by hand, and I wait for the message, and I write the time down."
    )

    assert len(procedures_of(told)) == 1


def test_many_steps_at_once_need_no_more_of_an_order_without_stops() -> None:
    told = said(
        "I: how do you tell the customers",
        "E: it is simple open the status tool choose the region write the text set the hour and publish it",
    )

    assert [each.turns for each in procedures_of(told)] == [(2,)]
