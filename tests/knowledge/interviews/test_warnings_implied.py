"""Warnings that say what people do and what comes of it."""

import pytest

from knowledge.interviews.pitfalls import pitfalls_of
from knowledge.interviews.warnings_implied import asks_for_mistakes, implies_warning
from tests.knowledge.interviews.talks import said


@pytest.mark.parametrize(
    "sentence",
    [
        "People prop the doors open and it gets hotter.",
        "People lower it the day before, that doesn't help.",
        "You don't restart the oven because of one tray.",
        "Put it in a box so that it doesn't break.",
        "If that stays on manual, it doesn't start.",
        "Not the whole line, please.",
        "Not write, ring.",
        "It's a mistake the new ones make.",
    ],
)
def test_what_comes_of_it_warns(sentence: str) -> None:
    assert implies_warning(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "People like the biscuits.",
        "You don't have to restart it.",
        "If you open the door, the lamp comes on.",
        "Not one, all.",
        "They said that it works again.",
    ],
)
def test_what_people_only_do_does_not(sentence: str) -> None:
    assert not implies_warning(sentence)


def test_what_is_told_to_a_question_for_mistakes_is_a_pitfall() -> None:
    assert asks_for_mistakes("What's the mistake people make there?")

    found = pitfalls_of(
        said("I: What do people do wrong there?", "E: They pull out the wrong disk.")
    )

    assert [each.warning.text for each in found] == ["They pull out the wrong disk."]
