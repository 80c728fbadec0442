"""Recorded dialogues go through the live pipeline, and nothing of them stays."""

from collections.abc import Iterator

import pytest
from django.db import connection

from accounts.models import Customer, Site
from conversations.models import Conversation, Event
from conversations.replay.figures import ending_of
from conversations.replay.playing import Outplayed, play, stage
from conversations.replay.recordings import Dialogue, Said
from knowledge.llm.configured_embedder import embedder
from knowledge.llm.extractive import Extractive
from knowledge.models import AskedQuestion, Collection, Evidence
from tests.conversations.test_escalating import rule
from tests.knowledge.evaluation.golden import KEEP, live_atom

pytestmark = pytest.mark.django_db


def outplayed(site: Site, *texts: str) -> Outplayed:
    dialogue = Dialogue(turns=tuple(Said(text=text) for text in texts))
    with stage(site, embedder(), Extractive()) as place:
        return play(dialogue, place)


def test_each_message_ends_as_in_the_chat(shop: Site) -> None:
    greeted, answered = outplayed(shop, "Hello!", KEEP).turns

    assert (greeted.outcome, greeted.intent) == ("askedback", "greeting")
    assert (answered.outcome, answered.intent) == ("answered", "question")
    assert answered.cited == "how-long-invoices-are-kept"
    assert answered.tokens_of_a_call
    assert answered.milliseconds > 0


def test_who_chooses_names_the_right_one_of_the_texts_that_fit_alike(
    manual: Collection, shop: Site
) -> None:
    for country in ("Austria", "Germany"):
        text = f"Put the parcel into the box of the post office in {country}.\n"
        title = f"Send a parcel back from {country}"
        live_atom(manual, f"title: {title}\ntype: article\n", text)
    said = Said(
        text="How do I send a parcel back?",
        expects="answer",
        atoms=("send-a-parcel-back-from-germany",),
    )
    with stage(shop, embedder(), Extractive()) as place:
        left = play(Dialogue(turns=(said,)), place)
        chosen = play(Dialogue(turns=(said,)), place, choosing=True)

    assert [turn.outcome for turn in left.turns] == ["askedback"]
    assert [turn.outcome for turn in chosen.turns] == ["askedback", "answered"]
    assert chosen.turns[1].said.text == "Send a parcel back from Germany"
    assert chosen.turns[1].cited == "send-a-parcel-back-from-germany"
    assert (ending_of(left), ending_of(chosen)) == ("unanswered", "automated")


def test_who_finds_nothing_right_named_chooses_nothing(shop: Site) -> None:
    vain = Said(text="Do you sell spare parts for blenders?")
    with stage(shop, embedder(), Extractive()) as place:
        found = play(Dialogue(turns=(vain,)), place, choosing=True)

    assert [turn.outcome for turn in found.turns] == ["abstained"]


def test_what_was_said_before_counts(shop: Site) -> None:
    _, again = outplayed(shop, KEEP, "What did I ask?").turns

    assert again.intent == "about_this_chat"


def test_after_two_vain_questions_people_are_asked_and_the_rest_is_theirs(
    shop: Site,
) -> None:
    vain = "Do you sell spare parts for blenders?"

    found = outplayed(shop, vain, "Where is your nearest workshop?", KEEP)

    assert [turn.outcome for turn in found.turns] == ["abstained", "abstained"]
    assert found.turns[-1].handed_over == "low_evidence"
    assert len(found.dialogue.turns) == 3


def test_a_rule_of_the_desk_hands_over(shop: Site) -> None:
    rule(("says", "has", "invoices"))

    (answered,) = outplayed(shop, KEEP).turns

    assert (answered.outcome, answered.handed_over) == ("answered", "rule")


def test_a_site_without_its_bot_leaves_everything_to_people(shop: Site) -> None:
    shop.bot_enabled = False
    shop.save()

    (left,) = outplayed(shop, KEEP).turns

    assert (left.outcome, left.handed_over) == ("none", "bot_off")


def rows() -> Iterator[int]:
    for model in (Customer, Conversation, Event, Evidence, AskedQuestion):
        yield model.objects.count()


def test_nothing_is_left_behind_and_nothing_leaves(shop: Site) -> None:
    before = list(rows())
    sent = len(connection.run_on_commit)

    outplayed(shop, KEEP, "I want to talk to a person")

    assert list(rows()) == before
    assert len(connection.run_on_commit) == sent
