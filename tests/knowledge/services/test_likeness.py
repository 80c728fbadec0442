"""Only distinct texts are published where that is wanted, and both right is a decision."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEntry, User
from knowledge.models import Atom, AtomVersion, BothRight, Collection
from knowledge.services import atoms, likeness, schedule
from knowledge.services.atoms import NotDistinct, StaleEdit
from tests.knowledge.admin.pages import atom_in, atom_text

pytestmark = pytest.mark.django_db

KEPT = "Deleted invoices are kept for {} days in the bin.\n"


@pytest.fixture
def live(manual: Collection) -> AtomVersion:
    """A text that answers: thirty days."""
    return _published(manual, "The bin", 30)


@pytest.fixture
def other(manual: Collection) -> AtomVersion:
    """A draft that says otherwise: sixty days."""
    return atom_in(manual, "title: Deleted invoices\ntype: article\n", KEPT.format(60))


@pytest.fixture
def distinct(manual: Collection) -> Collection:
    manual.distinct_required = True
    manual.save()
    return manual


def _published(collection: Collection, title: str, days: int) -> AtomVersion:
    header = f"title: {title}\ntype: article\n"
    version = atom_in(collection, header, KEPT.format(days))
    return atoms.publish(atom=version.atom, user=None)


def _fresh(version: AtomVersion) -> Atom:
    return Atom.objects.select_related("collection").get(pk=version.atom_id)


def test_nothing_hinders_publishing_without_the_setting(
    live: AtomVersion, other: AtomVersion, rita: User
) -> None:
    assert atoms.publish(atom=_fresh(other), user=rita) == other


def test_a_contradiction_hinders_publishing_and_names_the_other_text(
    distinct: Collection, live: AtomVersion, other: AtomVersion, rita: User
) -> None:
    with pytest.raises(NotDistinct) as refused:
        atoms.publish(atom=_fresh(other), user=rita)

    assert [found.version for found in refused.value.others] == [live]
    assert _fresh(other).live_version is None


def test_a_repetition_hinders_publishing(
    distinct: Collection, live: AtomVersion, rita: User
) -> None:
    again = atom_in(distinct, "title: Bin again\ntype: article\n", KEPT.format(30))

    with pytest.raises(NotDistinct):
        atoms.publish(atom=_fresh(again), user=rita)


def test_a_draft_of_somebody_hinders_nobody(
    distinct: Collection, other: AtomVersion, rita: User
) -> None:
    atom_in(distinct, "title: The bin\ntype: article\n", KEPT.format(30))

    assert atoms.publish(atom=_fresh(other), user=rita) == other


def test_a_text_that_the_publisher_may_not_read_hinders_nothing_and_is_not_named(
    distinct: Collection, secret: Collection, other: AtomVersion, rita: User
) -> None:
    _published(secret, "Secret bin", 30)

    assert atoms.publish(atom=_fresh(other), user=rita) == other


def test_the_operator_publishes_what_is_alike(
    distinct: Collection, live: AtomVersion, other: AtomVersion
) -> None:
    assert atoms.publish(atom=_fresh(other), user=None) == other


def test_who_finds_both_right_may_publish_until_one_of_them_changes(
    distinct: Collection, live: AtomVersion, other: AtomVersion, rita: User
) -> None:
    likeness.find_both_right(version=other, other=live, user=rita)

    assert atoms.publish(atom=_fresh(other), user=rita) == other

    changed = atom_text(KEPT.format(90))
    atoms.save_version(atom=other.atom, parsed=changed, seen_version=None, author=rita)
    with pytest.raises(NotDistinct):
        atoms.publish(atom=_fresh(other), user=rita)


def test_a_decision_is_kept_once_with_who_and_when(
    live: AtomVersion, other: AtomVersion, rita: User, erin: User
) -> None:
    first = likeness.find_both_right(version=other, other=live, user=rita)
    again = likeness.find_both_right(version=live, other=other, user=erin)

    assert first == again == BothRight.objects.get()
    assert (first.one, first.other, first.decided_by) == (live, other, rita)
    entry = AuditEntry.objects.get(verb="found both right")
    assert (entry.user, entry.details["other"]) == (rita, "the-bin")


def test_a_decision_about_a_text_that_changed_meanwhile_is_refused(
    live: AtomVersion, other: AtomVersion, rita: User
) -> None:
    changed = atom_text(KEPT.format(90))
    atoms.save_version(atom=other.atom, parsed=changed, seen_version=None, author=rita)

    with pytest.raises(StaleEdit):
        likeness.find_both_right(version=other, other=live, user=rita)
    assert not BothRight.objects.exists()


def test_a_decision_is_taken_back(
    distinct: Collection, live: AtomVersion, other: AtomVersion, rita: User
) -> None:
    decision = likeness.find_both_right(version=other, other=live, user=rita)

    likeness.take_back(decision=decision, user=rita)

    assert AuditEntry.objects.filter(verb="took back that both are right").exists()
    with pytest.raises(NotDistinct):
        atoms.publish(atom=_fresh(other), user=rita)


def test_publishing_later_is_refused_at_once(
    distinct: Collection, live: AtomVersion, other: AtomVersion, rita: User
) -> None:
    with pytest.raises(NotDistinct):
        schedule.publish_later(
            atom=_fresh(other),
            user=rita,
            seen_version=1,
            at=timezone.now() + timedelta(days=1),
        )
    assert _fresh(other).publish_at is None


def test_what_became_alike_meanwhile_is_not_published_when_its_time_comes(
    distinct: Collection, other: AtomVersion, rita: User
) -> None:
    at = timezone.now() + timedelta(days=1)
    schedule.publish_later(atom=_fresh(other), user=rita, seen_version=1, at=at)
    _published(distinct, "The bin", 30)

    schedule.run_due(now=at)

    atom = _fresh(other)
    assert (atom.live_version, atom.publish_at) == (None, None)
    assert AuditEntry.objects.filter(verb="not published: like another text").exists()


def test_what_is_still_distinct_is_published_when_its_time_comes(
    distinct: Collection, other: AtomVersion, rita: User
) -> None:
    at = timezone.now() + timedelta(days=1)
    schedule.publish_later(atom=_fresh(other), user=rita, seen_version=1, at=at)

    schedule.run_due(now=at)

    assert _fresh(other).live_version == other
