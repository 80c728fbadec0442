"""What an edit would change: asked for real, with the draft in place of what answers."""

from typing import Any

import pytest

from accounts.models import Site, User
from knowledge.format import parse
from knowledge.impact import Compared, compare
from knowledge.llm.configured_embedder import embedder
from knowledge.models import (
    Atom,
    AtomVersion,
    Collection,
    Document,
    FaqPair,
    Posting,
    Unit,
)
from knowledge.services import atoms, golden
from knowledge.services.index import index_batch
from tests.knowledge.admin.pages import atom_in
from tests.knowledge.asking import asked

pytestmark = pytest.mark.django_db

KEEP = "How long do you keep my invoices?"
RETURN = "Can I send shoes back after thirty days?"
KEPT = "title: How long invoices are kept\ntype: faq\n"
PAIRS = "title: How long invoices are kept\ntype: article\n"
RETURNS = "title: Sending things back\ntype: faq\n"
TEXT = f"> Q: {KEEP}\n> A: Ten years.\n"


@pytest.fixture
def shelf(manual: Collection, site: Site) -> Collection:
    """The site answers from the manual, which has texts about other things."""
    manual.sites.add(site)
    for number in range(3):
        live_atom(manual, f"title: Colours {number}\ntype: article\n", "Blue.\n")
    return manual


def live_atom(collection: Collection, header: str, body: str) -> Atom:
    version = atom_in(collection, header, body)
    atoms.publish(atom=version.atom, user=None)
    index_batch(embedder=embedder(), seconds=30)
    return Atom.objects.get(pk=version.atom_id)


def edited(atom: Atom, header: str, body: str) -> AtomVersion:
    parsed = parse(f"---\n{header}---\n{body}")
    atoms.save_version(atom=atom, parsed=parsed, seen_version=None, author=None)
    return AtomVersion.objects.select_related(
        "atom__collection", "atom__live_version"
    ).latest("pk")


def changes(draft: AtomVersion) -> dict[str, Compared]:
    found = compare(draft, embedder(), lambda _done, _total: None)
    return {each.question.text: each for each in found}


def test_a_new_text_gains_the_questions_that_it_answers(
    shelf: Collection, site: Site
) -> None:
    asked(site, KEEP.upper(), embedder=embedder())
    asked(site, KEEP, embedder=embedder())
    draft = atom_in(shelf, KEPT, TEXT)

    found = changes(draft)[KEEP]

    assert (found.change, found.question.kind, found.question.times) == (
        "gained",
        "asked",
        2,
    )
    assert not found.before.answered
    assert (found.after.title, found.after.text) == (draft.title, "Ten years.")


def test_a_text_that_drops_a_question_loses_it(shelf: Collection, site: Site) -> None:
    atom = live_atom(shelf, KEPT, TEXT)
    asked(site, KEEP, outcome="answered", embedder=embedder())

    draft = edited(atom, "title: Fonts\ntype: article\n", "We print in Garamond.\n")

    assert changes(draft)[KEEP].change == "lost"


def test_another_answer_of_the_same_text_is_told(shelf: Collection, site: Site) -> None:
    atom = live_atom(shelf, KEPT, TEXT)
    asked(site, KEEP, outcome="answered", embedder=embedder())

    draft = edited(atom, KEPT, TEXT.replace("Ten", "Twelve"))

    found = changes(draft)[KEEP]
    assert (found.change, found.before.text, found.after.text) == (
        "reworded",
        "Ten years.",
        "Twelve years.",
    )


WAREHOUSE = "When are parcels sent from the warehouse in Kiel?"
PARCELS = "title: When parcels are sent\ntype: article\n"
SENT = "Parcels are sent on Mondays and Thursdays from our warehouse in Kiel.\n"


def test_a_text_that_fits_like_another_has_the_chat_ask_which_is_meant(
    shelf: Collection, site: Site
) -> None:
    live_atom(shelf, PARCELS, SENT)
    asked(site, WAREHOUSE, embedder=embedder())

    twin = atom_in(shelf, f"id: twin\n{PARCELS}", SENT)

    found = changes(twin)[WAREHOUSE]
    assert (found.change, found.before.answered, found.after.answered) == (
        "asked",
        True,
        False,
    )
    assert found.after.asked_which


def test_where_a_model_reads_both_texts_that_fit_alike_it_answers(
    shelf: Collection, site: Site, settings: Any
) -> None:
    live_atom(shelf, PARCELS, SENT)
    asked(site, WAREHOUSE, embedder=embedder())
    settings.OLLAMA_URL = "http://127.0.0.1:1"

    twin = atom_in(shelf, f"id: twin\n{PARCELS}", SENT)

    found = changes(twin)[WAREHOUSE]
    assert found.after.answered
    assert not found.after.asked_which


