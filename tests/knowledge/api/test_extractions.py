"""Looks through an interview over the API: begun, followed, and what they found."""

from typing import Any

import pytest

from accounts.models import User
from knowledge import tasks
from knowledge.models import Collection, Extraction, Interview
from tests.knowledge.api.calling import INTERVIEWS, Caller
from tests.knowledge.interviews.making import interview_in, pump_talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(manual: Collection) -> Interview:
    return pump_talk(manual)


def test_a_look_is_begun_and_followed_to_its_end(
    as_erin: Caller, talk: Interview, erin: User
) -> None:
    begun = as_erin.post(f"{INTERVIEWS}/{talk.pk}/extractions")
    again = as_erin.post(f"{INTERVIEWS}/{talk.pk}/extractions")

    assert (begun.status_code, begun.json()["state"]) == (202, "waiting")
    assert again.json()["id"] == begun.json()["id"]
    assert Extraction.objects.get().asked_by == erin

    tasks.extract()

    one = as_erin.get(f"{INTERVIEWS}/{talk.pk}/extractions/{begun.json()['id']}").json()
    assert (one["state"], one["failure"]) == ("finished", "")
    assert one["done"] == one["total"] >= 4
    assert as_erin.get(f"{INTERVIEWS}/{talk.pk}/extractions").json()["items"] == [one]
    told = as_erin.get(f"{INTERVIEWS}/{talk.pk}").json()
    assert told["extraction"] == one
    assert told["candidates"]["open"] == one["total"]


def test_speakers_must_be_right_before_anything_is_looked_through(
    as_erin: Caller, manual: Collection
) -> None:
    fresh = interview_in(manual)

    refused = as_erin.post(f"{INTERVIEWS}/{fresh.pk}/extractions")
    as_erin.patch(f"{INTERVIEWS}/{fresh.pk}", {"state": "ready"})
    begun = as_erin.post(f"{INTERVIEWS}/{fresh.pk}/extractions")

    assert (refused.status_code, refused.json()["code"]) == (409, "not_ready")
    assert begun.status_code == 202


def test_a_model_looks_it_through_where_the_settings_name_one(
    as_erin: Caller, talk: Interview, settings: Any
) -> None:
    settings.CHAT_PROVIDERS = ["ollama", "extractive"]
    settings.OLLAMA_URL = "http://127.0.0.1:9"

    begun = as_erin.post(f"{INTERVIEWS}/{talk.pk}/extractions", {"engine": "model"})

    assert (begun.status_code, begun.json()["engine"]) == (202, "model")


def test_without_a_model_that_is_said_and_nothing_is_begun(
    as_erin: Caller, talk: Interview, settings: Any
) -> None:
    settings.CHAT_PROVIDERS = ["extractive"]

    refused = as_erin.post(f"{INTERVIEWS}/{talk.pk}/extractions", {"engine": "model"})

    assert (refused.status_code, refused.json()["code"]) == (409, "no_model")
    assert not Extraction.objects.exists()


@pytest.mark.parametrize("body", [{"engine": "magic"}, {"engin": "rules"}, [1]])
def test_an_engine_that_is_not_known_is_refused(
    as_erin: Caller, talk: Interview, body: object
) -> None:
    refused = as_erin.post(f"{INTERVIEWS}/{talk.pk}/extractions", body)

    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
    assert not Extraction.objects.exists()


def test_candidates_come_with_their_sentences_and_the_turns_that_say_them(
    as_erin: Caller, talk: Interview
) -> None:
    as_erin.post(f"{INTERVIEWS}/{talk.pk}/extractions")
    tasks.extract()

    first = as_erin.get(f"{INTERVIEWS}/{talk.pk}/candidates", limit=2).json()
    rest = as_erin.get(
        f"{INTERVIEWS}/{talk.pk}/candidates", cursor=first["next"]
    ).json()

    items = [*first["items"], *rest["items"]]
    assert len(items) == talk.candidates.count()
    error = next(each for each in items if each["type"] == "error")
    told = next(s for s in error["sentences"] if s["text"].startswith("Tighten"))
    assert (told["turns"], told["supported"]) == ([6], True)
    assert (error["state"], error["atom"]) == ("open", None)
    assert error["text"].startswith("---\n")
    accepted = as_erin.get(f"{INTERVIEWS}/{talk.pk}/candidates", state="accepted")
    assert accepted.json()["items"] == []


def test_a_look_of_another_interview_is_not_there(
    as_erin: Caller, talk: Interview, manual: Collection
) -> None:
    look = as_erin.post(f"{INTERVIEWS}/{talk.pk}/extractions").json()["id"]
    other = interview_in(manual)

    answer = as_erin.get(f"{INTERVIEWS}/{other.pk}/extractions/{look}")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_candidates_are_not_decided_over_the_api(
    as_erin: Caller, talk: Interview
) -> None:
    answer = as_erin.post(f"{INTERVIEWS}/{talk.pk}/candidates", {"state": "accepted"})

    assert (answer.status_code, answer.json()["code"]) == (405, "bad_method")
