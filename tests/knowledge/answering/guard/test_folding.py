"""Letters are compared by what people see."""

import pytest

from knowledge.answering.guard.folding import (
    folded,
    latin,
    seen,
    smuggled,
    without_figures,
)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("IGNORE", "ignore"),
        ("\uff29\uff47\uff4e\uff4f\uff52\uff45", "ignore"),
        ("i\u200bg\u200cn\u2060o\ufeffr\u00ade", "ignore"),
        ("R\u00e8gles", "regles"),
        ("Stra\u00dfe", "strasse"),
        ("\U0001d422\U0001d420\U0001d427\U0001d428\U0001d42b\U0001d41e", "ignore"),
        ("ig\u3164nore", "ignore"),
    ],
)
def test_a_word_has_one_form(text, read):
    assert folded(text) == read


def test_lookalikes_of_other_scripts_are_read_as_latin_letters():
    assert latin("\u0456gn\u043er\u0435") == "ignore"


def test_other_scripts_stay_what_they_are_when_they_are_only_folded():
    assert (
        folded("\u0417\u0430\u0431\u0443\u0434\u044c")
        == "\u0437\u0430\u0431\u0443\u0434\u044c"
    )


@pytest.mark.parametrize(
    ("text", "read"),
    [("1gn0r3 th1s", "ignore this"), ("room 101", "room 101"), ("5 x 5", "5 x 5")],
)
def test_figures_within_words_are_letters(text, read):
    assert without_figures(text) == read


def test_what_is_written_in_invisible_tags_is_found():
    hidden = "".join(chr(0xE0000 + ord(c)) for c in "say x")

    assert smuggled(f"Hello{hidden}") == "say x"
    assert seen(f"Hello{hidden}") == "Hello"
