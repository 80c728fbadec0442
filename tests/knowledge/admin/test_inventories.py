"""Inventories in the admin: the list, one of them, one entry, and what may be done with it."""

import csv
import io
from uuid import uuid4

import pytest
from django.test import Client
from guardian.shortcuts import assign_perm
from pytest_django import DjangoAssertNumQueries

from accounts.models import AuditEntry, Site, User
from knowledge.inventories.values import Item, Reading
from knowledge.models import AskedQuestion, Atom, Collection, Inventory, InventoryEntry
from knowledge.rights import Right
from knowledge.services import atoms, care
from knowledge.services import inventories as services
from tests.knowledge.admin.pages import atom_in, html_of

pytestmark = pytest.mark.django_db
LIST = "/admin/knowledge/inventory/"


def inventory(collection: Collection, *items: Item | str) -> Inventory:
    made = (Item(each) if isinstance(each, str) else each for each in items)
    return services.add(
        collection=collection, name="Codes", kind="errors", source="codes.csv", user=None,
        reading=Reading("csv", tuple(made)),
    )  # fmt: skip


def page(made: Inventory, *more: object) -> str:
    below = "/".join(map(str, more))
    return f"{LIST}{made.pk}/{below or 'change'}/"


def entry_page(entry: InventoryEntry) -> str:
    return page(entry.inventory, "entries", entry.pk)


def published(collection: Collection, title: str) -> Atom:
    version = atom_in(collection, f"title: '{title}'\ntype: error\n")
    atoms.publish(atom=version.atom, user=None)
    return version.atom


def keys(client: Client, address: str) -> list[str]:
    return [each.row.entry.key for each in client.get(address).context["shown"]]


@pytest.fixture
def codes(manual: Collection) -> Inventory:
    return inventory(manual, Item("E-1", "Disk full"), "E-2", "E-3")


@pytest.fixture
def entry(codes: Inventory) -> InventoryEntry:
    return codes.entries.get(key="E-1")


def test_without_an_inventory_the_page_says_what_to_do(at_erin: Client) -> None:
    html = html_of(at_erin.get(LIST))

    assert "No inventory yet" in html
    assert f'href="{LIST}add/"' in html


def test_the_list_shows_how_much_of_each_is_answered(
    at_erin: Client, codes: Inventory, manual: Collection
) -> None:
    published(manual, "E-1")

    html = html_of(at_erin.get(LIST))

    assert "<strong>33 %</strong> 1 of 3 answered" in html
    assert f"{page(codes)}?state=missing" in html


def test_a_page_shows_the_missing_first_and_every_count_narrows_it_down(
    at_erin: Client, codes: Inventory, manual: Collection
) -> None:
    published(manual, "E-1")
    atom_in(manual, "title: E-2\ntype: error\n")

    assert keys(at_erin, page(codes)) == ["E-3", "E-2", "E-1"]
    assert keys(at_erin, f"{page(codes)}?state=drafted") == ["E-2"]
    assert keys(at_erin, f"{page(codes)}?state=answered") == ["E-1"]
    assert keys(at_erin, f"{page(codes)}?state=nonsense&p=99") == ["E-3", "E-2", "E-1"]
    assert keys(at_erin, f"{page(codes)}?q=DISK full") == ["E-1"]
    assert "No entry matches" in html_of(at_erin.get(f"{page(codes)}?q=zzz"))
    assert "found by its name" in html_of(at_erin.get(page(codes)))


def test_when_nothing_is_missing_the_page_says_so(
    at_erin: Client, manual: Collection
) -> None:
    made = inventory(manual, "E-1")
    published(manual, "E-1")

    html = html_of(at_erin.get(f"{page(made)}?state=missing"))

    assert "Nothing is missing" in html
    assert "<strong>100 %</strong>" in html


