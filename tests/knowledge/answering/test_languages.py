"""Which language a message is in: measured on a list, and what decides when little is said."""

from pathlib import Path

import pytest

from knowledge.answering.languages import language_in, name_of

LIST = Path(__file__).parents[2] / "data" / "languages.txt"


def labelled() -> list[tuple[str, str]]:
    lines = LIST.read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" ", 1) for line in lines if not line.startswith("#"))
    return [(code, text) for code, text in pairs]


def test_of_the_labelled_messages_nearly_all_are_told_right():
    rows = labelled()

    right = [language_in(text, "en") == code for code, text in rows]

    assert len(rows) > 130
    assert sum(right) / len(rows) >= 0.97


@pytest.mark.parametrize("otherwise", ["en", "de", "pt-BR"])
@pytest.mark.parametrize("text", ["ok", "HD-1042", "", "404", "nginx"])
def test_what_shows_no_language_is_taken_for_that_of_the_site(text, otherwise):
    assert language_in(text, otherwise) == otherwise


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hello", "en"),
        ("Danke!", "de"),
        ("bonjour", "fr"),
        ("hola", "es"),
        ("The llama looks sad!", "en"),
    ],
)
def test_a_little_word_decides_where_the_model_is_not_sure(text, language):
    assert language_in(text, "ru") == language


def test_languages_are_named_as_they_name_themselves():
    assert [name_of("de-AT"), name_of("fr"), name_of("xx")] == [
        "Deutsch",
        "français",
        "xx",
    ]
