"""Titles say what a text is about, without what leads to it."""

import pytest

from knowledge.interviews import titles
from tests.knowledge.interviews.talks import candidates, only


@pytest.mark.parametrize(
    ("spoken", "title"),
    [
        ("Okay so, um, start the boiler.", "Start the boiler"),
        ("Well, right, the flue pipe", "The flue pipe"),
        ("Right valve open", "Right valve open"),
        ("ok then the alarms", "The alarms"),
        ("Otherwise, the fuse goes", "The fuse goes"),
    ],
)
def test_what_leads_to_a_title_is_left_out(spoken: str, title: str) -> None:
    assert titles.shortened(spoken) == title


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("We have ten minutes left. Which alarm do you see most?", "Which alarm do you see most?"),
        ("Then the blue bottle. What do I have to know about it?", "Then the blue bottle. What do I have to know about it?"),
        ("Just one of them? What if it isn't enough?", "Just one of them? What if it isn't enough?"),
    ],
)  # fmt: skip
def test_the_last_question_is_the_title_where_it_stands_by_itself(
    question: str, asked: str
) -> None:
    assert titles.of_question(question) == asked


def test_a_warning_is_called_after_the_sentence_that_says_it() -> None:
    warnings = ["That's a classic.", "Never open it hot, because steam comes out."]

    assert titles.of_warning(warnings) == "Never open it hot"
    assert titles.of_warning(["That's a classic."]) == "That's a classic."
    assert titles.of_warning([]) == ""


def test_whoever_is_asked_is_not_named() -> None:
    names = titles.called({"Tilo Brandtner", "SPEAKER_01", ""})

    assert titles.without_names("Tilo, what is it for?", names) == "What is it for?"
    assert titles.without_names("What is it for, Tilo?", names) == "What is it for?"
    assert titles.without_names("What does Tilo do?", names) == "What does Tilo do?"


def test_a_summary_says_more_than_a_word() -> None:
    found = candidates(
        "I: How many valves are there in the cellar?",
        "E: Three. The first one closes the main, the others the two boilers.",
    )

    summary = only(found, "faq").parsed.summary
    assert summary == "The first one closes the main, the others the two boilers."
