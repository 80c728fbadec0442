"""What should be looked at again: which day it is, in which order, and by whom it is found right."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, Site, User
from knowledge.models import AskedQuestion, Atom, AtomVersion, Collection
from knowledge.services import atoms, care
from knowledge.services.traces import record_vote
from tests.knowledge.admin.pages import atom_in, atom_text, html_of

pytestmark = pytest.mark.django_db
PAGE = "/admin/knowledge/atom/freshness/"


def published(collection: Collection, title: str, due: int) -> AtomVersion:
    """Return a text that answers and has been due for so many days."""
    version = atom_in(collection, f"title: {title}\ntype: article\n")
    atoms.publish(atom=version.atom, user=None)
    day = timezone.localdate() - timedelta(days=due)
    Atom.objects.filter(pk=version.atom_id).update(due_on=day)
    return version


def asked(version: AtomVersion, site: Site, vote: bool | None = None) -> None:
    AskedQuestion.objects.create(
        site=site, audience="public", text="Why?", outcome="answered",
        versions=[version.pk], vote=vote, source=uuid4(), turn=uuid4(),
    )  # fmt: skip


def order(client: Client) -> list[str]:
    return [str(each.atom) for each in client.get(PAGE).context["due"]]


def test_the_day_of_the_header_counts_or_else_the_days_of_the_collection(
    manual: Collection,
) -> None:
    said = atom_in(manual, "title: A\ntype: article\nreview_by: 2026-12-24\n")
    unsaid = atom_in(manual, "title: B\ntype: article\n")
    for version in (said, unsaid):
        assert Atom.objects.get(pk=version.atom_id).due_on is None
        atoms.publish(atom=version.atom, user=None)

    days = {atom.slug: atom.due_on for atom in Atom.objects.all()}

    assert days["a"] == date(2026, 12, 24)
    assert days["b"] == timezone.localdate() + timedelta(days=180)

    atoms.unpublish(atom=said.atom, user=None)
    assert Atom.objects.get(slug="a").due_on is None


def test_those_on_top_can_do_the_most_harm(
    at_erin: Client, manual: Collection, site: Site
) -> None:
    unused = published(manual, "Unused", due=9)
    used = published(manual, "Used", due=9)
    doubted = published(manual, "Doubted", due=9)
    published(manual, "Fresh", due=-1)
    for version in (used, doubted):
        asked(version, site)
    asked(doubted, site, vote=False)

    assert order(at_erin) == ["Doubted", "Used", "Unused"]
    AskedQuestion.objects.update(at=timezone.now() - timedelta(days=91))
    Atom.objects.filter(pk=unused.atom_id).update(due_on=date(2020, 1, 1))
    assert order(at_erin)[0] == "Unused"


def test_what_is_still_right_is_due_again_after_its_time(
    at_erin: Client, manual: Collection, erin: User
) -> None:
    version = published(manual, "Export", due=3)
    Collection.objects.update(fresh_days=30)

    sent = {"atom": version.atom_id, "seen_version": 1}
    page = html_of(at_erin.post(PAGE, sent, follow=True))

    atom = Atom.objects.get()
    assert "is fine for another 30 days" in page
    assert "Nothing is due" in page
    assert atom.due_on == timezone.localdate() + timedelta(days=30)
    assert atom.verified_by == erin
    assert AuditEntry.objects.filter(verb="found right").count() == 1


def test_an_old_day_in_the_header_does_not_undo_that_with_the_next_edit(
    manual: Collection, erin: User
) -> None:
    header = "title: Export invoices\ntype: article\nreview_by: 2020-01-01\n"
    version = atom_in(manual, header)
    atoms.publish(atom=version.atom, user=None)
    care.verify(atom=version.atom, user=erin, seen_version=1)

    atoms.save_version(
        atom=version.atom, parsed=atom_text("New.\n"), seen_version=1, author=erin
    )
    atoms.publish(atom=version.atom, user=None)

    assert Atom.objects.get().due_on == timezone.localdate() + timedelta(days=180)


def test_a_text_that_was_published_anew_is_not_found_right_unseen(
    at_erin: Client, manual: Collection
) -> None:
    version = published(manual, "Export", due=3)

    sent = {"atom": version.atom_id, "seen_version": 7}
    page = html_of(at_erin.post(PAGE, sent, follow=True))

    assert "published anew meanwhile" in page
    assert Atom.objects.get().verified_at is None


@pytest.mark.parametrize("sent", [{}, {"atom": "x", "seen_version": "1"}])
def test_a_form_that_makes_no_sense_is_refused(
    at_erin: Client, sent: dict[str, str]
) -> None:
    assert at_erin.post(PAGE, sent).status_code == 403


def test_readers_see_the_list_and_change_nothing(
    client: Client, alice: User, manual: Collection, secret: Collection
) -> None:
    Collection.objects.filter(pk=secret.pk).update(restricted=True)
    version = published(manual, "Export", due=3)
    hidden = published(secret, "Hidden", due=3)
    client.force_login(alice)

    page = html_of(client.get(PAGE))
    assert "Export" in page
    assert "Hidden" not in page
    assert "Still right" not in page
    for atom, status in ((version.atom_id, 403), (hidden.atom_id, 404)):
        sent = {"atom": atom, "seen_version": 1}
        assert client.post(PAGE, sent).status_code == status


def test_a_vote_is_kept_with_the_question_that_was_answered(
    manual: Collection, site: Site
) -> None:
    asked(published(manual, "Export", due=3), site)
    question = AskedQuestion.objects.get()

    record_vote(turn=question.turn, helpful=False)
    record_vote(turn=uuid4(), helpful=True)

    question.refresh_from_db()
    assert question.vote is False
