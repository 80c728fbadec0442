"""A model's word on a conversation: asked when nobody waits, and never relied on."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from accounts.models import Site, User
from conversations import triaging
from conversations.models import Triage, Turn
from conversations.services import triage as services
from knowledge.models import ModelCall
from tests.conversations.triaged import CHARGED, HOW_TO, looked_at
from tests.ollama_double import OllamaDouble, running_double

pytestmark = pytest.mark.django_db
SAYS = {
    "category": "order",
    "priority": "urgent",
    "sentiment": "neutral",
    "needs_person": False,
    "language": "en",
    "summary": "Export of contacts",
}


@pytest.fixture
def double(settings: Any) -> Iterator[OllamaDouble]:
    with running_double() as running:
        settings.OLLAMA_URL = running.url
        settings.OLLAMA_MODEL = "llama3.2"
        settings.CHAT_PROVIDERS = ["ollama", "extractive"]
        settings.CHAT_FIRST_TOKEN_SECONDS = 2
        yield running


def idle(triage: Triage) -> None:
    Turn.objects.filter(conversation=triage.conversation).update(status="done")


def test_without_a_model_server_nothing_waits_for_one(site: Site) -> None:
    assert not looked_at(site, HOW_TO).model_due
    assert triaging.look_by_model() == 0


def test_a_models_labels_and_line_are_kept(double: OllamaDouble, site: Site) -> None:
    triage = looked_at(site, HOW_TO)
    assert triage.model_due
    idle(triage)
    double.reply(json.dumps(SAYS))

    triaging.look_by_model()

    triage.refresh_from_db()
    assert (triage.by, triage.category, triage.priority) == ("model", "order", "urgent")
    assert triage.summary == "Export of contacts"
    assert not triage.model_due


def test_what_it_came_to_is_kept_with_its_site_and_conversation(
    double: OllamaDouble, site: Site
) -> None:
    triage = looked_at(site, HOW_TO)
    idle(triage)
    double.reply(json.dumps(SAYS))

    triaging.look_by_model()

    call = ModelCall.objects.get()
    assert (call.purpose, call.outcome, call.site) == ("classify", "answered", site)
    assert call.conversation == triage.conversation.public_id


def test_nobody_waits_for_an_answer_because_of_it(
    double: OllamaDouble, site: Site
) -> None:
    looked_at(site, HOW_TO)

    assert triaging.look_by_model() == 0

    assert double.requests == []


def test_who_needs_a_person_needs_one_whatever_the_model_says(
    double: OllamaDouble, site: Site
) -> None:
    triage = looked_at(site, CHARGED)
    idle(triage)
    double.reply(json.dumps(SAYS))

    triaging.look_by_model()

    triage.refresh_from_db()
    assert triage.needs_person


def test_a_model_that_talks_nonsense_is_asked_three_times_at_most(
    double: OllamaDouble, site: Site
) -> None:
    triage = looked_at(site, HOW_TO)
    idle(triage)
    double.reply("What a nice day.", times=20)

    for _ in range(5):
        triaging.look_by_model()

    triage.refresh_from_db()
    assert (triage.by, triage.category) == ("cues", "howto")
    asked = [each for each in double.requests if each.method == "POST"]
    assert len(asked) == 2 * services.MOST_MODEL_TRIES


def test_a_model_that_is_away_leaves_what_cues_said(settings: Any, site: Site) -> None:
    settings.OLLAMA_URL = "http://127.0.0.1:9"
    settings.CHAT_PROVIDERS = ["ollama"]
    triage = looked_at(site, HOW_TO)
    idle(triage)

    triaging.look_by_model()

    triage.refresh_from_db()
    assert (triage.by, triage.model_tries) == ("cues", 1)


def test_it_is_asked_again_when_there_is_twice_as_much_to_see(
    double: OllamaDouble, site: Site
) -> None:
    triage = looked_at(site, HOW_TO)
    services.keep_models(
        conversation=triage.conversation_id,
        judgement=_judged(triage),
        summary="",
        messages=2,
    )
    found = services.Found(
        seq=9, judgement=_judged(triage), summary="", atoms=(), messages=3
    )

    three = services.keep(
        conversation=triage.conversation_id, found=found, model_there=True
    )
    assert not three.model_due
    found = services.Found(
        seq=9, judgement=_judged(triage), summary="", atoms=(), messages=4
    )
    four = services.keep(
        conversation=triage.conversation_id, found=found, model_there=True
    )

    assert four.model_due


def _judged(triage: Triage) -> Any:
    return triaging.Judgement(triage.labels, 0.9, 0.1)


def test_what_a_person_said_is_not_asked_again(
    double: OllamaDouble, site: Site, alice: User
) -> None:
    triage = looked_at(site, HOW_TO)
    services.correct(
        user=alice, conversation=triage.conversation.public_id, labels=triage.labels
    )
    idle(triage)

    assert triaging.look_by_model() == 0


def test_another_worker_that_is_at_it_is_left_alone(
    double: OllamaDouble, site: Site
) -> None:
    idle(looked_at(site, HOW_TO))
    double.reply(json.dumps(SAYS))
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [triaging._LOCK])

    assert triaging.look_by_model() == 0

    # As when that worker dies.
    other.close()
    assert triaging.look_by_model() == 1
