"""Inventories: a newer file changes what the file says, and never what people said."""

import pytest

from accounts.models import AuditEntry, User
from knowledge.inventories.values import Item, Reading
from knowledge.models import Collection, Inventory, InventoryEntry
from knowledge.services import atoms, care
from knowledge.services import inventories as services
from tests.knowledge.admin.pages import atom_in

pytestmark = pytest.mark.django_db


def reading(*items: Item | str) -> Reading:
    made = (Item(each) if isinstance(each, str) else each for each in items)
    return Reading("csv", tuple(made))


def inventory(collection: Collection, *items: Item | str) -> Inventory:
    return services.add(
        collection=collection, name="Codes", kind="errors", reading=reading(*items),
        source="codes.csv", user=None,
    )  # fmt: skip


def update(made: Inventory, *items: Item | str) -> services.Changes:
    return services.update(
        inventory=made, reading=reading(*items), source="new.csv", seen=None, user=None
    )


def keys(**states: object) -> list[str]:
    found = InventoryEntry.objects.filter(**states).order_by("position")
    return list(found.values_list("key", flat=True))


def test_a_list_is_kept_as_the_file_has_it(manual: Collection, erin: User) -> None:
    item = Item("E-1", "Disk", "Full.", {"severity": "high", "required": True})

    made = services.add(
        collection=manual, name="Codes", kind="errors", reading=reading(item, "E-2"),
        source="codes.csv", user=erin,
    )  # fmt: skip

    first, second = made.entries.all()
    assert (first.item, second.item) == (item, Item("E-2"))
    assert (made.source, made.format, made.imported_by) == ("codes.csv", "csv", erin)
    assert AuditEntry.objects.get().details == {"entries": 2}


def test_a_name_is_taken_once_in_a_collection(
    manual: Collection, secret: Collection
) -> None:
    inventory(manual, "E-1")
    inventory(secret, "E-1")

    with pytest.raises(services.NameTaken):
        inventory(manual, "E-2")

    assert Inventory.objects.count() == 2


def test_a_newer_file_adds_changes_and_marks_what_is_gone(manual: Collection) -> None:
    made = inventory(manual, "E-1", "E-2", Item("E-3", "Old"))

    seen = services.changes(made, reading("E-4", Item("E-3", "New"), "E-1").items)
    done = update(made, "E-4", Item("E-3", "New"), "E-1")

    assert seen == done
    assert (done.new, done.changed, done.gone) == (("E-4",), ("E-3",), ("E-2",))
    assert (done.same, done.count) == (1, 3)
    assert keys(gone_at=None) == ["E-4", "E-3", "E-1"]
    assert InventoryEntry.objects.get(key="E-3").label == "New"
    made.refresh_from_db()
    assert made.source == "new.csv"


def test_what_comes_back_has_its_link_and_its_reason_still(
    manual: Collection, erin: User
) -> None:
    made = inventory(manual, "E-1", "E-2")
    first, second = made.entries.all()
    atom = atom_in(manual).atom
    services.link(entry=first, atom=atom, user=erin)
    services.dismiss(entry=second, reason="Internal", user=erin)

    update(made, "E-3")
    assert keys(gone_at__isnull=False) == ["E-1", "E-2"]
    done = update(made, "E-1", "E-2", "E-3")

    assert done.back == ("E-1", "E-2")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.atom, first.linked_by, first.gone_at) == (atom, erin, None)
    assert (second.reason, second.dismissed_by) == ("Internal", erin)


def test_the_same_file_again_changes_no_entry(manual: Collection) -> None:
    made = inventory(manual, "E-1", Item("E-2", details={"enum": ["a"]}))

    done = update(made, "E-1", Item("E-2", details={"enum": ["a"]}))

    assert (done.count, done.same) == (0, 2)


def test_an_import_that_saw_an_older_list_is_refused(manual: Collection) -> None:
    made = inventory(manual, "E-1")
    seen = made.imported_at
    update(made, "E-2")

    with pytest.raises(services.StaleImport):
        services.update(
            inventory=made, reading=reading("E-3"), source="x", seen=seen, user=None
        )

    assert keys(gone_at=None) == ["E-2"]


def test_a_link_is_not_written_over(manual: Collection, erin: User) -> None:
    (entry,) = inventory(manual, "E-1").entries.all()
    first = atom_in(manual).atom
    second = atom_in(manual, "title: Other\ntype: article\n").atom
    services.link(entry=entry, atom=first, user=erin)
    services.link(entry=entry, atom=first, user=erin)

    with pytest.raises(services.LinkedAlready):
        services.link(entry=entry, atom=second, user=erin)
    services.unlink(entry=entry, user=erin)
    services.link(entry=entry, atom=second, user=erin)

    entry.refresh_from_db()
    assert entry.atom == second


def test_a_link_to_an_archived_atom_gives_way(
    manual: Collection, erin: User, rita: User
) -> None:
    (entry,) = inventory(manual, "E-1").entries.all()
    old = atom_in(manual).atom
    services.link(entry=entry, atom=old, user=erin)
    care.archive(atom=old, user=rita)
    new = atom_in(manual, "title: Other\ntype: article\n").atom

    services.link(entry=entry, atom=new, user=erin)

    entry.refresh_from_db()
    assert entry.atom == new


def test_deleting_an_atom_leaves_the_entry_without_it(
    manual: Collection, erin: User
) -> None:
    (entry,) = inventory(manual, "E-1").entries.all()
    atom = atom_in(manual).atom
    services.link(entry=entry, atom=atom, user=erin)

    atoms.delete(atom=atom, user=erin)

    entry.refresh_from_db()
    assert entry.atom is None


def test_what_was_dismissed_can_be_needed_again(manual: Collection, erin: User) -> None:
    (entry,) = inventory(manual, "E-1").entries.all()
    services.dismiss(entry=entry, reason="Never shown", user=erin)

    services.need(entry=entry, user=erin)

    entry.refresh_from_db()
    assert (entry.dismissed_at, entry.reason) == (None, "")
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["added", "dismissed", "needed"]


def test_deleting_a_list_leaves_the_atoms(manual: Collection, erin: User) -> None:
    made = inventory(manual, "E-1")
    atom = atom_in(manual).atom
    services.link(entry=made.entries.get(), atom=atom, user=erin)

    services.delete(inventory=made, user=erin)

    atom.refresh_from_db()
    assert not InventoryEntry.objects.exists()
