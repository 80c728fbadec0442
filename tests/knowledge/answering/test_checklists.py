"""Steps of an answer are gone through one by one; where one stands is kept in the chat."""

from dataclasses import replace

import pytest

from knowledge.answering.checklists import checklist_of, move_of
from knowledge.answering.outcomes import Answered, Line
from knowledge.llm.extractive import Extractive
from tests.knowledge.answering.scripts import PLANS, ScriptedSearch, asked, candidate
from tests.knowledge.format.test_telling import PROCEDURE

DATE = replace(candidate("Change a date", PROCEDURE), type="procedure")
ASKED = Line("customer", "How do I change the date?")


async def _ask(text, history, found=(DATE, PLANS)):
    return await asked(text, Extractive(), found=found, history=history)


async def _began():
    _, outcome = await _ask(ASKED.text, [])
    return [ASKED, Line("bot", outcome.text, outcome.citations)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("what is next?", "**Step 2 of 2**\n\nPress Change date."),
        ("I am at step 2", "**Step 2 of 2**\n\nPress Change date."),
        ("step one please", "**Step 1 of 2**\n\nOpen My orders. [1]"),
        ("where was I?", "**Step 1 of 2**\n\nOpen My orders. [1]"),
        ("was kommt als nächstes?", "**Schritt 2 von 2**\n\nPress Change date."),
    ],
)
async def test_a_move_in_the_checklist_is_answered_with_the_step(text, said):
    history = await _began()

    shown, outcome = await _ask(text, history)

    assert isinstance(outcome, Answered)
    assert shown == outcome.text
    assert shown.startswith(said)
    assert outcome.citations[0].atom == DATE.atom
    assert outcome.trace.intent == "step"


async def test_the_position_goes_on_from_the_last_step_and_ends_after_the_last():
    history = await _began()
    for text in ("next", "done"):
        _, outcome = await _ask(text, history)
        history += [
            Line("customer", text),
            Line("bot", outcome.text, outcome.citations),
        ]

    assert history[-1].text.startswith("That was the last of the 2 steps")


async def test_thanks_in_between_leave_the_position():
    history = await _began()
    history += [Line("customer", "thanks"), Line("bot", "You're welcome!")]

    shown, _ = await _ask("what now?", history)

    assert shown.startswith("**Step 2 of 2**")


async def test_steps_that_were_unpublished_meanwhile_are_not_repeated():
    history = await _began()

    shown, _ = await _ask("what is next?", history, found=(PLANS,))

    assert "Change date" not in shown


async def test_without_steps_before_it_what_is_next_is_a_question():
    search = ScriptedSearch([PLANS])

    await asked("what is next?", Extractive(), search=search)

    assert search.queries == [("what is next?",)]


def test_another_answer_or_a_persons_word_ends_the_checklist():
    steps = Line("bot", "1. One\n2. Two [1]", ["a citation"])

    assert checklist_of([steps])
    assert not checklist_of([steps, Line("bot", "Plans cost $20 [1].", ["another"])])
    assert not checklist_of([steps, Line("agent", "Hello")])


@pytest.mark.parametrize(
    ("text", "move"),
    [
        ("ok done, what's next?", "next"),
        ("go back", "back"),
        ("Ich bin bei Schritt 3", 3),
        ("step 3 does not work", None),
        ("what is step 3 good for?", None),
        ("what is the next version?", None),
        ("thanks", None),
    ],
)
def test_only_a_bare_move_is_one(text, move):
    assert move_of(text) == move
