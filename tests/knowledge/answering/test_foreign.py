"""Customers are answered in their language, or told that a text is in another one."""

from dataclasses import replace

import pytest

from knowledge.answering.gate import judge
from knowledge.answering.outcomes import Abstained, Answered
from knowledge.answering.phrase_book import PHRASES
from knowledge.retrieval.candidates import Candidate
from knowledge.retrieval.scoring import Ranking
from tests.knowledge.answering.scripts import (
    NEVER,
    PLANS,
    RESET,
    ScriptedModel,
    asked,
    candidate,
    saying,
)

GERMAN = "Wie kann ich mein Passwort zurücksetzen?"
ZURUECK = candidate(
    "Passwort zurücksetzen",
    "Öffnen Sie die Anmeldeseite und klicken Sie auf Passwort vergessen. Der Link gilt 30 Minuten.",
    score=0.7,
    language="de",
    translation_of="reset-a-password",
)


def gate_score(*found: Candidate) -> float:
    ranking = Ranking(tuple(each.scored for each in found), nearest=0.9)
    return judge(ranking).score


def rules(model: ScriptedModel) -> str:
    return model.prompts[0].messages[0].content


async def test_the_model_is_told_the_customers_language():
    model = saying("Der Link gilt 30 Minuten [1].")

    shown, outcome = await asked(GERMAN, model, found=[ZURUECK])

    assert "Answer in Deutsch (de)." in rules(model)
    assert shown == "Der Link gilt 30 Minuten [1]."
    assert isinstance(outcome, Answered)
    assert not outcome.foreign


async def test_of_two_translations_the_one_in_the_customers_language_answers():
    _, german = await asked(GERMAN, ScriptedModel(), found=[RESET, ZURUECK])
    _, english = await asked(
        "How do I reset my password?", ScriptedModel(), found=[ZURUECK, RESET]
    )

    assert [c.atom for c in german.citations] == ["passwort-zurücksetzen"]
    assert [c.atom for c in english.citations] == ["reset-a-password"]
    assert len(english.trace.record["candidates"]) == 1


async def test_a_translation_that_lacks_the_answer_does_not_hide_the_text_that_has_it():
    lagging = replace(ZURUECK, scored=replace(ZURUECK.scored, score=0.3, cosine=0.3))
    floor = (gate_score(RESET, PLANS) + gate_score(PLANS, lagging)) / 2

    _, outcome = await asked(
        GERMAN, ScriptedModel(), found=[RESET, PLANS, lagging], floor=floor
    )

    assert [c.atom for c in outcome.citations] == ["reset-a-password"]
    assert outcome.foreign


async def test_a_text_in_another_language_is_quoted_in_it_and_a_person_is_offered():
    model = saying("The link works for 30 minutes [1].")

    shown, outcome = await asked(GERMAN, model, found=[RESET])

    assert "Answer in English (en)." in rules(model)
    told = "Das habe ich nur in einer anderen Sprache (English):\n\n"
    assert shown == outcome.text == f"{told}The link works for 30 minutes [1]."
    assert isinstance(outcome, Answered)
    assert outcome.foreign


async def test_a_german_text_whose_header_says_nothing_is_not_called_foreign():
    unsaid = candidate("Passwort zurücksetzen", ZURUECK.body)

    shown, outcome = await asked(GERMAN, ScriptedModel(), found=[unsaid])

    assert not outcome.foreign
    assert shown.startswith("Öffnen Sie")


async def test_in_several_answers_each_foreign_one_says_so():
    question = (
        "Wie kann ich mein Passwort zurücksetzen? Was kostet der Team-Tarif im Monat?"
    )

    shown, outcome = await asked(question, ScriptedModel(), found=[RESET])

    assert shown.count("Das habe ich nur in einer anderen Sprache (English)") >= 1
    assert outcome.foreign


async def test_who_is_not_answered_is_told_which_language_the_texts_are_in():
    _, outcome = await asked(GERMAN, ScriptedModel(), found=[RESET], floor=NEVER)

    assert isinstance(outcome, Abstained)
    assert "in einer anderen Sprache (English)" in outcome.text
    assert outcome.text.endswith("Möchten Sie mit einem Menschen sprechen?")


async def test_nobody_is_told_so_where_some_text_is_in_their_language():
    found = [RESET, ZURUECK]

    _, outcome = await asked(GERMAN, ScriptedModel(), found=found, floor=NEVER)

    assert "anderen Sprache" not in outcome.text


async def test_a_language_that_the_desk_does_not_speak_gets_the_sites_own_words():
    polish = "Jak zresetować moje hasło?"

    _, outcome = await asked(
        polish, ScriptedModel(), found=[RESET], floor=NEVER, language="de"
    )

    assert outcome.text.startswith("Leider habe ich")


@pytest.mark.parametrize("language", PHRASES)
def test_every_language_has_every_phrase_with_the_same_places(language):
    assert PHRASES[language].keys() == PHRASES["en"].keys()
    for name, text in PHRASES[language].items():
        places = {part.split("}")[0] for part in text.split("{")[1:]}
        known = {part.split("}")[0] for part in PHRASES["en"][name].split("{")[1:]}
        assert places == known, name
