"""Questions without the form of one, in talk that nobody put marks in."""

import pytest

from knowledge.interviews.implied_questions import implies

ANSWER = "they are in the cellar behind the blue door and every monday somebody tops them up with water"


@pytest.mark.parametrize(
    "text",
    ["and the batteries", "okay and for the night shift", "certificates", "a day or an hour"],
)  # fmt: skip
def test_naming_something_new_asks_where_much_is_told(text: str) -> None:
    assert implies(text, "the oil is fine", ANSWER)


@pytest.mark.parametrize(
    ("text", "told", "answer"),
    [
        ("and the oil", "the oil is fine", ANSWER),
        ("and the batteries", "the oil is fine", "yes they are"),
        ("twelve okay", "the oil is fine", ANSWER),
        ("that's unbelievable", "the oil is fine", ANSWER),
        ("i have another list here from the office", "the oil is fine", ANSWER),
    ],
)
def test_an_echo_a_remark_or_a_short_answer_make_no_question(
    text: str, told: str, answer: str
) -> None:
    assert not implies(text, told, answer)
