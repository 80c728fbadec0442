"""What is kind is not looked up."""

import pytest

from knowledge.answering.courtesies import without_courtesies


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Hi, how do I pay?", "how do I pay?"),
        ("hello How do I pay?", "How do I pay?"),
        ("Good morning! Hey there, how do I pay?", "how do I pay?"),
        ("quick question: how do I pay", "how do I pay"),
        ("Ok, so, how do I pay?", "how do I pay?"),
        ("How do I pay? Thanks a lot!", "How do I pay"),
        ("Hallo, wie zahle ich? Danke", "wie zahle ich"),
        ("Hi!\nHow do I pay?\n\nThanks", "How do I pay"),
    ],
)
def test_greeting_and_thanks_are_left_out(said: str, asked: str) -> None:
    assert without_courtesies(said) == asked


@pytest.mark.parametrize(
    "said",
    [
        "How do I pay?",
        "OK button does nothing",
        "Sorry page of the widget",
        "a question without an answer",
        "History of a chat",
        "So many errors",
        "thanks",
        "Hi!",
        "",
    ],
)
def test_what_is_asked_stays_as_it_is(said: str) -> None:
    assert without_courtesies(said) == said
