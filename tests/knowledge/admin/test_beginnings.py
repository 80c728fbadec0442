"""Writing an atom for an entry: it begins with what the list knows and is linked when saved."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from knowledge.inventories.values import Item, Reading
from knowledge.models import Atom, Collection, InventoryEntry
from knowledge.services import inventories as services
from tests.knowledge.admin.pages import ADD, atom_in, html_of, shown

pytestmark = pytest.mark.django_db


def entry_in(
    collection: Collection, item: Item, kind: str = "errors"
) -> InventoryEntry:
    made = services.add(
        collection=collection, name=kind, kind=kind, source="x.csv", user=None,
        reading=Reading("csv", (item,)),
    )  # fmt: skip
    return made.entries.get()


@pytest.fixture
def entry(manual: Collection) -> InventoryEntry:
    return entry_in(manual, Item("E-1", "Disk full", "The disk has no room."))


def begun(client: Client, entry: InventoryEntry, **changes: Any) -> dict[str, Any]:
    return shown(client, f"{ADD}?entry={entry.pk}") | changes


def test_the_editor_begins_with_what_the_list_knows(
    at_erin: Client, entry: InventoryEntry, manual: Collection
) -> None:
    response = at_erin.get(f"{ADD}?entry={entry.pk}")

    sent = begun(at_erin, entry)
    assert sent["title"] == "E-1: Disk full"
    assert (sent["type"], sent["collection"]) == ("error", manual.pk)
    assert "## Meaning\nThe disk has no room.\n" in sent["body"]
    assert "For “E-1” of the inventory" in html_of(response)
    assert f"?type=procedure&amp;entry={entry.pk}" in html_of(response)


def test_another_type_keeps_the_entry(at_erin: Client, entry: InventoryEntry) -> None:
    sent = shown(at_erin, f"{ADD}?type=procedure&entry={entry.pk}")

    assert (sent["type"], sent["entry"]) == ("procedure", entry.pk)
    assert "## Steps" in sent["body"]


def test_an_input_begins_with_its_row(at_erin: Client, manual: Collection) -> None:
    item = Item("timeout", details={"type": "integer", "unit": "s", "range": "1 to 90"})
    entry = entry_in(manual, item, "inputs")

    sent = begun(at_erin, entry)

    assert sent["type"] == "interface_input"
    assert "| `timeout` | integer | s | 1 to 90 |  |  |" in sent["body"]


def test_saving_links_the_atom_to_the_entry(
    at_erin: Client, entry: InventoryEntry, erin: User
) -> None:
    sent = begun(at_erin, entry, title="No room left")

    response = at_erin.post(ADD, sent)

    entry.refresh_from_db()
    assert entry.atom == Atom.objects.get(slug="no-room-left")
    assert entry.linked_by == erin
    assert response["Location"].endswith(f"?kept={erin.pk}-new-entry-{entry.pk}")
    html = html_of(at_erin.get(response["Location"]))
    assert "Linked to “E-1”." in html


def test_what_was_refused_keeps_every_word_and_the_entry(
    at_erin: Client, entry: InventoryEntry
) -> None:
    response = at_erin.post(ADD, begun(at_erin, entry, title="", body="Mine.\n"))

    assert response.status_code == 422
    html = html_of(response)
    assert "Mine." in html
    assert f'name="entry" value="{entry.pk}"' in html
    assert f"new-entry-{entry.pk}" in html


def test_an_entry_that_was_linked_meanwhile_keeps_its_link(
    at_erin: Client, entry: InventoryEntry, rita: User, manual: Collection
) -> None:
    sent = begun(at_erin, entry)
    first = atom_in(manual).atom
    services.link(entry=entry, atom=first, user=rita)

    html = html_of(at_erin.post(ADD, sent, follow=True))

    entry.refresh_from_db()
    assert "was linked to another atom meanwhile" in html
    assert entry.atom == first
    assert Atom.objects.count() == 2


def test_an_entry_that_is_gone_does_not_stop_the_text(
    at_erin: Client, entry: InventoryEntry
) -> None:
    sent = begun(at_erin, entry)
    entry.inventory.delete()

    at_erin.post(ADD, sent)

    assert Atom.objects.count() == 1


@pytest.mark.parametrize("key", ["x", "1 OR 1", "", "9" * 30, "٣"])
def test_an_entry_that_makes_no_sense_is_none(
    at_erin: Client, manual: Collection, key: str
) -> None:
    sent = shown(at_erin, f"{ADD}?entry={key}")
    assert (sent["title"], sent["type"]) == ("", "procedure")

    more = {"title": "A", "body": "B\n", "entry": key, "collection": manual.pk}
    at_erin.post(ADD, sent | more)

    assert Atom.objects.get().slug == "a"


def test_an_entry_elsewhere_tells_nothing_and_is_not_linked(
    at_erin: Client, manual: Collection, secret: Collection, rita: User
) -> None:
    entry = entry_in(secret, Item("S-1", "The secret one"))

    sent = shown(at_erin, f"{ADD}?entry={entry.pk}")
    more = {"title": "A", "body": "B\n", "entry": entry.pk, "collection": manual.pk}
    at_erin.post(ADD, sent | more)

    entry.refresh_from_db()
    assert sent["title"] == ""
    assert (Atom.objects.count(), entry.atom) == (1, None)
