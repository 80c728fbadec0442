"""Markdown: bold names, headings, tables and headers."""

import pytest

from knowledge.interviews.reading import read
from tests.knowledge.interviews.making import heard, notes_of


@pytest.mark.parametrize(
    "text",
    [
        "**Ana:** Why?\n\n**Tom:** So.\n",
        "**Ana**: Why?\n\n**Tom**: So.\n",
        "__Ana:__ Why?\n\n__Tom:__ So.\n",
        "- **Ana:** Why?\n- **Tom:** So.\n",
        "> **Ana:** Why?\n\n> **Tom:** So.\n",
        "**Ana (00:01):** Why?\n\n**Tom (00:05):** So.\n",
        "**Ana** (00:01)\nWhy?\n\n**Tom** (00:05)\nSo.\n",
        "**[00:01] Ana:** Why?\n\n**[00:05] Tom:** So.\n",
        "### Ana (00:01)\nWhy?\n\n### Tom (00:05)\nSo.\n",
        "| Time | Speaker | Text |\n|---|---|---|\n| 00:01 | Ana | Why? |\n| 00:05 | Tom | So. |\n",
        "| Speaker | Text |\n|:--|:--|\n| **Ana** | Why? |\n| **Tom** | So. |\n",
    ],
)
def test_every_style_names_the_same_people(text: str) -> None:
    assert read(text.encode()).format == "markdown"
    assert heard(text) == [("Ana", "Why?"), ("Tom", "So.")]


def test_a_name_alone_in_bold_stands_above_what_they_say() -> None:
    text = "**Ana**\n\nWhy?\n\n**Tom**\n\nSo.\n\n**Ana**\n\nFine.\n\n**Tom**\n\nYes.\n"

    assert heard(text)[:2] == [("Ana", "Why?"), ("Tom", "So.")]


def test_a_heading_is_said_by_nobody_and_below_it_the_speaker_goes_on() -> None:
    text = (
        "# Exports\n\n**Ana:** Why?\n\n**Tom:** So.\n\n## When it hangs\n\nAnd more.\n"
    )

    assert heard(text) == [
        ("", "Exports"), ("Ana", "Why?"), ("Tom", "So."), ("", "When it hangs"),
        ("Tom", "And more."),
    ]  # fmt: skip


def test_a_header_is_left_out_and_said_so() -> None:
    text = "---\ntitle: x\n---\n**Ana:** Why?\n\n**Tom:** So.\n"

    assert heard(text) == [("Ana", "Why?"), ("Tom", "So.")]
    assert notes_of(text) == [(1, "the header was left out")]


def test_bold_words_within_talk_stay() -> None:
    text = "**Ana:** Why **never**?\n\n**Tom:** So.\n"

    assert heard(text)[0] == ("Ana", "Why **never**?")
