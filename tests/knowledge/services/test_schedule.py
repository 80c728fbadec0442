"""Publishing later, ending by itself, and the archive."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import AuditEntry, User
from knowledge.format import ParsedAtom, parse
from knowledge.models import Atom, AtomVersion, Collection, Review
from knowledge.services import atoms, care, reviews, schedule, versions
from knowledge.services.atoms import Archived, NotApproved, StaleEdit

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
BEFORE, AFTER = NOON - timedelta(seconds=1), NOON + timedelta(seconds=1)


def text(body: str) -> ParsedAtom:
    return parse(f"---\ntitle: Export\ntype: article\n---\n{body}\n")


@pytest.fixture
def draft(manual: Collection, erin: User) -> AtomVersion:
    return atoms.add_atom(collection=manual, parsed=text("One."), author=erin)


def live() -> AtomVersion | None:
    return Atom.objects.get().live_version


def test_a_text_goes_live_when_its_time_has_come_and_not_before(
    draft: AtomVersion, rita: User
) -> None:
    schedule.publish_later(atom=draft.atom, user=rita, seen_version=1, at=NOON)

    assert schedule.run_due(now=BEFORE) == 0
    assert live() is None
    assert schedule.run_due(now=AFTER) == 1
    assert live() == draft
    assert schedule.run_due(now=AFTER) == 0
    assert Atom.objects.get().publish_at is None


def test_an_edit_made_meanwhile_is_not_published_with_it(
    draft: AtomVersion, erin: User, rita: User
) -> None:
    schedule.publish_later(atom=draft.atom, user=rita, seen_version=1, at=NOON)
    atoms.save_version(
        atom=draft.atom, parsed=text("Two."), seen_version=1, author=erin
    )

    schedule.run_due(now=AFTER)

    assert live() == draft
    assert Atom.objects.get().state == "changed"


def test_another_text_than_the_one_seen_is_not_scheduled(
    draft: AtomVersion, erin: User, rita: User
) -> None:
    atoms.save_version(
        atom=draft.atom, parsed=text("Two."), seen_version=1, author=erin
    )

    with pytest.raises(StaleEdit):
        schedule.publish_later(atom=draft.atom, user=rita, seen_version=1, at=NOON)


def test_scheduling_wants_the_same_approval_as_publishing(
    draft: AtomVersion, manual: Collection, rita: User
) -> None:
    Collection.objects.update(review_required=True)

    with pytest.raises(NotApproved):
        schedule.publish_later(atom=draft.atom, user=rita, seen_version=1, at=NOON)


def test_a_schedule_can_be_cancelled(draft: AtomVersion, rita: User) -> None:
    schedule.publish_later(atom=draft.atom, user=rita, seen_version=1, at=NOON)

    schedule.cancel_publishing(atom=draft.atom, user=rita)

    assert schedule.run_due(now=AFTER) == 0
    assert live() is None
    assert AuditEntry.objects.filter(verb="cancelled publishing").exists()


def test_publishing_at_once_ends_the_wait(draft: AtomVersion, rita: User) -> None:
    schedule.publish_later(atom=draft.atom, user=rita, seen_version=1, at=NOON)

    atoms.publish(atom=draft.atom, user=rita)

    assert Atom.objects.get().publish_at is None


def test_an_atom_ends_when_its_time_is_over(draft: AtomVersion, rita: User) -> None:
    atoms.publish(atom=draft.atom, user=rita)
    schedule.expire(atom=draft.atom, user=rita, at=NOON)

    assert schedule.run_due(now=BEFORE) == 0
    assert live() == draft
    assert schedule.run_due(now=AFTER) == 1
    assert live() is None
    assert Atom.objects.get().expires_at is None


def test_an_atom_whose_end_came_before_its_beginning_never_answers(
    draft: AtomVersion, rita: User
) -> None:
    schedule.publish_later(atom=draft.atom, user=rita, seen_version=1, at=NOON)
    schedule.expire(atom=draft.atom, user=rita, at=BEFORE)

    schedule.run_due(now=AFTER)

    assert live() is None


def test_an_end_leaves_what_is_to_be_published_after_it(
    draft: AtomVersion, erin: User, rita: User
) -> None:
    atoms.publish(atom=draft.atom, user=rita)
    schedule.expire(atom=draft.atom, user=rita, at=BEFORE)
    newer = atoms.save_version(
        atom=draft.atom, parsed=text("Two."), seen_version=1, author=erin
    )
    schedule.publish_later(
        atom=draft.atom, user=rita, seen_version=2, at=NOON + timedelta(days=9)
    )

    schedule.run_due(now=NOON)
    assert live() is None
    schedule.run_due(now=NOON + timedelta(days=10))

    assert live() == newer


def test_an_older_text_that_was_promised_does_not_replace_a_newer_one(
    draft: AtomVersion, erin: User, rita: User
) -> None:
    schedule.publish_later(atom=draft.atom, user=rita, seen_version=1, at=NOON)
    newer = atoms.save_version(
        atom=draft.atom, parsed=text("Two."), seen_version=1, author=erin
    )
    versions.set_live(Atom.objects.get(), newer)

    schedule.run_due(now=AFTER)

    assert live() == newer
    assert Atom.objects.get().publish_at is None


def test_what_was_scheduled_before_approval_was_asked_for_is_not_published(
    draft: AtomVersion, rita: User
) -> None:
    schedule.publish_later(atom=draft.atom, user=rita, seen_version=1, at=NOON)
    Collection.objects.update(review_required=True)

    schedule.run_due(now=AFTER)

    assert live() is None
    assert AuditEntry.objects.filter(verb__contains="not approved").exists()


def test_the_end_can_be_taken_away(draft: AtomVersion, rita: User) -> None:
    atoms.publish(atom=draft.atom, user=rita)
    schedule.expire(atom=draft.atom, user=rita, at=NOON)

    schedule.expire(atom=draft.atom, user=rita, at=None)

    assert schedule.run_due(now=AFTER) == 0
    assert live() == draft


def test_the_archive_takes_an_atom_out_of_answers_reviews_and_schedule(
    draft: AtomVersion, erin: User, rita: User
) -> None:
    reviews.ask_for_review(atom=draft.atom, user=erin, seen_version=1)
    schedule.publish_later(atom=draft.atom, user=rita, seen_version=1, at=NOON)
    care.archive(atom=draft.atom, user=rita)

    assert Atom.objects.get().state == "archived"
    assert Review.objects.get().state == "withdrawn"
    assert schedule.run_due(now=AFTER) == 0
    with pytest.raises(Archived):
        atoms.publish(atom=draft.atom, user=rita)


def test_what_was_archived_comes_back_as_a_draft_with_its_texts(
    draft: AtomVersion, rita: User
) -> None:
    atoms.publish(atom=draft.atom, user=rita)
    care.archive(atom=draft.atom, user=rita)
    care.archive(atom=draft.atom, user=rita)

    care.bring_back(atom=draft.atom, user=rita)

    atom = Atom.objects.get()
    assert (atom.state, atom.latest_version) == ("draft", draft)
    assert AuditEntry.objects.filter(verb="archived").count() == 1
