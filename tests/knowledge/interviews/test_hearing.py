"""A talk as rules read it: which question a turn belongs to, and who asks where nobody is named."""

from knowledge.interviews.by_rules import Rules
from knowledge.interviews.hearing import heard
from knowledge.interviews.reading import read
from knowledge.interviews.roles import guessed
from tests.knowledge.interviews.talks import ROLES, turns

PUT_OFF = (
    "I: How does the flow meter count at night?",
    "E: Remind me at the end, let me do the pumps first, they matter more.",
    "I: How do you stop a pump?",
    "E: You close the valve by hand, then you press stop and wait for the spindle.",
    "I: You still wanted to tell me about the flow meter.",
    "E: It counts backwards at night, since the flap in the main pipe leaks a little.",
)


def test_a_question_put_off_is_not_that_of_all_that_is_told_before_it_is_asked_again() -> (
    None
):
    talk = heard(turns(*PUT_OFF), ROLES)

    assert talk.question_for(4) == "How do you stop a pump?"
    assert talk.question_for(6) == "How does the flow meter count at night?"


def test_where_nobody_is_named_questions_are_asked_by_somebody_else() -> None:
    found = read(
        b"How do you start the boiler?\n\nFirst you open the gas valve, then you press the green button, and"
        b" after that you wait until the lamp is green.\n"
    )

    (candidate,) = Rules().extract(found, guessed(found.turns), None)

    assert candidate.type == "procedure"
    assert candidate.title == "Start the boiler"


def test_a_short_first_answer_with_a_value_is_no_greeting() -> None:
    talk = heard(
        turns(
            "I: Can you hear me?",
            "E: Yes, I can.",
            "I: What is the timeout set to?",
            "E: The timeout is set to 10 seconds.",
            "I: And why is it so short?",
            "E: Because the modem hangs up by itself when nobody says anything for a quarter of a minute.",
        ),
        ROLES,
    )

    assert next(iter(talk.utterances)).turn == 3
