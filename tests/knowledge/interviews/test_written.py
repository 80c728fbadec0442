"""Spoken sentences as written ones."""

import pytest

from knowledge.interviews.written import fluent, is_hedged, written


@pytest.mark.parametrize(
    ("spoken", "text"),
    [
        ("So, um, you open the, uh, lid.", "You open the lid."),
        ("so basically you you open the the lid, right?", "You open the lid."),
        (
            "Well, I think it's about forty degrees, I guess.",
            "It's about forty degrees.",
        ),
        ("You take the — you open the valve.", "You open the valve."),
        ("the v- the valve is shut", "The valve is shut."),
        ("and then it's gonna stop", "Then it's going to stop."),
        ("[laughs] Never open it, you know.", "Never open it."),
        ("I mean, the pump, you know, stops.", "The pump stops."),
        ("No, you shouldn't.", "No, you shouldn't."),
    ],
)
def test_fillers_false_starts_and_hedges_are_taken_out(spoken: str, text: str) -> None:
    assert written(spoken) == text


@pytest.mark.parametrize(
    "text",
    [
        "You know how the pump works.",
        "You see it on the payslip.",
        "This kind of valve sticks.",
        "I always check that that is off.",
        "So far so good.",
        "That is what I mean by that.",
        "It works very, very well.",
    ],
)
def test_words_that_mean_something_stay(text: str) -> None:
    assert written(text) == text


@pytest.mark.parametrize("nothing", ["Um.", "[laughs]", "...", "", "Uh, um, hm."])
def test_nothing_is_left_of_mere_hesitation(nothing: str) -> None:
    assert written(nothing) == ""


def test_names_in_their_own_spelling_keep_it() -> None:
    assert written("systemCtl.d is the folder") == "systemCtl.d is the folder."


def test_a_hedge_is_noticed_before_it_is_taken_out() -> None:
    assert is_hedged("I think it's forty.")
    assert not is_hedged("It's forty.")


def test_rough_text_loses_the_fillers_that_no_comma_sets_off() -> None:
    heard = "so like you um open it and it looks like this you know and it works well"

    assert fluent(heard, rough=True) == (
        "so you open it and it looks like this and it works well"
    )
