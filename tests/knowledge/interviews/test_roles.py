"""Who asks and who knows, guessed."""

import pytest

from knowledge.interviews.reading import read
from knowledge.interviews.roles import EXPERT, INTERVIEWER, OTHER, guessed

LONG = "I open the queue, look for the job that hangs, and restart the worker. " * 5


def roles(text: str) -> dict[str, str]:
    return dict(guessed(read(text.encode()).turns))


def test_whoever_asks_is_the_interviewer() -> None:
    text = f"Tom: {LONG}\nAna: What then?\nTom: {LONG} Right?\nAna: And how often?\n"

    assert roles(text) == {"Tom": EXPERT, "Ana": INTERVIEWER}


def test_questions_without_a_sign_are_told_by_their_first_word() -> None:
    text = f"A1: how do you do that\nB2: {LONG}\nA1: and what comes next\nB2: {LONG}\n"

    assert roles(text) == {"A1": INTERVIEWER, "B2": EXPERT}


@pytest.mark.parametrize(
    ("asks", "knows"),
    [("Q", "A"), ("Interviewer", "Expert"), ("Ana (Moderator)", "Tom"), ("HOST", "GUEST")],
)  # fmt: skip
def test_a_name_that_says_it_counts_first(asks: str, knows: str) -> None:
    text = f"{asks}: Go on.\n{knows}: Why, what, when? {LONG}\n{asks}: Fine.\n{knows}: {LONG}\n"

    assert roles(text) == {asks: INTERVIEWER, knows: EXPERT}


def test_whoever_says_next_to_nothing_is_another() -> None:
    text = f"Ana: Why?\nTom: {LONG}\nEva: Tea?\nAna: Why?\nTom: {LONG}\nEva: Tea.\n"

    assert roles(text)["Eva"] == OTHER


def test_a_guest_who_asks_a_single_question_is_no_interviewer() -> None:
    text = (
        f"Ana: Why?\nTom: {LONG}\nAna: And when?\nTom: {LONG}\n"
        f"Speaker 3: Really?\nTom: {LONG}\n"
    )

    assert roles(text)["Ana"] == INTERVIEWER


def test_two_experts_are_both() -> None:
    text = f"Ana: Why?\nTom: {LONG}\nEva: {LONG}\nAna: Why?\nTom: {LONG}\nEva: {LONG}\n"

    assert roles(text) == {"Ana": INTERVIEWER, "Tom": EXPERT, "Eva": EXPERT}


def test_where_nobody_at_all_is_named_they_are_taken_for_an_expert() -> None:
    assert roles(f"{LONG}\n\nWhy?\n") == {"": EXPERT}


def test_who_is_not_named_beside_others_who_are_is_neither() -> None:
    text = f"Before the talk.\n\nAna: Why?\nTom: {LONG}\nAna: Why?\nTom: {LONG}\n"

    assert roles(text) == {"": OTHER, "Ana": INTERVIEWER, "Tom": EXPERT}
