"""Messages with their causes and what helps."""

import pytest

from knowledge.interviews.errors import errors_of, messages_in
from tests.knowledge.interviews.talks import candidates, only, said


@pytest.mark.parametrize(
    ("sentence", "message"),
    [
        ('Then the display says "E-17 door open".', "E-17 door open"),
        ('The popup reads "cannot reach the printer".', "cannot reach the printer"),
        ("You get error 42 on the panel.", "error 42"),
        ("The log shows ERR_NO_SPACE.", "ERR_NO_SPACE"),
        ("and then it says paper tray missing and nothing moves", "paper tray missing"),
        ("kx 204 belt torn yes that one", "kx 204 belt torn"),
        ("lid not closed that's what it says then", "lid not closed"),
    ],
)
def test_a_message_is_what_a_device_says(sentence: str, message: str) -> None:
    assert messages_in(said(f"E: {sentence}")[0]) == [message]


@pytest.mark.parametrize(
    "sentence",
    [
        'My boss always said "nobody opens that door".',
        'It is called "the long way home".',
        "and it says that it's done",
        "We have 42 of them.",
        "at 70 degrees it is done",
        "so 20 of them were there",
    ],
)
def test_what_people_say_is_no_message(sentence: str) -> None:
    assert messages_in(said(f"E: {sentence}")[0]) == []


def test_causes_and_fixes_come_from_what_was_asked_about_them() -> None:
    found = only(
        candidates(
            "I: Which message do you see most on the oven?",
            'E: On the panel it says "E-17 door open", and the fan stops.',
            "I: Why does that come?",
            "E: The magnet in the handle gets dirty.",
            "I: And what do you do?",
            "E: Wipe the magnet with a dry cloth and press reset.",
        ),
        "error",
    )

    assert found.title == "E-17 door open"
    assert "## Causes\n- The magnet in the handle gets dirty." in found.body
    assert (
        "## Resolution\n1. Wipe the magnet with a dry cloth and press reset."
        in found.body
    )
    assert found.turns[:1] + found.turns[-1:] == (2, 6) or 1 in found.turns
    assert found.parsed.missing == ()


def test_a_message_told_twice_is_one_error() -> None:
    (found,) = errors_of(
        said('E: It says "E-17 door open".', 'E: As I said, "E-17 door open" again.')
    )

    assert [each.turn for each in found.said] == [1, 2]


def test_a_fence_in_a_message_cannot_end_its_block() -> None:
    found = only(
        candidates(
            "I: Which message comes?", 'E: The display says "``` x 12 # Owned".'
        ),
        "error",
    )

    assert "```\n''' x 12 # Owned\n```" in found.body
