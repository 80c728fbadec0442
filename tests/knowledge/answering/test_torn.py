"""Where two texts fit equally well neither is quoted as the answer; a model reads both."""

from dataclasses import replace

from knowledge.answering.outcomes import Abstained, Answered, AskedBack, Line
from knowledge.answering.phrases import titles_beside
from knowledge.llm.chat import ModelFailed
from knowledge.llm.extractive import Extractive
from knowledge.llm.failover import Failover
from knowledge.retrieval.candidates import Candidate
from tests.knowledge.answering.scripts import (
    RESET,
    ScriptedModel,
    asked,
    candidate,
    saying,
)

PIN = candidate("Reset a PIN", "Dial *99 and choose a new PIN.", score=0.77)
QUESTION = "How do I reset it?"
WHICH = "Which of these do you mean: “Reset a password”, “Reset a PIN”?"


async def test_instead_of_a_quote_the_customer_is_asked_which_is_meant():
    shown, outcome = await asked(QUESTION, Extractive(), found=[RESET, PIN])

    assert shown == ""
    assert isinstance(outcome, AskedBack)
    assert outcome.text == WHICH


async def test_a_text_that_is_ahead_is_quoted():
    behind = candidate("Reset a PIN", PIN.body, score=0.7)

    _, outcome = await asked(QUESTION, Extractive(), found=[RESET, behind])

    assert isinstance(outcome, Answered)


async def test_a_model_reads_both_and_answers():
    model = saying("Dial *99 and choose a new PIN [2].")

    _, outcome = await asked(QUESTION, model, found=[RESET, PIN])

    assert isinstance(outcome, Answered)
    assert [cited.atom for cited in outcome.citations] == ["reset-a-pin"]


async def test_an_answer_from_one_of_both_names_the_other():
    model = saying("Dial *99 and choose a new PIN [2].")
    end = "\n\nIf that is not what you meant, ask for “Reset a password”."

    shown, outcome = await asked(QUESTION, model, found=[RESET, PIN])

    assert isinstance(outcome, Answered)
    assert outcome.text.endswith(end)
    assert shown == outcome.text
    assert titles_beside(outcome.text) == ["Reset a password"]


async def test_the_other_is_named_in_the_customers_language():
    model = saying("Dial *99 and choose a new PIN [2].")

    _, outcome = await asked(
        "Wie setze ich meine PIN zurück?", model, found=[RESET, PIN]
    )

    assert outcome.text.endswith(
        "Falls Sie etwas anderes meinten, fragen Sie nach “Reset a password”."
    )


async def test_nothing_is_named_beside_an_answer_from_both_or_from_the_one_ahead():
    both = saying(
        "Dial *99 and choose a new PIN [2]. Open the sign-in page and press **Forgot password** [1]."
    )
    one = saying("Open the sign-in page and press **Forgot password** [1].")
    behind = candidate("Reset a PIN", PIN.body, score=0.7)

    _, of_both = await asked(QUESTION, both, found=[RESET, PIN])
    _, of_one = await asked(QUESTION, one, found=[RESET, behind])

    assert titles_beside(of_both.text) == titles_beside(of_one.text) == []


async def test_an_answer_from_one_of_both_alone_is_less_sure():
    found = [_clear(RESET), _clear(PIN)]
    one = saying("Dial *99 and choose a new PIN [2].")
    both = saying(
        "Dial *99 and choose a new PIN [2]. Open the sign-in page and press **Forgot password** [1]."
    )

    _, of_one = await asked(QUESTION, one, found=found)
    _, of_both = await asked(QUESTION, both, found=found)

    assert (of_one.confidence, of_both.confidence) == ("medium", "high")


def _clear(found: Candidate) -> Candidate:
    """The same text, so near that the gate is sure of it."""
    scored = replace(found.scored, score=1.1, cosine=0.95, lexical=1.5, centre=0.95)
    return replace(found, cosine=0.95, scored=scored)


async def test_a_model_that_fails_leaves_no_guess_behind():
    down = ScriptedModel(failure=ModelFailed("unreachable", "down"))

    for model in (down, Failover([down, Extractive()])):
        shown, outcome = await asked(QUESTION, model, found=[RESET, PIN])

        assert shown == ""
        assert outcome.text == WHICH


async def test_what_staff_wrote_for_the_very_question_is_quoted():
    known = candidate(
        "Reset a password",
        "",
        kind="phrasing",
        question=QUESTION,
        answer="Open the sign-in page.",
    )

    _, outcome = await asked(QUESTION, Extractive(), found=[known, PIN])

    assert outcome.text == "Open the sign-in page. [1]"


async def test_who_was_just_asked_gets_an_honest_no():
    history = [Line("customer", "reset"), Line("bot", WHICH)]

    _, outcome = await asked(
        "I want to reset the thing", Extractive(), found=[RESET, PIN], history=history
    )

    assert isinstance(outcome, Abstained)
    assert "“Reset a password”, “Reset a PIN”" in outcome.text


async def test_two_texts_of_one_title_cannot_be_told_apart_by_it():
    twin = candidate("Reset a password", PIN.body, score=0.78)

    _, outcome = await asked(QUESTION, Extractive(), found=[RESET, twin])

    assert isinstance(outcome, Abstained)
