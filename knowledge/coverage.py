"""Which entries of inventories are answered: read in a few queries, however many there are."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from knowledge.inventories.matching import Told, asked, matches, wanted
from knowledge.models import AskedQuestion, Atom, FaqPair, Inventory, InventoryEntry
from knowledge.reader import Reader

ASKED_DAYS = 90
MOST_ASKED = 5_000


class State(StrEnum):
    """How an entry stands, in the order in which they want attention."""

    MISSING = "missing"
    DRAFTED = "drafted"
    ANSWERED = "answered"
    DISMISSED = "dismissed"
    GONE = "gone"


@dataclass(frozen=True)
class Row:
    """An entry with its state, the atom that tells about it, and how often it was asked for."""

    entry: InventoryEntry
    state: State
    atom: int | None = None
    by_rule: bool = False
    asked: int = 0

    @property
    def linked(self) -> bool:
        """Whether somebody linked the atom, and it was not found by its name."""
        return self.atom is not None and not self.by_rule


@dataclass(frozen=True)
class Share:
    """How many entries of a list stand how."""

    counts: Mapping[State, int] = field(default_factory=dict)

    @property
    def needed(self) -> int:
        """How many entries want an answer."""
        return sum(
            self.counts.get(state, 0)
            for state in (State.MISSING, State.DRAFTED, State.ANSWERED)
        )

    @property
    def answered(self) -> int:
        """How many of them have one."""
        return self.counts.get(State.ANSWERED, 0)

    @property
    def percent(self) -> int:
        """How many of a hundred have one, never 100 while one is missing."""
        return 100 * self.answered // self.needed if self.needed else 0


def rows_of(
    inventory: Inventory, reader: Reader, *, entry: int | None = None
) -> list[Row]:
    """Return all entries, those first that want an atom most, or only the one of a key."""
    chosen = _entries([inventory])
    entries = list(chosen if entry is None else chosen.filter(pk=entry))
    asked_for = _asked_for(inventory, entries, reader)
    rows = _rows(inventory, entries, _told([inventory]), asked_for)
    order = list(State)
    rows.sort(key=lambda r: (order.index(r.state), -r.asked, r.entry.position))
    return rows


def shares(inventories: Iterable[Inventory]) -> dict[int, Share]:
    """Return how each inventory stands."""
    lists = list(inventories)
    told = _told(lists)
    entries: dict[int, list[InventoryEntry]] = defaultdict(list)
    for entry in _entries(lists).defer("description", "label", "reason"):
        entries[entry.inventory_id].append(entry)
    return {each.pk: share(_rows(each, entries[each.pk], told, {})) for each in lists}


def share(rows: Iterable[Row]) -> Share:
    """Return how many rows stand how."""
    return Share(Counter(row.state for row in rows))


def _rows(
    inventory: Inventory,
    entries: list[InventoryEntry],
    told: Mapping[int, list[Told]],
    asked_for: Mapping[int, int],
) -> list[Row]:
    looked_for = {
        entry.pk: wanted(entry.key, entry.details, is_log=inventory.is_log)
        for entry in entries
        if not _link_counts(entry)
    }
    found = matches(
        looked_for,
        told.get(inventory.collection_id, []),
        inventory.kind,
        is_log=inventory.is_log,
    )
    return [
        _row(entry, found.get(entry.pk), asked_for.get(entry.pk, 0))
        for entry in entries
    ]


def _row(entry: InventoryEntry, told: Told | None, asked_for: int) -> Row:
    if _link_counts(entry):
        atom, live, by_rule = entry.atom_id, entry.atom_is_live, False  # type: ignore[attr-defined]
    else:
        atom, live, by_rule = (
            (told.atom, told.live, True) if told else (None, False, False)
        )
    if entry.gone_at is not None:
        state = State.GONE
    elif entry.dismissed_at is not None:
        state = State.DISMISSED
    elif atom is None:
        state = State.MISSING
    else:
        state = State.ANSWERED if live else State.DRAFTED
    return Row(entry, state, atom, by_rule, asked_for)


def _link_counts(entry: InventoryEntry) -> bool:
    """Whether somebody linked an atom that is not put away."""
    return entry.atom_id is not None and not entry.atom_is_archived  # type: ignore[attr-defined]


def _entries(lists: list[Inventory]) -> QuerySet[InventoryEntry]:
    return (
        InventoryEntry.objects.filter(inventory__in=lists)
        .annotate(
            atom_is_live=Q(atom__live_version__isnull=False),
            atom_is_archived=Q(atom__archived_at__isnull=False),
        )
        .order_by("position", "pk")
    )


def _told(lists: list[Inventory]) -> dict[int, list[Told]]:
    """Return what the atoms of each collection are called: the live text, or else the newest."""
    columns = ["title", "type", "tags", "id"]
    if any(each.is_log for each in lists):
        columns.append("body")
    shown = {
        f"shown_{name}": Coalesce(f"live_version__{name}", f"latest_version__{name}")
        for name in columns
    }
    collections = {each.collection_id for each in lists}
    atoms = list(
        Atom.objects.filter(collection__in=collections, archived_at=None)
        .annotate(is_live=Q(live_version__isnull=False), **shown)
        .values("pk", "collection_id", "slug", "is_live", *shown)
        .order_by("pk")
    )
    phrasings: dict[int, list[str]] = defaultdict(list)
    versions = [atom["shown_id"] for atom in atoms]
    pairs = FaqPair.objects.filter(version__in=versions).order_by("version", "ordinal")
    for version, texts in pairs.values_list("version_id", "phrasings"):
        phrasings[version] += texts
    told: dict[int, list[Told]] = defaultdict(list)
    for atom in atoms:
        told[atom["collection_id"]].append(
            Told(
                atom=atom["pk"],
                kind=atom["shown_type"],
                live=atom["is_live"],
                slug=atom["slug"],
                title=atom["shown_title"],
                tags=tuple(atom["shown_tags"]),
                phrasings=tuple(phrasings[atom["shown_id"]]),
                body=atom.get("shown_body", ""),
            )
        )
    return told


def _asked_for(
    inventory: Inventory, entries: list[InventoryEntry], reader: Reader
) -> dict[int, int]:
    """Return how many of the latest questions to the sites of the collection name each entry."""
    since = timezone.now() - timedelta(days=ASKED_DAYS)
    questions = AskedQuestion.objects.readable_by(reader).filter(
        site__collections=inventory.collection_id, at__gte=since
    )
    texts = list(questions.values_list("text", flat=True)[:MOST_ASKED])
    looked_for = {
        entry.pk: wanted(entry.key, entry.details, is_log=inventory.is_log)
        for entry in entries
    }
    return asked(looked_for, texts, is_log=inventory.is_log)
