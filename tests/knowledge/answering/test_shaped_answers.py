"""An answer has the shape of the text it comes from, and a pitfall's warning stands below it."""

from dataclasses import replace

import pytest

from knowledge.answering.outcomes import Abstained, Answered
from knowledge.answering.samples import is_only_sample
from knowledge.llm.extractive import Extractive
from tests.knowledge.answering.scripts import PLANS, RESET, asked, candidate, saying
from tests.knowledge.format.test_telling import ERROR, PROCEDURE

CARD = replace(candidate("Card refused", ERROR), type="error")
DATE = replace(candidate("Change a date", PROCEDURE), type="procedure")
PITFALL = replace(
    candidate(
        "Old passwords come back",
        "## Pitfall\n\nPeople reuse an old password. They should not.\n\n"
        "## Why\n\nIt leaks.\n\n## Instead\n\nLet a manager make one. It is free.",
        score=0.75,
    ),
    type="pitfall",
)
SAMPLE = replace(
    candidate(
        "File with one FAQ pair",
        "The whole file:\n\n```\ntitle: Do you ship to Norway?\n"
        "> A: Yes. Delivery to Norway takes 4 days.\n```\n\nSave it under any name.",
    ),
    type="config_template",
)


async def test_an_error_is_answered_with_cause_and_fix():
    shown, outcome = await asked("What is E-1042?", Extractive(), found=(CARD,))

    assert isinstance(outcome, Answered)
    assert "**Causes**\n\n- The card has run out." in shown
    assert shown.endswith("2. Ask the bank. [1]")


async def test_a_procedure_is_answered_with_its_steps():
    shown, _ = await asked("How do I change the date?", Extractive(), found=(DATE,))

    assert "1. Open My orders.\n2. Press Change date." in shown


async def test_the_model_is_asked_for_the_same_shape():
    model = saying("1. Open My orders [1].")

    await asked("How do I change the date?", model, found=(DATE,))

    assert "Source [1] answers best. Give the steps as a numbered list" in (
        model.prompts[0].messages[0].content
    )


@pytest.mark.parametrize(
    "model", [Extractive(), saying("The link works for 30 minutes [1].")]
)
async def test_a_pitfall_close_to_the_answer_is_added_as_a_warning(model):
    shown, outcome = await asked("Reset a password?", model, found=(RESET, PITFALL))

    assert shown.endswith(
        "\n\n> ⚠ **Old passwords come back** People reuse an old password. "
        "Let a manager make one. [3]"
    )
    assert outcome.citations[-1].quote == "People reuse an old password."


async def test_a_pitfall_that_is_far_is_not_mentioned():
    far = replace(PITFALL, scored=replace(PITFALL.scored, score=0.4))

    shown, _ = await asked("Reset a password?", Extractive(), found=(RESET, far))

    assert "⚠" not in shown


async def test_what_stands_only_in_a_sample_answers_nobody():
    _, outcome = await asked(
        "Do you ship to Norway?", Extractive(), found=(SAMPLE, PLANS), floor=0.0
    )
    _, alone = await asked("Do you ship to Norway?", Extractive(), found=(SAMPLE,))

    assert "Norway takes" not in getattr(outcome, "text", "")
    assert isinstance(alone, Abstained)


@pytest.mark.parametrize(
    ("question", "found", "only"),
    [
        ("Do you ship to Norway?", SAMPLE, True),
        ("How do I write a file with one FAQ pair?", SAMPLE, False),
        ("What does title: mean in line 100?", SAMPLE, False),
        ("card refused", CARD, False),
        ("?", SAMPLE, False),
    ],
)
def test_a_sample_is_told_from_a_text(question, found, only):
    assert is_only_sample(question, found) == only
