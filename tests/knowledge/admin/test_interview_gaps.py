"""The report of an interview says what became of the gaps that its guide asked about."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Site, User
from knowledge.models import Collection, Gap, Interview
from knowledge.services import gaps, guides
from knowledge.services.gaps import Answer
from tests.knowledge.admin.pages import atom_in, html_of
from tests.knowledge.asking import asked, sort
from tests.knowledge.interviews.making import interview_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def gap(site: Site, manual: Collection) -> Gap:
    manual.sites.add(site)
    for _ in range(2):
        asked(site, "is there an app")
    sort()
    return Gap.objects.get()


@pytest.fixture
def report(gap: Gap, manual: Collection, erin: User) -> str:
    """The address of the report on an interview in which the gap was to be asked about."""
    guide = guides.begin(title="Ask", collection=manual, user=erin)
    guides.add_gap(guide=guide, gap=gap, user=erin)
    talk = interview_in(manual)
    Interview.objects.filter(pk=talk.pk).update(guide=guide)
    return reverse("admin:knowledge_interview_report", args=[talk.pk])


def test_before_anything_is_published_it_says_what_will_be_done(
    at_erin: Client, report: str
) -> None:
    html = html_of(at_erin.get(report))

    assert "is there an app" in html
    assert "asked again once a text that came of this interview can be found" in html


def test_afterwards_it_says_how_many_questions_are_answered_and_when(
    at_erin: Client, gap: Gap, report: str, manual: Collection, erin: User
) -> None:
    atom = atom_in(manual).atom
    gaps.attach(gap=gap, atom=atom, user=erin)
    first, second = gap.occurrences.values_list("pk", flat=True)

    gaps.keep_check(
        gap=gap, answers={first: Answer(True, atom.pk), second: Answer(False)}
    )

    html = html_of(at_erin.get(report))
    assert "Closed" in html
    assert "1 of 2 questions are answered now" in html
    assert "asked again now" in html
