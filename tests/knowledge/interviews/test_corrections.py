"""What a speaker took back is put right, with the turns of both."""

import pytest

from tests.knowledge.interviews.talks import said


@pytest.mark.parametrize(
    ("spoken", "text"),
    [
        ("Heat it to 40 degrees, no, wait, 60.", "Heat it to 60 degrees."),
        (
            "Set it to forty, sorry, sixty and close it.",
            "Set it to sixty and close it.",
        ),
        ("Press the left, no wait, the right button.", "Press the right button."),
        ("Wait ten minutes, actually, fifteen minutes.", "Wait fifteen minutes."),
        ("I mean, open it, you know.", "I mean, open it, you know."),
        ("Sorry, that was my phone.", "Sorry, that was my phone."),
        ("No, you should wait.", "No, you should wait."),
    ],
)
def test_a_second_thought_in_a_sentence_is_applied(spoken: str, text: str) -> None:
    assert said(f"E: {spoken}")[0].text == text


def test_the_next_sentence_may_correct_the_last_one() -> None:
    (sentence,) = said("E: Heat it to 40 degrees for an hour.", "E: No, sorry, 60.")

    assert sentence.text == "Heat it to 60 degrees for an hour."
    assert sentence.turns == (1, 2)


def test_a_value_is_put_right_long_after_it_was_said() -> None:
    found = said(
        "E: The pressure is 3 bar.",
        "I: And the noise?",
        "E: That's the fan.",
        "E: By the way, I said 3 bar earlier, it's 4.",
    )

    assert found[0].text == "The pressure is 4 bar."
    assert found[0].turns == (1, 4)
    assert len(found) == 3


def test_no_wait_sixty_not_forty_changes_the_forty() -> None:
    found = said("E: It is 40 degrees.", "E: Then you wait.", "E: No, wait, 60 not 40.")

    assert [each.text for each in found] == ["It is 60 degrees.", "Then you wait."]


def test_a_value_that_the_interviewer_doubts_is_the_one_agreed_on() -> None:
    found = said(
        "E: The limit is six point four bar.",
        "I: I have six point two bar here.",
        "E: You're right, it's six point two bar.",
    )

    assert found[0].text == "The limit is six point two bar."
    assert found[0].turns == (1, 3)


def test_two_things_that_were_mixed_up_are_swapped() -> None:
    found = said(
        "E: The modem is F12, and the RTU is F13.",
        "I: Noted.",
        "E: Oh, it's the other way round. F13 is the modem, and F12 is the RTU.",
    )

    assert found[0].text == "F13 is the modem, and F12 is the RTU."
    assert found[0].turns == (1, 3)


def test_what_is_said_again_from_the_start_replaces_the_first_telling() -> None:
    found = said(
        "E: You close both valves and then you open the lid.",
        "E: Let me say that again.",
        "E: First you open the bypass.",
    )

    assert [each.turn for each in found] == [3]


def test_nobody_corrects_somebody_of_another_role() -> None:
    found = said("E: It takes 40 minutes.", "I: No, sorry, I need 5 more.")

    assert found[0].text == "It takes 40 minutes."


def test_what_people_forget_takes_nothing_back() -> None:
    found = said(
        "E: First you list the snapshots of the host.",
        "E: Unmount it in the end, please, people forget that.",
    )

    assert [each.turn for each in found] == [1, 2]
