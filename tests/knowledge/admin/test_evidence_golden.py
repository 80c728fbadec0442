"""One click from an answer to a golden question."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Site
from knowledge.models import AskedQuestion, Atom, Collection, Evidence, GoldenQuestion
from tests.knowledge.admin.pages import atom_in, html_of
from tests.knowledge.admin.test_bench import RECORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def evidence(site: Site, manual: Collection, atom: Atom) -> Evidence:
    site.collections.add(manual)
    return Evidence.objects.create(
        turn=uuid4(), site=site, question="How do I  export?", outcome="answered",
        score=0.9, record=RECORD, versions=[atom.versions.get().pk],
    )  # fmt: skip


def page(evidence: Evidence, name: str = "change") -> str:
    return reverse(f"admin:knowledge_evidence_{name}", args=[evidence.pk])


def test_the_atoms_of_a_right_answer_must_answer_it_from_now_on(
    at_rita: Client, evidence: Evidence, atom: Atom
) -> None:
    source = uuid4()
    AskedQuestion.objects.create(
        site=evidence.site, audience="customer", text="?", outcome="answered",
        source=source, turn=evidence.turn,
    )  # fmt: skip
    assert "Right: make it a golden question" in html_of(at_rita.get(page(evidence)))

    response = at_rita.post(page(evidence, "golden"), {"expects": "answer"})

    question = GoldenQuestion.objects.get()
    assert (question.text, question.expects) == ("How do I export?", "answer")
    assert list(question.atoms.all()) == [atom]
    assert (question.site, question.verified, question.source) == (
        evidence.site,
        True,
        source,
    )
    assert response["Location"].endswith(f"/{question.pk}/change/")


def test_what_must_not_be_answered_is_kept_without_atoms(
    at_rita: Client, evidence: Evidence
) -> None:
    at_rita.post(page(evidence, "golden"), {"expects": "silence"})

    question = GoldenQuestion.objects.get()
    assert question.expects == "silence"
    assert not question.atoms.exists()


def test_a_second_click_leads_to_the_first_ones_question(
    at_rita: Client, evidence: Evidence
) -> None:
    for _ in range(2):
        at_rita.post(page(evidence, "golden"), {"expects": "answer"})

    assert GoldenQuestion.objects.count() == 1
    shown = html_of(at_rita.get(page(evidence)))
    assert "This is a golden question" in shown
    assert "It must not be answered" not in shown


@pytest.mark.parametrize("expects", ["", "person", "anything"])
def test_nothing_else_can_be_made_of_it(
    at_rita: Client, evidence: Evidence, expects: str
) -> None:
    answered = at_rita.post(page(evidence, "golden"), {"expects": expects})

    assert answered.status_code == 403
    assert at_rita.get(page(evidence, "golden")).status_code == 403
    assert not GoldenQuestion.objects.exists()


def test_an_answer_that_cites_what_one_may_not_read_offers_neither(
    at_rita: Client, evidence: Evidence, secret: Collection
) -> None:
    evidence.site.collections.add(secret)
    hidden = atom_in(secret, "title: Hidden\ntype: article\n")
    Evidence.objects.update(versions=[*evidence.versions, hidden.pk])

    shown = html_of(at_rita.get(page(evidence)))
    assert "make it a golden question" not in shown
    assert "It must not be answered" not in shown
    for expects in ("answer", "silence"):
        sent = at_rita.post(page(evidence, "golden"), {"expects": expects})
        assert sent.status_code == 403


def test_whoever_may_not_see_the_record_makes_nothing_of_it(
    at_erin: Client, evidence: Evidence
) -> None:
    sent = at_erin.post(page(evidence, "golden"), {"expects": "answer"})

    assert sent.status_code in {403, 404}
    assert not GoldenQuestion.objects.exists()
