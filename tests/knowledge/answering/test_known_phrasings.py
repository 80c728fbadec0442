"""A question that somebody wrote an answer for is answered with it, word for word, by no model."""

from dataclasses import replace

import pytest

from knowledge.answering.outcomes import Abstained, Answered
from tests.knowledge.answering.scripts import (
    ALWAYS,
    NEVER,
    RESET,
    asked,
    candidate,
    saying,
)

MODEL = "The Team plan costs $20 per month [1]."


def pair(question: str, answer: str):
    return candidate(
        question, "", kind="phrasing", question=question, answer=answer, score=0.3
    )


PAY = pair("How do I pay?", "By card, at the end of the month.")


@pytest.mark.parametrize(
    "text", ["How do I pay?", "hello, how do I PAY", "How do I pay, please?"]
)
async def test_exactly_a_known_question_is_answered_whatever_the_gate_makes_of_it(
    text: str,
) -> None:
    model = saying(MODEL)

    shown, outcome = await asked(text, model, found=(RESET, PAY), floor=NEVER)

    assert isinstance(outcome, Answered)
    assert shown == "By card, at the end of the month. [1]"
    assert [cited.atom for cited in outcome.citations] == [PAY.atom]
    assert (outcome.trace.provider, model.prompts) == ("pair", [])


async def test_two_answers_to_it_leave_the_choice_to_the_gate() -> None:
    other = replace(pair("How do I pay?", "In cash."), atom="pay-too", version_id=2)

    _, outcome = await asked(
        "How do I pay?", saying(MODEL), found=(RESET, PAY, other), floor=NEVER
    )

    assert isinstance(outcome, Abstained)


@pytest.mark.parametrize("text", ["How can I pay?", "Can you tell me how to pay?"])
async def test_in_other_words_it_is_quoted_when_the_gate_lets_it_through(
    text: str,
) -> None:
    model = saying(MODEL)

    _, outcome = await asked(text, model, found=(PAY,), floor=ALWAYS)

    assert (outcome.trace.provider, model.prompts) == ("pair", [])


@pytest.mark.parametrize(
    "text", ["How do I not pay?", "How do I pay in 3 months?", "Can I pay?"]
)
async def test_for_another_question_the_model_reads_it(text: str) -> None:
    model = saying("By card, at the end of the month [1].")

    await asked(text, model, found=(PAY,), floor=ALWAYS)

    assert len(model.prompts) == 1


async def test_the_title_of_the_best_text_is_answered_whatever_the_gate_makes_of_it() -> (
    None
):
    model = saying("Open the sign-in page and press **Forgot password** [1].")

    _, outcome = await asked("How do I reset a password?", model, floor=NEVER)

    assert isinstance(outcome, Answered)
    assert [cited.atom for cited in outcome.citations] == [RESET.atom]


@pytest.mark.parametrize(
    "found",
    [
        (RESET, replace(RESET, atom="reset-too", version_id=2)),
        (PAY, RESET),
        (replace(RESET, scored=replace(RESET.scored, view=1)),),
    ],
)
async def test_it_has_to_be_of_one_text_that_the_question_itself_led_to(found) -> None:
    _, outcome = await asked(
        "How do I reset a password?", saying(MODEL), found=found, floor=NEVER
    )

    assert isinstance(outcome, Abstained)
