"""A copy is told by its sentences, whatever title stands above it."""

import pytest

from knowledge.likeness.copying import Copied, copied
from knowledge.likeness.judging import compared
from knowledge.likeness.statements import Text

BODY = (
    "Open the two contacts. Press Merge and choose what stays. The duplicate is put away. "
    "Nobody is told about it."
)


def test_a_copy_under_another_title_is_one_too_many() -> None:
    found = compared(
        Text("Merge two contacts", BODY), Text("Duplicate contacts", BODY), None
    )

    assert found.is_same
    assert found.hinders
    assert (found.copied, found.copied.share) == (Copied(4, 4), 1.0)


def test_of_a_longer_text_the_sentences_of_the_shorter_count() -> None:
    longer = f"Contacts come twice at times. {BODY} Write to us if it fails."

    assert copied(Text("A", longer), Text("B", BODY)) == Copied(4, 4)


def test_a_word_that_was_added_leaves_a_sentence_the_same() -> None:
    long = (
        "Open the settings of the workspace, choose the tab Members and press the blue button "
        "Invite{} beside the name"
    )
    one = Text("A", f"{long.format('')}. Wait for the mail.")
    other = Text("B", f"{long.format(' twice')}. Wait for the mail.")

    assert copied(one, other) == Copied(2, 2)


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (
            "Members can invite other people here.",
            "Members cannot invite other people here.",
        ),
        ("It takes 5 days to send it back.", "It takes 9 days to send it back."),
        (
            "Returns to Austria are free of charge.",
            "Returns to Norway are free of charge.",
        ),
        ("Run `export --all` in the folder.", "Run `export --none` in the folder."),
    ],
)
def test_a_sentence_that_says_something_else_is_another(mine: str, theirs: str) -> None:
    assert copied(Text("A", mine), Text("B", theirs)) == Copied(0, 1)


def test_some_sentences_in_common_or_a_single_one_are_no_copy() -> None:
    half = Text("A", "One stands here. Two stands there. Blue is mine. Green is mine.")
    other = Text(
        "B", "One stands here. Two stands there. Red is theirs. Grey is theirs."
    )
    short = Text("C", "One stands here.")

    assert copied(half, other) == Copied(2, 4)
    assert not copied(half, other)
    assert not copied(short, half)
    assert not copied(Text("D", ""), half)
