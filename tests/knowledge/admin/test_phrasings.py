"""The page of phrasings to accept: what it shows to whom, and what becomes of what was decided."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Site, User
from knowledge.llm.configured_embedder import embedder
from knowledge.models import Atom, Collection, Evidence, PhrasingDecision
from tests.knowledge.admin.pages import html_of
from tests.knowledge.asking import asked
from tests.knowledge.evaluation.golden import KEEP, edit, stock

pytestmark = pytest.mark.django_db
PAGE = "/admin/knowledge/atom/phrasings/"
NEAR = "How long are my invoices kept?"


@pytest.fixture
def kept(manual: Collection, site: Site) -> Atom:
    manual.sites.add(site)
    asked(site, NEAR, embedder=embedder())
    return stock(manual)[0]


def sent(client: Client, **values: str) -> dict[str, Any]:
    """Return what the page would send with these values in its first row."""
    page = client.get(PAGE)
    form = page.context["told"]
    told = {
        form.add_prefix("TOTAL_FORMS"): form.total_form_count(),
        form.add_prefix("INITIAL_FORMS"): form.initial_form_count(),
    }
    for one in form:
        typed = {one[name].html_name: one[name].value() for name in one.fields}
        told |= {name: "" if value is None else value for name, value in typed.items()}
    return told | {f"form-0-{name}": value for name, value in values.items()}


def post(client: Client, **values: str) -> str:
    return html_of(client.post(PAGE, sent(client, **values), follow=True))


def test_a_question_stands_beside_the_pair_with_its_answer(
    at_erin: Client, kept: Atom
) -> None:
    page = html_of(at_erin.get(PAGE))

    assert f'value="{NEAR}"' in page
    assert KEEP in page
    assert "Ten years." in page
    assert "asked in 1 chat" in page
    assert "1 of them without an answer" in page


def test_what_is_accepted_becomes_a_phrasing_in_the_words_that_were_typed(
    at_rita: Client, kept: Atom
) -> None:
    page = post(at_rita, deed="accept", text="  How long are invoices kept? ")

    assert "answers to 1 more phrasing in a moment" in page
    live = Atom.objects.get(pk=kept.pk).live_version
    assert live is not None
    assert live.pairs.get().phrasings == [KEEP, "How long are invoices kept?"]


def test_another_pair_of_the_text_may_be_chosen(at_rita: Client, kept: Atom) -> None:
    body = f"> Q: {KEEP}\n> A: Ten years.\n\n> Q: Where?\n> A: In Vienna.\n"
    edit(kept, body)
    assert "In Vienna." in html_of(at_rita.get(PAGE))

    post(at_rita, deed="accept", place="1")

    latest = Atom.objects.get(pk=kept.pk).latest_version
    assert latest is not None
    assert [pair.phrasings for pair in latest.pairs.all()] == [
        [KEEP],
        ["Where?", NEAR],
    ]


def test_a_row_more_asks_the_database_for_its_own_words_only(
    at_erin: Client, kept: Atom, site: Site
) -> None:
    found = [{"atom": kept.slug, "query": 0}]

    def queries() -> int:
        Evidence.objects.update(record={"candidates": found})
        with CaptureQueriesContext(connection) as made:
            at_erin.get(PAGE)
        return len(made)

    queries()
    with_one = queries()
    asked(site, "For how many years are my invoices kept?", embedder=embedder())

    assert queries() == with_one + 1
    assert at_erin.get(PAGE).context["told"].total_form_count() == 2


def test_an_author_is_told_that_it_is_a_draft(at_erin: Client, kept: Atom) -> None:
    page = post(at_erin, deed="accept")

    assert "a new version is saved as a draft" in page
    assert "Nothing to accept" in page


def test_what_is_refused_is_gone_until_it_is_taken_back(
    at_erin: Client, kept: Atom
) -> None:
    page = post(at_erin, deed="refuse")
    row = PhrasingDecision.objects.get()
    assert "1 question was refused." in page
    assert row.atom == kept

    page = html_of(at_erin.post(PAGE, {"take_back": f"{row.pk},x"}, follow=True))

    assert "1 question is offered again." in page
    assert f'value="{NEAR}"' in page


def test_nothing_decided_changes_nothing(at_erin: Client, kept: Atom) -> None:
    assert "Nothing was decided yet." in post(at_erin)
    assert kept.versions.count() == 1


@pytest.mark.parametrize("text", [" ", "long " * 60], ids=["no words", "long"])
def test_what_cannot_be_a_phrasing_is_said_at_its_row_and_kept(
    at_rita: Client, kept: Atom, text: str
) -> None:
    response = at_rita.post(PAGE, sent(at_rita, deed="accept", text=text))

    assert response.status_code == 422
    assert response.context["rows"][0].form.errors["text"]
    assert response.context["rows"][0].form["deed"].value() == "accept"
    assert kept.versions.count() == 1


def test_somebody_who_saved_meanwhile_wins(at_rita: Client, kept: Atom) -> None:
    page = post(at_rita, deed="accept", seen="7")

    assert "somebody changed it meanwhile" in page


@pytest.mark.parametrize(
    "values",
    [
        {"atom": "x"},
        {"atom": "999999"},
        {"deed": "burn"},
        {"place": "99", "text": "x" * 300},
    ],
)
def test_a_form_that_makes_no_sense_is_refused(
    at_rita: Client, kept: Atom, values: dict[str, str]
) -> None:
    told = sent(at_rita, **{"deed": "accept", **values})

    assert at_rita.post(PAGE, told).status_code == 403


def test_texts_of_others_are_neither_shown_nor_changed(
    at_erin: Client, kept: Atom, secret: Collection
) -> None:
    told = sent(at_erin, deed="accept")
    Atom.objects.filter(pk=kept.pk).update(collection=secret)

    assert "Nothing to accept" in html_of(at_erin.get(PAGE))
    assert at_erin.post(PAGE, told).status_code == 403


def test_who_only_reads_is_refused(client: Client, kept: Atom, alice: User) -> None:
    client.force_login(alice)

    assert client.get(PAGE).status_code == 403


def test_without_questions_it_says_what_to_do(at_erin: Client) -> None:
    page = html_of(at_erin.get(PAGE))

    assert "Nothing to accept" in page
    assert "/admin/knowledge/gap/" in page
