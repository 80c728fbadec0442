"""What staff do with inventories: take in a file, link an entry, dismiss it, delete the list."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from knowledge.inventories.values import Item, Reading
from knowledge.models import Atom, Collection, Inventory, InventoryEntry

BATCH = 1000


class NameTaken(Exception):
    """The collection has an inventory of this name."""


class StaleImport(Exception):
    """Somebody took in another file since this one was looked at."""


class LinkedAlready(Exception):
    """The entry is linked to another atom; unlink that first."""

    def __init__(self, atom: Atom) -> None:
        self.atom = atom
        super().__init__(f"linked to atom {atom.slug}")


@dataclass(frozen=True)
class Changes:
    """What a file brings to an inventory; entries are named by their keys."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    same: int = 0
    known: dict[str, InventoryEntry] = field(default_factory=dict, compare=False)

    @property
    def count(self) -> int:
        """How many entries would be touched."""
        return len(self.new) + len(self.changed) + len(self.back) + len(self.gone)


def changes(inventory: Inventory | None, items: Iterable[Item]) -> Changes:
    """Return what taking in these items would change; nothing is written."""
    known = {} if inventory is None else {e.key: e for e in inventory.entries.all()}
    wanted = {each.key: each for each in items}
    present = {key for key, entry in known.items() if entry.gone_at is None}
    changed = [k for k in wanted if k in present and known[k].item != wanted[k]]
    return Changes(
        new=tuple(key for key in wanted if key not in known),
        changed=tuple(changed),
        back=tuple(key for key in wanted if key in known and key not in present),
        gone=tuple(key for key in known if key in present and key not in wanted),
        same=len(present & set(wanted)) - len(changed),
        known=known,
    )


@transaction.atomic
def add(
    *,
    collection: Collection,
    name: str,
    kind: str,
    reading: Reading,
    source: str,
    user: User | None,
) -> Inventory:
    """Make an inventory of what a file lists; raises NameTaken."""
    try:
        with transaction.atomic():
            inventory = Inventory.objects.create(
                collection=collection,
                name=name,
                kind=kind,
                format=reading.format,
                source=source[-200:],
                imported_at=timezone.now(),
                imported_by=user,
            )
    except IntegrityError:
        raise NameTaken from None
    _write(inventory, reading.items, changes(None, reading.items))
    _note(user, "added", inventory, entries=len(reading.items))
    return inventory


@transaction.atomic
def update(
    *,
    inventory: Inventory,
    reading: Reading,
    source: str,
    seen: datetime | None,
    user: User | None,
) -> Changes:
    """Take in a newer file: links and reasons stay, and so do entries that it has no more.

    1. Lock the inventory.
    2. Refuse with StaleImport when it was imported at another time than the one that was
       seen; None is for writers that saw none, such as a command.
    3. Write what is new, has changed, is back or is gone.
    """
    locked = Inventory.objects.select_for_update(no_key=True).get(pk=inventory.pk)
    if seen not in {None, locked.imported_at}:
        raise StaleImport
    found = changes(locked, reading.items)
    _write(locked, reading.items, found)
    locked.format, locked.source = reading.format, source[-200:]
    locked.imported_at, locked.imported_by = timezone.now(), user
    locked.save(update_fields=["format", "source", "imported_at", "imported_by"])
    counts = {word: len(getattr(found, word)) for word in ("new", "changed", "gone")}
    _note(user, "imported", locked, **counts)
    return found


@transaction.atomic
def link(*, entry: InventoryEntry, atom: Atom, user: User) -> None:
    """Say that an atom tells about an entry; raises LinkedAlready.

    The link to an atom that was archived since gives way.
    """
    locked = _lock(entry)
    before = locked.atom
    if before is not None and before != atom and before.archived_at is None:
        raise LinkedAlready(before)
    locked.atom, locked.linked_by, locked.linked_at = atom, user, timezone.now()
    locked.save(update_fields=["atom", "linked_by", "linked_at"])
    _note(user, "linked", locked.inventory, entry=locked.key, atom=atom.slug)


@transaction.atomic
def unlink(*, entry: InventoryEntry, user: User) -> None:
    """Take back a link; the atom stays as it is."""
    locked = _lock(entry)
    if locked.atom is not None:
        slug = locked.atom.slug
        locked.atom = locked.linked_by = locked.linked_at = None
        locked.save(update_fields=["atom", "linked_by", "linked_at"])
        _note(user, "unlinked", locked.inventory, entry=locked.key, atom=slug)


@transaction.atomic
def dismiss(*, entry: InventoryEntry, reason: str, user: User) -> None:
    """Say that an entry needs no atom, and why."""
    locked = _lock(entry)
    locked.dismissed_at, locked.dismissed_by = timezone.now(), user
    locked.reason = reason[:300]
    locked.save(update_fields=["dismissed_at", "dismissed_by", "reason"])
    _note(user, "dismissed", locked.inventory, entry=locked.key, reason=locked.reason)


@transaction.atomic
def need(*, entry: InventoryEntry, user: User) -> None:
    """Take back that an entry needs no atom."""
    locked = _lock(entry)
    if locked.dismissed_at is not None:
        locked.dismissed_at = locked.dismissed_by = None
        locked.reason = ""
        locked.save(update_fields=["dismissed_at", "dismissed_by", "reason"])
        _note(user, "needed", locked.inventory, entry=locked.key)


@transaction.atomic
def delete(*, inventory: Inventory, user: User) -> None:
    """Take an inventory away with its entries; the atoms stay."""
    _note(user, "deleted", inventory, entries=inventory.entries.count())
    inventory.delete()


def _lock(entry: InventoryEntry) -> InventoryEntry:
    locked = InventoryEntry.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("atom", "inventory").get(pk=entry.pk)


def _write(inventory: Inventory, items: Iterable[Item], found: Changes) -> None:
    touched = {*found.new, *found.changed, *found.back}
    rows = [
        InventoryEntry(
            inventory=inventory,
            key=each.key,
            label=each.label,
            description=each.description,
            details=dict(each.details),
            position=position,
        )
        for position, each in enumerate(items)
        if each.key in touched or found.known[each.key].position != position
    ]
    # Of a row that is there already, only what the file says is written over.
    InventoryEntry.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["inventory", "key"],
        update_fields=["label", "description", "details", "position", "gone_at"],
    )
    gone = inventory.entries.filter(key__in=found.gone)
    gone.update(gone_at=timezone.now())


def _note(
    user: User | None, verb: str, inventory: Inventory, **details: object
) -> None:
    audit.record(
        user=user, verb=verb, target=f"inventory {inventory.name}", details=details
    )