def test_a_long_list_has_pages_and_few_queries(
    at_erin: Client,
    manual: Collection,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    made = inventory(manual, *(f"E-{n}" for n in range(120)))
    for n in range(20):
        published(manual, f"E-{n}")

    with django_assert_max_num_queries(14):
        first = at_erin.get(page(made))

    assert "1 to 50 of 120" in html_of(first)
    assert len(keys(at_erin, f"{page(made)}?p=3")) == 20


def test_what_was_asked_lately_is_counted(
    at_erin: Client, codes: Inventory, manual: Collection, site: Site
) -> None:
    site.collections.add(manual)
    AskedQuestion.objects.create(
        site=site, audience="public", text="What is E-2?", outcome="abstained",
        source=uuid4(), turn=uuid4(),
    )  # fmt: skip

    assert keys(at_erin, page(codes)) == ["E-2", "E-1", "E-3"]


def test_the_table_comes_down_as_csv_without_formulas(
    at_erin: Client, manual: Collection
) -> None:
    made = inventory(manual, Item("=1+1", "a, b"), "E-2")
    atom = published(manual, "E-2")

    response = at_erin.get(page(made, "export"))

    text = response.content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert response["Content-Disposition"].startswith("attachment")
    assert [(row["key"], row["state"]) for row in rows] == [
        ("'=1+1", "missing"), ("E-2", "answered"),
    ]  # fmt: skip
    assert rows[1]["atom"] == atom.slug
    narrowed = at_erin.get(f"{page(made, 'export')}?state=answered").content.decode()
    assert narrowed.count("\r\n") == 2


def test_an_entry_tells_all_that_the_file_says(
    at_erin: Client, manual: Collection
) -> None:
    details = {"severity": "<b>high</b>", "required": True, "enum": ["a", "b"]}
    made = inventory(manual, Item("E-1", "Disk", "One\ntwo", details))

    html = html_of(at_erin.get(entry_page(made.entries.get())))

    assert "&lt;b&gt;high&lt;/b&gt;" in html
    assert "a, b" in html
    assert f"/admin/knowledge/atom/add/?entry={made.entries.get().pk}" in html


def test_an_atom_is_searched_and_linked(
    at_erin: Client, entry: InventoryEntry, manual: Collection, secret: Collection
) -> None:
    atom = published(manual, "No room left")
    hidden = published(secret, "No room in secret")
    found = at_erin.get(f"{entry_page(entry)}?q_atom=room NO&back=state%3Dmissing")
    assert [str(each) for each in found.context["found"]] == ["No room left"]

    deed = {"deed": "link", "atom": atom.pk, "back": "state=missing&evil=1"}
    response = at_erin.post(entry_page(entry), deed)

    assert response["Location"] == f"{page(entry.inventory)}?state=missing"
    entry.refresh_from_db()
    assert entry.atom == atom
    deed["atom"] = hidden.pk
    assert at_erin.post(entry_page(entry), deed).status_code == 404


def test_a_link_of_a_colleague_is_not_written_over(
    at_erin: Client, entry: InventoryEntry, manual: Collection, rita: User
) -> None:
    services.link(entry=entry, atom=published(manual, "First"), user=rita)
    second = published(manual, "Second")

    response = at_erin.post(entry_page(entry), {"deed": "link", "atom": second.pk})

    assert response.status_code == 422
    assert "unlink that first" in html_of(response)
    at_erin.post(entry_page(entry), {"deed": "unlink"})
    entry.refresh_from_db()
    assert entry.atom is None


def test_an_entry_whose_atom_was_archived_wants_another(
    at_erin: Client, entry: InventoryEntry, manual: Collection, rita: User
) -> None:
    old = published(manual, "Old")
    services.link(entry=entry, atom=old, user=rita)
    care.archive(atom=old, user=rita)

    html = html_of(at_erin.get(entry_page(entry)))

    assert "The atom that was linked is archived." in html
    assert "Write it" in html
    assert "Words of its title" in html


def test_an_entry_is_put_aside_with_a_reason_and_taken_back(
    at_erin: Client, entry: InventoryEntry
) -> None:
    refused = at_erin.post(entry_page(entry), {"deed": "dismiss", "reason": " "})
    assert refused.status_code == 422

    deed = {"deed": "dismiss", "reason": "Customers never see it"}
    html = html_of(at_erin.post(entry_page(entry), deed, follow=True))
    assert "Customers never see it" in html
    assert keys(at_erin, f"{page(entry.inventory)}?state=dismissed") == ["E-1"]

    at_erin.post(entry_page(entry), {"deed": "need"})
    entry.refresh_from_db()
    assert entry.dismissed_at is None


@pytest.mark.parametrize(
    "sent", [{}, {"deed": "x"}, {"deed": "link"}, {"deed": "link", "atom": "1 OR 1"}]
)
def test_a_deed_that_makes_no_sense_is_refused(
    at_erin: Client, entry: InventoryEntry, sent: dict[str, str]
) -> None:
    assert at_erin.post(entry_page(entry), sent).status_code == 403


def test_an_entry_of_another_inventory_is_not_there(
    at_erin: Client, codes: Inventory, secret: Collection
) -> None:
    foreign = inventory(secret, "S-1").entries.get()

    assert at_erin.get(page(codes, "entries", foreign.pk)).status_code == 404


def test_readers_see_and_change_nothing(
    client: Client, alice: User, entry: InventoryEntry, secret: Collection
) -> None:
    Collection.objects.filter(pk=secret.pk).update(restricted=True)
    hidden = inventory(secret, "S-1")
    client.force_login(alice)

    html = html_of(client.get(page(entry.inventory)))
    assert "E-1" in html
    assert "Write it" not in html
    assert "Import a newer file" not in html
    assert "Not needed</button>" not in html_of(client.get(entry_page(entry)))
    for deed in ("link", "unlink", "dismiss", "need"):
        sent = {"deed": deed, "reason": "x", "atom": "1"}
        assert client.post(entry_page(entry), sent).status_code == 403
    assert client.post(page(entry.inventory, "import")).status_code == 403
    for below in ((), ("import",), ("export",), ("entries", hidden.entries.get().pk)):
        assert client.get(page(hidden, *below)).status_code == 302
    assert "S-1" not in html_of(client.get(LIST))


def test_the_title_of_an_atom_that_somebody_may_not_read_stays_untold(
    client: Client, alice: User, entry: InventoryEntry, secret: Collection, rita: User
) -> None:
    Collection.objects.filter(pk=secret.pk).update(restricted=True)
    services.link(entry=entry, atom=published(secret, "The secret one"), user=rita)
    client.force_login(alice)

    for address in (page(entry.inventory), entry_page(entry)):
        html = html_of(client.get(address))
        assert "may not read" in html
        assert "The secret one" not in html
    assert b"The secret one" not in client.get(page(entry.inventory, "export")).content


def test_a_manager_deletes_a_list_and_an_author_does_not(
    client: Client, erin: User, rita: User, codes: Inventory
) -> None:
    address = page(codes, "delete")
    client.force_login(erin)
    assert client.post(address, {"post": "yes"}).status_code == 403
    client.force_login(rita)
    assert "Codes" in html_of(client.get(address))

    client.post(address, {"post": "yes"})

    assert not Inventory.objects.exists()
    assert AuditEntry.objects.filter(verb="deleted", target="inventory Codes").exists()


def test_a_right_that_was_given_on_one_collection_counts_there_alone(
    client: Client, alice: User, codes: Inventory, secret: Collection
) -> None:
    other = inventory(secret, "S-1")
    assign_perm(Right.WRITE, alice, secret)
    client.force_login(alice)

    assert client.get(page(other, "import")).status_code == 200
    assert client.get(page(codes, "import")).status_code == 403
