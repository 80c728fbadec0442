"""The page of what an interview gives: by which ways it can be looked through."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from guardian.shortcuts import remove_perm

from accounts.models import User
from knowledge import tasks
from knowledge.models import Collection, Interview
from knowledge.rights import Right
from tests.knowledge.admin.pages import html_of
from tests.knowledge.interviews.making import press_talk, pump_talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(manual: Collection) -> Interview:
    return pump_talk(manual)


def gives(talk: Interview) -> str:
    return reverse("admin:knowledge_interview_extraction", args=[talk.pk])


def test_without_a_model_server_there_is_one_way_to_look(
    at_erin: Client, manual: Collection
) -> None:
    talk = pump_talk(manual)

    shown = html_of(at_erin.get(gives(talk)))
    refused = at_erin.post(gives(talk), {"deed": "begin", "engine": "model"})

    assert 'type="radio"' not in shown
    assert "Look through it" in shown
    assert refused.status_code == 403
    assert not talk.extractions.exists()


def test_with_a_model_server_there_are_two_ways_and_the_rules_come_first(
    at_erin: Client, manual: Collection, settings: Any
) -> None:
    settings.CHAT_PROVIDERS = ["ollama", "extractive"]
    settings.OLLAMA_URL, settings.OLLAMA_MODEL = "http://127.0.0.1:9", "llama3.2"
    talk = press_talk(manual, 3)

    offered = html_of(at_erin.get(gives(talk)))
    at_erin.post(gives(talk), {"deed": "begin", "engine": "model"})
    runs = html_of(at_erin.get(gives(talk)))
    tasks.extract()
    done = html_of(at_erin.get(gives(talk)))
    nonsense = at_erin.post(gives(talk), {"deed": "begin", "engine": "magic"})

    assert '<input type="radio" name="engine" value="rules" checked>' in offered
    assert "<bdi>llama3.2</bdi> · slower: about 5 requests" in offered
    assert "Customers who wait for an answer come first." in runs
    assert "For 3 of 3 stretches the model gave nothing that could be used" in done
    assert "by a model" in done
    assert nonsense.status_code == 403


def test_who_may_only_read_is_offered_no_way_to_look(
    client: Client, talk: Interview, manual: Collection, erin: User, settings: Any
) -> None:
    settings.CHAT_PROVIDERS, settings.OLLAMA_URL = ["ollama"], "http://127.0.0.1:9"
    remove_perm(Right.WRITE, erin, manual)
    client.force_login(erin)

    assert 'type="radio"' not in html_of(client.get(gives(talk)))
    assert client.post(gives(talk), {"deed": "begin"}).status_code == 403


def test_candidates_stand_in_the_order_of_the_talk(
    at_erin: Client, manual: Collection
) -> None:
    talk = press_talk(manual, 12)
    at_erin.post(gives(talk), {"deed": "begin"})
    tasks.extract()

    rows = at_erin.get(gives(talk)).context["rows"]

    places = [each.ordinal for each, _state in rows]
    assert len(places) >= 12
    assert places == sorted(places)


def test_while_a_worker_reads_a_long_talk_the_page_says_so(
    at_erin: Client, talk: Interview
) -> None:
    at_erin.post(gives(talk), {"deed": "begin"})

    waits = html_of(at_erin.get(gives(talk)))
    talk.extractions.update(leased_until=timezone.now())
    reads = html_of(at_erin.get(gives(talk)))
    told = at_erin.get(gives(talk), headers={"accept": "application/json"}).json()

    assert "begins in a moment" in waits
    assert "what was said is read" in reads
    assert told["stage"] == "what was said is read"


def test_where_nobody_asks_or_knows_the_page_says_so(
    at_erin: Client, talk: Interview
) -> None:
    talk.speakers.update(role="other")
    at_erin.post(gives(talk), {"deed": "begin"})
    tasks.extract()

    html = html_of(at_erin.get(gives(talk)))

    assert "Nobody here asks or knows" in html
    assert reverse("admin:knowledge_interview_change", args=[talk.pk]) in html
