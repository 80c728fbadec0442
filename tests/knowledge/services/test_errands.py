"""Deeds on many atoms survive a crash, run once, and go by the rights of that moment."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.utils import timezone
from guardian.shortcuts import remove_perm

from accounts.models import AuditEntry, User
from knowledge.models import Atom, Collection, Errand
from knowledge.services import errands
from knowledge.services.atoms import publish, save_version
from knowledge.services.care import archive
from tests.knowledge.admin.pages import atom_in, atom_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(manual: Collection) -> list[Atom]:
    return [atom_in(manual, f"title: Atom {n}\ntype: article\n").atom for n in range(4)]


def begun(user: User, atoms: Sequence[Atom], deed: str = "publish") -> Errand:
    errand = errands.ask(user=user, deed=deed, keys=[atom.pk for atom in atoms])
    assert errands.begin(errand, seen=newest(atoms))
    return errand


def newest(atoms: Sequence[Atom]) -> list[int]:
    return [atom.versions.latest("number").pk for atom in atoms]


def test_each_atom_is_done_once_however_often_somebody_goes_on(
    rita: User, made: list[Atom]
) -> None:
    errand = begun(rita, made)

    for _ in range(6):
        errands.carry_out(errand.pk, seconds=0)

    errand.refresh_from_db()
    assert (errand.state, errand.position) == (Errand.State.DONE, 4)
    assert AuditEntry.objects.filter(verb="published").count() == 4


def test_two_at_once_do_not_do_an_atom_twice(rita: User, made: list[Atom]) -> None:
    errand = begun(rita, made)
    stale = Errand.objects.get(pk=errand.pk)
    errands.carry_out(errand.pk, seconds=0)

    assert not errands._next(stale, errands.Rights.of(rita))
    assert AuditEntry.objects.filter(verb="published").count() == 1


def test_it_begins_once(rita: User, made: list[Atom]) -> None:
    errand = begun(rita, made)

    assert not errands.begin(errand, seen=newest(made))


def test_what_is_stopped_stays_where_it_is_until_somebody_goes_on(
    rita: User, made: list[Atom]
) -> None:
    errand = begun(rita, made)
    errands.carry_out(errand.pk, seconds=0)

    errands.stop(errand)
    errands.carry_out(errand.pk, seconds=60)

    errand.refresh_from_db()
    assert (errand.state, errand.position) == (Errand.State.DONE, 1)
    assert errands.go_on(errand)
    errands.carry_out(errand.pk, seconds=60)
    assert AuditEntry.objects.filter(verb="published").count() == 4


def test_what_is_under_way_or_at_its_end_does_not_go_on(
    rita: User, made: list[Atom]
) -> None:
    errand = begun(rita, made)

    assert not errands.go_on(errand)
    errands.carry_out(errand.pk, seconds=60)
    errand.refresh_from_db()
    assert not errands.go_on(errand)


def test_a_right_taken_back_meanwhile_is_one_no_more(
    rita: User, manual: Collection, made: list[Atom]
) -> None:
    errand = begun(rita, made)
    errands.carry_out(errand.pk, seconds=0)
    remove_perm("publish_collection", rita, manual)

    errands.carry_out(errand.pk, seconds=60)

    assert Atom.objects.live().count() == 1
    assert set(errand.left.values_list("why", flat=True)) == {"no_right"}


def test_what_is_gone_or_archived_meanwhile_is_left_and_named(
    rita: User, made: list[Atom]
) -> None:
    errand = begun(rita, made)
    archive(atom=made[1], user=rita)
    made[2].delete()

    errands.carry_out(errand.pk, seconds=60)

    left = list(errand.left.order_by("pk").values_list("atom_key", "why"))
    assert left == [(errand.atoms[1], "archived"), (errand.atoms[2], "gone")]


def test_a_text_that_cannot_be_read_is_left_and_named(
    rita: User, made: list[Atom]
) -> None:
    made[0].versions.update(header="tags: [never closed\n")
    errand = errands.ask(user=rita, deed="add_tag", keys=[made[0].pk], tag="x")
    errands.begin(errand, seen=newest(made[:1]))

    errands.carry_out(errand.pk, seconds=60)

    assert errand.left.get().why == "broken"
    assert made[0].versions.count() == 1


def test_a_text_that_nobody_looked_at_is_not_published(
    rita: User, made: list[Atom]
) -> None:
    errand = begun(rita, made)
    save_version(atom=made[3], parsed=atom_text("New.\n"), seen_version=1, author=rita)

    errands.carry_out(errand.pk, seconds=60)

    assert Atom.objects.get(pk=made[3].pk).state == "draft"
    assert errand.left.get().why == "changed"


def test_old_errands_are_forgotten_and_new_ones_kept(
    rita: User, made: list[Atom]
) -> None:
    old = begun(rita, made)
    new = begun(rita, made)
    month = timezone.now() - timedelta(days=31)
    Errand.objects.filter(pk=old.pk).update(made_at=month)

    errands.sweep()

    assert [errand.pk for errand in Errand.objects.all()] == [new.pk]


def test_what_is_like_another_text_is_left_where_only_distinct_ones_are_wanted(
    rita: User, manual: Collection
) -> None:
    Collection.objects.filter(pk=manual.pk).update(distinct_required=True)
    body = "Deleted invoices are kept for 30 days in the bin.\n"
    made = [
        atom_in(manual, f"title: {title}\ntype: article\n", body).atom
        for title in ("The bin", "Bin again")
    ]
    publish(atom=made[0], user=None)

    errand = begun(rita, made[1:])
    errands.carry_out(errand.pk)

    assert errand.left.get().why == "alike"
    assert Atom.objects.get(pk=made[1].pk).live_version is None
