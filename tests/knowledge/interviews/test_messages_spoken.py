"""Messages without quotes, in sentences with stops and without."""

import pytest

from knowledge.interviews.messages_spoken import spoken_in


@pytest.mark.parametrize(
    ("sentence", "message"),
    [
        ("It says tray not found, and stops.", "tray not found"),
        ("Then the display comes up with paper jammed, lift lid.", "paper jammed"),
        ("You get permission denied.", "permission denied"),
        ("What you see is five oh two bad gateway, in black.", "five oh two bad gateway"),
        ("it throws zone serial unchanged if you run it", "zone serial unchanged"),
    ],
)  # fmt: skip
def test_what_a_device_says_is_a_message(sentence: str, message: str) -> None:
    assert spoken_in(sentence) == [message]


def test_a_sentence_that_only_names_a_message_is_one_by_what_follows() -> None:
    assert spoken_in("No space left on device.", "That comes up every spring.") == [
        "No space left on device"
    ]
    assert spoken_in("No space left on device.", "We moved in May.") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "It says that on the sheet.",
        "You get a mail at seven.",
        "It shows green.",
        "People get too much of it.",
        "It gives you ten minutes.",
    ],
)
def test_what_no_device_would_say_so_is_none(sentence: str) -> None:
    assert spoken_in(sentence) == []
