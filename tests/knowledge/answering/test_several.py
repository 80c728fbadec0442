"""A message that asks several things is answered part by part, and honest about the rest."""

from dataclasses import dataclass, field

import pytest

from knowledge.answering.outcomes import Abstained, Answered, Line
from knowledge.llm.extractive import Extractive
from knowledge.retrieval.candidates import Candidate, Retrieved
from knowledge.retrieval.scoring import Ranking
from tests.knowledge.answering.scripts import (
    PLANS,
    RESET,
    ScriptedModel,
    asked,
    candidate,
    saying,
)

BOTH = "How do I reset my password, and can I move a delivery?"
MOVE = candidate(
    "Move a delivery", "You can move a delivery until 18:00 the day before."
)


@dataclass
class SearchByWord:
    """Finds a text by a word of the last turn; nothing else is close."""

    texts: dict[str, Candidate]
    queries: list[tuple[str, ...]] = field(default_factory=list)

    async def __call__(self, queries, reader) -> Retrieved:
        self.queries.append(tuple(queries))
        named = (text for word, text in self.texts.items() if word in queries[0])
        found = list({text.atom: text for text in named}.values())
        ranking = Ranking(tuple(c.scored for c in found), nearest=0.9)
        return Retrieved(
            tuple(queries), found, ranking, vector=(0.1, 0.2), model="scripted"
        )


async def test_each_question_is_answered_under_its_name_with_its_own_source():
    search = SearchByWord({"password": RESET, "delivery": MOVE})

    shown, outcome = await asked(BOTH, Extractive(), search=search)

    assert isinstance(outcome, Answered)
    assert shown == outcome.text
    assert shown.startswith("**How do I reset my password**\n\nOpen the sign-in page")
    assert "**Can I move a delivery?**\n\nYou can move a delivery until 18:00" in shown
    assert [(c.n, c.atom) for c in outcome.citations] == [
        (1, "reset-a-password"), (2, "move-a-delivery"),
    ]  # fmt: skip
    assert [(part.answered, part.versions) for part in outcome.trace.parts] == [
        (True, [RESET.version_id]), (True, [MOVE.version_id]),
    ]  # fmt: skip
    assert not outcome.unknown


@pytest.mark.parametrize(
    ("text", "honest"),
    [
        (BOTH, "I have no reliable answer to “Can I move a delivery?”."),
        (
            "Wie setze ich mein password zurück und kann ich die Lieferung verschieben?",
            "Keine verlässliche Antwort habe ich auf „Kann ich die Lieferung verschieben?“.",
        ),
    ],
)
async def test_a_partial_answer_says_in_the_customers_language_what_it_leaves_out(
    text, honest
):
    shown, outcome = await asked(
        text, Extractive(), search=SearchByWord({"password": RESET})
    )

    assert honest in shown
    assert shown.endswith(("Would you like to talk to a person?", "Menschen sprechen?"))
    assert [part.answered for part in outcome.trace.parts] == [True, False]
    assert len(outcome.unknown) == 1


async def test_what_no_part_answers_is_declined_as_one():
    _, outcome = await asked(BOTH, Extractive(), search=SearchByWord({}))

    assert isinstance(outcome, Abstained)
    assert not outcome.trace.parts


async def test_one_text_for_all_parts_is_said_once():
    search = SearchByWord({"password": RESET, "delivery": RESET})

    shown, outcome = await asked(BOTH, Extractive(), search=search)

    assert shown.count("Open the sign-in page") == 1
    assert not outcome.trace.parts


async def test_a_later_part_is_looked_up_with_the_part_before_it():
    search = SearchByWord({"password": RESET, "it": PLANS})

    await asked(
        "Can I reset a password? And does it cost money?", Extractive(), search=search
    )

    assert "password" in search.queries[1][-1]


async def test_a_part_that_a_model_gets_wrong_is_quoted_and_the_others_stay():
    search = SearchByWord({"password": RESET, "delivery": MOVE})
    model = saying("Parrots may live for eighty years [1].")

    shown, _ = await asked(BOTH, model, search=search)

    assert "Parrots" not in shown
    assert "works for 30 minutes" in shown
    assert "until 18:00" in shown
    assert len(model.prompts) == 2


async def test_the_model_reads_the_whole_message_and_the_part():
    model = ScriptedModel(["The link works for 30 minutes [1]."])
    search = SearchByWord({"password": RESET})

    await asked(BOTH, model, search=search)

    said = model.prompts[0].messages[-1].content
    assert f"customer: {BOTH}" in said
    assert "<question>\nHow do I reset my password,\n</question>" in said


async def test_a_persons_wish_is_never_cut_up():
    history = [Line("customer", "Hello")]

    _, outcome = await asked(
        "How do I reset my password? Can I talk to a human?",
        Extractive(),
        history=history,
        search=SearchByWord({"password": RESET}),
    )

    assert type(outcome).__name__ == "Escalated"


async def test_markup_of_the_customer_stays_out_of_the_answer():
    search = SearchByWord({"password": RESET, "delivery": MOVE})
    text = "How do I reset my **password** [1](http://x)? And can I move a delivery?"

    shown, _ = await asked(text, Extractive(), search=search)

    assert "How do I reset my password 1(http://x)?" in shown
