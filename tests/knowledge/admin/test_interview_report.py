"""The report of an interview: what it says about what was changed since, and who has it made anew."""

import pytest
from django.test import Client
from django.urls import reverse
from guardian.shortcuts import remove_perm

from accounts.models import User
from knowledge import tasks
from knowledge.interviews.guide import read_guide
from knowledge.models import Collection, Interview
from knowledge.rights import Right
from knowledge.services import comparisons, guides
from tests.knowledge.admin.pages import html_of
from tests.knowledge.interviews.making import pump_talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(manual: Collection) -> Interview:
    return pump_talk(manual)


def report(talk: Interview) -> str:
    return reverse("admin:knowledge_interview_report", args=[talk.pk])


def test_a_report_says_what_was_changed_since_and_offers_to_look_again(
    at_erin: Client, talk: Interview, manual: Collection, erin: User
) -> None:
    address = report(talk)
    text = "# Pumps\n\n- How do you prime the pump?\n- Who pays?\n"
    guide = guides.take_in(guide=read_guide(text), collection=manual, user=None)
    Interview.objects.update(guide=guide)
    comparisons.begin(interview=talk, user=erin)
    tasks.compare()

    guide.questions.filter(text="Who pays?").update(text="Who cleans it?")
    edited = html_of(at_erin.get(address))
    talk.speakers.filter(name="Ina").update(role="expert")
    others = html_of(at_erin.get(address))
    Interview.objects.update(state="new")
    guessed = html_of(at_erin.get(address))

    assert "1 question was written or changed since" in edited
    assert "Told, nothing accepted yet" in edited
    assert "what was found no longer counts" in others
    assert "Told, nothing accepted yet" not in others
    assert "Look for the answers" in others
    assert "First say who asks and who knows" in guessed
    assert "Look for the answers" not in guessed


def test_only_who_may_write_has_a_report_looked_for_anew(
    client: Client, talk: Interview, manual: Collection, erin: User
) -> None:
    remove_perm(Right.WRITE, erin, manual)
    client.force_login(erin)
    address = report(talk)

    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 403
    assert not talk.comparisons.exists()
