"""Beside the editor a question is asked of the text as it stands there, and nothing is kept of it."""

import pytest
from django.test import Client

from accounts.models import Site
from knowledge.llm.configured_embedder import embedder
from knowledge.llm.embedder import EmbeddingFailed
from knowledge.models import Atom, AtomVersion, Collection, FaqPair, Unit
from knowledge.retrieval import live
from knowledge.services import atoms
from knowledge.services.index import index_batch
from tests.knowledge.admin.pages import ADD, address, atom_in, html_of, shown
from tests.knowledge.evaluation.golden import KEEP, edit, stock

pytestmark = pytest.mark.django_db
NEW = "/admin/knowledge/atom/ask/"
SHOES = "How long may I wear shoes before I send them back?"
PAIR = f"> Q: {SHOES}\n> A: Not at all.\n"


@pytest.fixture
def kept(manual: Collection, site: Site) -> Atom:
    """An atom whose answer about invoices is live, at a site with other texts as well."""
    manual.sites.add(site)
    return Atom.objects.get(pk=stock(manual)[0].pk)


def asked(client: Client, atom: Atom, question: str, **changes: str) -> str:
    typed = shown(client, address(atom)) | changes | {"question": question}
    return html_of(client.post(address(atom, "ask"), typed))


def test_what_is_typed_answers_before_it_is_saved(at_erin: Client, kept: Atom) -> None:
    before = (
        AtomVersion.objects.count(),
        FaqPair.objects.count(),
        Unit.objects.count(),
    )

    page = asked(at_erin, kept, SHOES, body=PAIR)

    assert "✓ This text answers." in page
    assert "Score 0." in page or "Score 1." in page
    assert "Not at all." in page
    after = (AtomVersion.objects.count(), FaqPair.objects.count(), Unit.objects.count())
    assert after == before


def test_what_it_answers_no_more_is_told(at_erin: Client, kept: Atom) -> None:
    assert "✓ This text answers." in asked(at_erin, kept, KEEP)

    fonts = {"title": "Fonts", "type": "article", "body": "We print in Garamond.\n"}
    page = asked(at_erin, kept, KEEP, **fonts)

    assert "✕ Not sure enough" in page


def test_another_text_that_answers_is_named(
    at_erin: Client, kept: Atom, manual: Collection
) -> None:
    draft = atom_in(manual, "title: Fonts\ntype: article\n", "We use Garamond.\n").atom

    page = asked(at_erin, draft, KEEP)

    assert "✕ Another text answers." in page
    assert "How long invoices are kept" in page


def test_two_texts_that_fit_alike_are_told(
    at_erin: Client, kept: Atom, manual: Collection
) -> None:
    body = "Parcels are sent on Mondays and Thursdays from our warehouse in Kiel.\n"
    twin = atom_in(manual, "title: When parcels are sent\ntype: article\n", body)
    atoms.publish(atom=twin.atom, user=None)
    index_batch(embedder=embedder(), seconds=30)

    page = asked(
        at_erin,
        kept,
        "When are parcels sent from the warehouse in Kiel?",
        title="When parcels are sent",
        type="article",
        body=body,
    )

    assert "? Two texts fit alike" in page


def test_a_new_atom_is_asked_as_well_and_is_not_there_afterwards(
    at_erin: Client, kept: Atom, manual: Collection
) -> None:
    typed = shown(at_erin, ADD) | {
        "title": "Shoes", "type": "faq", "body": PAIR, "collection": manual.pk,
        "question": SHOES,
    }  # fmt: skip
    there = Atom.objects.count()

    page = html_of(at_erin.post(NEW, typed))

    assert "✓ This text answers." in page
    assert Atom.objects.count() == there


def test_a_text_for_staff_answers_no_customer(at_erin: Client, kept: Atom) -> None:
    page = asked(at_erin, kept, SHOES, body=PAIR, audience="internal")

    assert "✓" not in page
    assert "Not at all." not in page


@pytest.mark.parametrize(
    ("changes", "question", "words"),
    [
        ({}, " ", "Type a question."),
        ({"title": ""}, SHOES, "The text has an error: mend it first."),
    ],
)
def test_what_cannot_be_asked_is_said(
    at_erin: Client, kept: Atom, changes: dict[str, str], question: str, words: str
) -> None:
    assert words in asked(at_erin, kept, question, **changes)


def test_an_embedder_that_is_away_is_said(
    at_erin: Client, kept: Atom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise EmbeddingFailed("no embedder")

    monkeypatch.setattr(live, "asked_embedder", away)

    assert "It could not be asked: no embedder" in asked(at_erin, kept, SHOES)


def test_texts_that_one_may_not_read_are_never_named(
    at_erin: Client, kept: Atom, secret: Collection, site: Site
) -> None:
    secret.sites.add(site)
    hidden = atom_in(secret, "title: Hidden\ntype: faq\n", PAIR)
    atoms.publish(atom=hidden.atom, user=None)
    index_batch(embedder=embedder(), seconds=30)

    assert "Hidden" not in asked(at_erin, kept, SHOES)


def test_an_earlier_text_of_it_stands_aside(at_erin: Client, kept: Atom) -> None:
    edit(kept, PAIR)

    page = asked(at_erin, kept, KEEP)

    assert "✕ Not sure enough" in page
