"""What a model is asked about two texts, and what its answer is taken for."""

import pytest

from knowledge.likeness.second_look import LONGEST_TEXT, question_about, word_of
from knowledge.likeness.statements import Text


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        ("contradicts", "contradicts"),
        ("**Same.**", "same"),
        ("They are: neither\n", "neither"),
        ("same, or neither", None),
        ("I cannot tell.", None),
        ("", None),
    ],
)
def test_only_one_clear_word_counts(answer: str, word: str | None) -> None:
    assert word_of(answer) == word


def test_both_texts_are_shown_whole_up_to_a_length() -> None:
    pair = (("How?",), "So.")
    prompt = question_about(Text("One", "x" * 9000), Text("Two", "Body.", (pair,)))

    shown = prompt.messages[-1].content
    assert "# Two\nBody.\nHow?\nSo." in shown
    assert shown.count("x") <= LONGEST_TEXT + 20
    assert prompt.passages == ()
