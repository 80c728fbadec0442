"""What is typed is kept for its author, one text for a person and an atom, and for a while."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import User
from knowledge.models import Atom, Collection, UnsavedEdit
from knowledge.services import unsaved
from knowledge.services.unsaved import KeptElsewhere, TooLong, drop_edit, keep_edit
from tests.knowledge.admin.pages import atom_in
from tests.knowledge.shelf import in_another_thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def atom(manual: Collection) -> Atom:
    return atom_in(manual).atom


def keep(user: User, atom: Atom | None, text: str, **more: object) -> UnsavedEdit:
    given = {"tab": None, "seen_version": 1, "revision": None, **more}
    return keep_edit(user=user, atom=atom, fields={"body": text}, **given)  # type: ignore[arg-type]


def test_what_is_typed_later_takes_the_place_of_what_was_before(
    erin: User, atom: Atom
) -> None:
    first = keep(erin, atom, "One.")

    second = keep(erin, atom, "Two.", revision=first.revision)

    kept = UnsavedEdit.objects.get()
    assert (kept.fields, kept.seen_version) == ({"body": "Two."}, 1)
    assert second.revision == kept.revision != first.revision


def test_another_window_does_not_write_over_it(erin: User, atom: Atom) -> None:
    keep(erin, atom, "Of the first window.")

    with pytest.raises(KeptElsewhere) as other:
        keep(erin, atom, "Of the second.")

    assert other.value.edit.fields["body"] == "Of the first window."
    assert UnsavedEdit.objects.get().fields["body"] == "Of the first window."


def test_a_window_whose_edit_is_gone_begins_anew(erin: User, atom: Atom) -> None:
    keep(erin, atom, "One.", revision=uuid4())

    assert UnsavedEdit.objects.get().fields["body"] == "One."


def test_each_person_has_their_own(erin: User, rita: User, atom: Atom) -> None:
    keep(erin, atom, "Erin's.")
    keep(rita, atom, "Rita's.")

    assert UnsavedEdit.objects.of(erin, atom).get().fields["body"] == "Erin's."
    assert UnsavedEdit.objects.of(rita, atom).get().fields["body"] == "Rita's."


def test_new_atoms_of_two_windows_are_two(erin: User) -> None:
    keep(erin, None, "One.", tab=uuid4())
    keep(erin, None, "Two.", tab=uuid4())

    texts = {e.fields["body"] for e in UnsavedEdit.objects.of(erin, None)}
    assert texts == {"One.", "Two."}


def test_of_very_many_new_atoms_the_oldest_goes(
    erin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unsaved, "MOST_NEW", 2)

    for text in ("One.", "Two.", "Three."):
        keep(erin, None, text, tab=uuid4())

    texts = {e.fields["body"] for e in UnsavedEdit.objects.of(erin, None)}
    assert texts == {"Two.", "Three."}


def test_what_is_older_than_thirty_days_goes_whosever_it_is(
    erin: User, rita: User, atom: Atom
) -> None:
    keep(rita, atom, "Old.")
    keep(erin, None, "Nearly old.", tab=uuid4())
    now = timezone.now()
    UnsavedEdit.objects.filter(user=rita).update(kept_at=now - timedelta(days=31))
    UnsavedEdit.objects.filter(user=erin).update(kept_at=now - timedelta(days=29))

    keep(erin, atom, "New.")

    texts = {e.fields["body"] for e in UnsavedEdit.objects.all()}
    assert texts == {"Nearly old.", "New."}


def test_more_than_an_atom_may_hold_is_not_kept(erin: User, atom: Atom) -> None:
    with pytest.raises(TooLong):
        keep(erin, atom, "x" * (unsaved.MOST_CHARACTERS + 1))

    assert not UnsavedEdit.objects.exists()


def test_only_what_its_author_saw_is_dropped(erin: User, atom: Atom) -> None:
    first = keep(erin, atom, "One.")
    second = keep(erin, atom, "Two.", revision=first.revision)

    for stale in (None, first.revision):
        drop_edit(user=erin, atom=atom, tab=None, revision=stale)
    assert UnsavedEdit.objects.count() == 1

    drop_edit(user=erin, atom=atom, tab=None, revision=second.revision)
    assert not UnsavedEdit.objects.exists()


def test_nobody_drops_somebody_elses(erin: User, rita: User, atom: Atom) -> None:
    edit = keep(erin, atom, "Erin's.")

    drop_edit(user=rita, atom=atom, tab=None, revision=edit.revision)

    assert UnsavedEdit.objects.count() == 1


def test_an_atom_that_is_deleted_takes_its_edits_with_it(
    erin: User, atom: Atom
) -> None:
    keep(erin, atom, "One.")

    atom.delete()

    assert not UnsavedEdit.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_windows_at_the_same_moment_one_is_told_of_the_other(
    erin: User, atom: Atom
) -> None:
    outcomes = []
    for text in ("One.", "Two."):
        try:
            in_another_thread(lambda text=text: keep(erin, atom, text))
            outcomes.append("kept")
        except KeptElsewhere:
            outcomes.append("told")

    assert outcomes == ["kept", "told"]