def test_an_edit_that_ends_asking_which_is_meant_gains_an_answer(
    shelf: Collection, site: Site
) -> None:
    twin = live_atom(shelf, PARCELS, SENT)
    live_atom(shelf, f"id: twin\n{PARCELS}", SENT)
    asked(site, WAREHOUSE, embedder=embedder())

    draft = edited(twin, "title: Fonts\ntype: article\n", "We print in Garamond.\n")

    found = changes(draft)[WAREHOUSE]
    assert (found.change, found.before.asked_which) == ("freed", True)


def test_an_edit_that_leaves_an_answer_alone_changes_nothing(
    shelf: Collection, site: Site
) -> None:
    atom = live_atom(shelf, KEPT, TEXT)
    asked(site, KEEP, outcome="answered", embedder=embedder())

    draft = edited(atom, PAIRS, f"{TEXT}\n> Q: {RETURN}\n> A: No.\n")

    found = changes(draft)
    assert found[KEEP].change == "same"
    assert (found[RETURN].change, found[RETURN].question.kind) == ("gained", "phrasing")


def test_what_is_taken_from_another_text_is_told(shelf: Collection, site: Site) -> None:
    other = live_atom(
        shelf, RETURNS, "> Q: Can shoes be sent back after a month?\n> A: No.\n"
    )
    asked(site, RETURN, outcome="answered", embedder=embedder())
    draft = atom_in(shelf, PAIRS, f"{TEXT}\n> Q: {RETURN}\n> A: Yes.\n")

    found = changes(draft)[RETURN]

    assert (found.change, found.before.atom) == ("taken", other.slug)


def test_a_golden_question_that_customers_asked_too_is_asked_once(
    shelf: Collection, site: Site, erin: User
) -> None:
    draft = atom_in(shelf, KEPT, TEXT)
    golden.add_for(atom=draft.atom, text=KEEP, user=erin)
    for said in (KEEP, f"  {KEEP.lower()} "):
        asked(site, said, embedder=embedder())

    compared = compare(draft, embedder(), lambda _done, _total: None)

    (found,) = [
        each
        for each in compared
        if each.question.text.casefold().strip() == KEEP.casefold()
    ]
    assert (found.question.kind, found.question.times) == ("golden", 2)
    assert found.question.site == site.pk


def test_golden_questions_are_asked_although_nobody_ever_did(
    shelf: Collection, erin: User
) -> None:
    draft = atom_in(shelf, KEPT, TEXT)
    golden.add_for(atom=draft.atom, text="Do you keep bills  for ten years?", user=erin)

    found = changes(draft)

    assert found["Do you keep bills for ten years?"].question.kind == "golden"
    assert {KEEP, draft.title} <= set(found)


def test_questions_of_sites_that_answer_from_elsewhere_are_not_asked(
    shelf: Collection,
) -> None:
    stranger = Site.objects.create(key="stranger", name="Stranger")
    asked(stranger, KEEP, embedder=embedder())
    draft = atom_in(shelf, PAIRS, "We keep invoices for ten years.\n")

    assert KEEP not in changes(draft)


def test_what_customers_may_not_read_gains_them_nothing(
    shelf: Collection, site: Site
) -> None:
    asked(site, KEEP, embedder=embedder())
    asked(site, KEEP, embedder=embedder(), verified=True)
    draft = atom_in(shelf, KEPT + "audience: customer\n", TEXT)

    found = compare(draft, embedder(), lambda _done, _total: None)

    by_verified = {
        each.question.verified: each.change
        for each in found
        if each.question.kind == "asked"
    }
    assert by_verified == {False: "same", True: "gained"}


def test_nothing_of_a_comparison_stays(shelf: Collection, site: Site) -> None:
    atom = live_atom(shelf, KEPT, TEXT)
    asked(site, KEEP, embedder=embedder())
    draft = edited(atom, KEPT, TEXT.replace("Ten", "Nine"))
    tables = (AtomVersion, FaqPair, Unit, Document, Posting)
    before = [table.objects.count() for table in tables]

    changes(draft)

    assert [table.objects.count() for table in tables] == before
    assert Atom.objects.get(pk=atom.pk).live_version != draft


def test_progress_is_told_batch_by_batch(shelf: Collection, site: Site) -> None:
    for number in range(30):
        asked(site, f"{KEEP} Case {number}", embedder=embedder())
    draft = atom_in(shelf, KEPT, TEXT)
    steps: list[tuple[int, int]] = []

    compare(draft, embedder(), lambda done, total: steps.append((done, total)))

    # Thirty that were asked, the phrasing and the title.
    assert steps == [(0, 32), (20, 32), (32, 32)]
