"""How each entry stands, by link or by name, read in as many queries for one as for hundreds."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import Site, User
from knowledge.coverage import Row, State, rows_of, share, shares
from knowledge.format import parse
from knowledge.inventories.values import Item, Reading
from knowledge.models import AskedQuestion, Atom, Collection, Inventory, InventoryEntry
from knowledge.reader import AUDIENCES, Reader
from knowledge.services import atoms, care
from knowledge.services import inventories as services
from tests.knowledge.admin.pages import atom_in

pytestmark = pytest.mark.django_db


def inventory(
    collection: Collection,
    *keys: str,
    name: str = "Codes",
    format: str = "csv",  # noqa: A002
) -> Inventory:
    return services.add(
        collection=collection, name=name, kind="errors", source="codes.csv", user=None,
        reading=Reading(format, tuple(map(Item, keys))),
    )  # fmt: skip


def reader(*collections: Collection) -> Reader:
    return Reader(frozenset(AUDIENCES), frozenset(each.pk for each in collections))


def rows(made: Inventory) -> dict[str, Row]:
    found = rows_of(made, reader(made.collection))
    return {row.entry.key: row for row in found}


def states(made: Inventory) -> dict[str, str]:
    return {key: str(row.state) for key, row in rows(made).items()}


def atom(
    collection: Collection, title: str, body: str = "Text.\n", *, live: bool = True
) -> Atom:
    version = atom_in(collection, f"title: '{title}'\ntype: error\n", body)
    if live:
        atoms.publish(atom=version.atom, user=None)
    return version.atom


def ask(site: Site, text: str, days: int = 0) -> None:
    asked = AskedQuestion.objects.create(
        site=site, audience="public", text=text, outcome="abstained", source=uuid4(),
        turn=uuid4(),
    )  # fmt: skip
    at = timezone.now() - timedelta(days=days)
    AskedQuestion.objects.filter(pk=asked.pk).update(at=at)


def test_each_entry_is_answered_drafted_missing_dismissed_or_gone(
    manual: Collection, erin: User
) -> None:
    made = inventory(manual, "E-1", "E-2", "E-3", "E-4", "E-5")
    atom(manual, "E-1: the disk is full")
    atom(manual, "E-2: no network", live=False)
    dismissed = InventoryEntry.objects.get(key="E-4")
    services.dismiss(entry=dismissed, reason="Never shown", user=erin)
    newer = Reading("csv", tuple(map(Item, ["E-1", "E-2", "E-3", "E-4"])))
    services.update(inventory=made, reading=newer, source="x", seen=None, user=None)

    assert states(made) == {
        "E-3": "missing", "E-2": "drafted", "E-1": "answered", "E-4": "dismissed",
        "E-5": "gone",
    }  # fmt: skip
    found = shares([made])[made.pk]
    assert (found.answered, found.needed, found.percent) == (1, 3, 33)
    assert found == share(rows_of(made, reader(manual)))


def test_a_link_counts_more_than_a_name_and_an_archived_atom_for_nothing(
    manual: Collection, erin: User, rita: User
) -> None:
    made = inventory(manual, "E-1")
    entry = made.entries.get()
    linked = atom(manual, "Something else", live=False)
    named = atom(manual, "E-1")
    services.link(entry=entry, atom=linked, user=erin)

    row = rows(made)["E-1"]
    assert (row.state, row.atom, row.by_rule) == (State.DRAFTED, linked.pk, False)

    care.archive(atom=linked, user=rita)
    row = rows(made)["E-1"]
    assert (row.state, row.atom, row.by_rule) == (State.ANSWERED, named.pk, True)

    care.archive(atom=named, user=rita)
    assert states(made) == {"E-1": "missing"}


def test_only_atoms_of_the_collection_are_found_by_name(
    manual: Collection, secret: Collection
) -> None:
    atom(secret, "E-1")

    assert states(inventory(manual, "E-1")) == {"E-1": "missing"}


def test_the_live_text_counts_not_a_newer_draft(manual: Collection) -> None:
    made = inventory(manual, "E-1", "E-2")
    version = atom_in(manual, "id: a\ntitle: E-1\ntype: error\n")
    atoms.publish(atom=version.atom, user=None)
    atom_text = "---\ntitle: E-2\ntype: error\n---\nText.\n"
    atoms.save_version(
        atom=version.atom, parsed=parse(atom_text), seen_version=None, author=None
    )

    assert states(made) == {"E-2": "missing", "E-1": "answered"}


def test_a_phrasing_of_a_live_atom_answers(manual: Collection) -> None:
    atom(manual, "Disk", "Text.\n\n> Q: Why?\n> Q: What is E-1?\n> A: Full.\n")

    assert states(inventory(manual, "E-1")) == {"E-1": "answered"}


def test_a_log_is_found_in_the_code_of_an_atom(manual: Collection) -> None:
    body = "Text.\n\n```\nERROR cannot reach host 10.1.2.3 in 5 s\n```\n"
    atom(manual, "No network", body)
    key = "cannot reach host <ip> in <n> s"

    made = inventory(manual, key, "other <n> thing here", format="logs")

    assert states(made) == {"other <n> thing here": "missing", key: "answered"}


def test_what_customers_ask_for_stands_first(manual: Collection, site: Site) -> None:
    site.collections.add(manual)
    other = Site.objects.create(key="other", name="Other")
    for text in ("What is E-2?", "e-2 again", "E-3"):
        ask(site, text)
    ask(other, "E-1")
    ask(site, "E-1", days=91)

    made = inventory(manual, "E-1", "E-2", "E-3")

    found = rows_of(made, reader(manual))
    assert [(row.entry.key, row.asked) for row in found] == [
        ("E-2", 2), ("E-3", 1), ("E-1", 0),
    ]  # fmt: skip


def test_hundreds_of_entries_need_no_more_queries_than_one(
    manual: Collection, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    lists = [
        inventory(manual, *(f"E-{n}" for n in range(300)), name=f"List {number}")
        for number in range(3)
    ]
    for n in range(30):
        atom(manual, f"E-{n}", "Text.\n\n> Q: Why?\n> A: So.\n", live=n % 2 == 0)

    with django_assert_max_num_queries(4):
        found = rows_of(lists[0], reader(manual))
    with django_assert_max_num_queries(3):
        all_shares = shares(lists)

    assert share(found).counts == {"answered": 15, "drafted": 15, "missing": 270}
    assert all(each.counts == share(found).counts for each in all_shares.values())


def test_a_list_that_wants_nothing_has_no_share() -> None:
    assert share([]).percent == 0
