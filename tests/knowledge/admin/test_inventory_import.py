"""Importing an inventory: first what would change, then all of it or nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from knowledge.inventories.values import Item, Reading
from knowledge.models import Collection, Inventory, InventoryEntry
from knowledge.services import inventories as services
from tests.knowledge.admin.pages import html_of

pytestmark = pytest.mark.django_db
ADD = "/admin/knowledge/inventory/add/"
CODES = "code,message,severity\nE-1,Disk full,high\nE-2,No network,low\n"


def file(text: str | bytes = CODES, name: str = "codes.csv") -> SimpleUploadedFile:
    data = text.encode() if isinstance(text, str) else text
    return SimpleUploadedFile(name, data)


def look(
    client: Client, upload: SimpleUploadedFile, into: Collection, **more: str
) -> HttpResponse:
    sent = {"upload": upload, "collection": into.pk, "kind": "errors", **more}
    return client.post(ADD, sent)


def sealed(response: HttpResponse) -> dict[str, str]:
    """Return what the page of a preview sends along."""
    context = response.context  # type: ignore[attr-defined]
    return {name: context[name] for name in ("ticket", "source", "looked")}


def newer(made: Inventory) -> str:
    return f"/admin/knowledge/inventory/{made.pk}/import/"


@pytest.fixture
def codes(manual: Collection) -> Inventory:
    items = Item("E-1", "Disk full", details={"severity": "high"}), Item("E-0")
    return services.add(
        collection=manual, name="Codes", kind="errors", reading=Reading("csv", items),
        source="old.csv", user=None,
    )  # fmt: skip


def test_the_preview_says_what_was_found_and_keeps_nothing(
    at_erin: Client, manual: Collection
) -> None:
    html = html_of(look(at_erin, file(), manual))

    assert "codes · CSV: 2 new, 0 changed, 0 back, 0 gone, 0 as they are" in html
    assert "No network" in html
    assert not Inventory.objects.exists()


def test_what_was_looked_at_is_taken_in_with_its_ticket(
    at_erin: Client, manual: Collection, erin: User
) -> None:
    again = {
        **sealed(look(at_erin, file(), manual)),
        "collection": manual.pk, "kind": "errors", "_import": "1",
    }  # fmt: skip

    html = html_of(at_erin.post(ADD, again, follow=True))

    made = Inventory.objects.get()
    assert "“codes” is up to date." in html
    assert (made.name, made.source, made.imported_by) == ("codes", "codes.csv", erin)
    assert list(made.entries.values_list("key", flat=True)) == ["E-1", "E-2"]


def test_a_newer_file_shows_its_differences_and_keeps_links(
    at_erin: Client, codes: Inventory
) -> None:
    text = CODES.replace("high", "low")
    response = at_erin.post(newer(codes), {"upload": file(text)})
    html = html_of(response)
    assert "1 new, 1 changed, 0 back, 1 gone, 0 as they are" in html
    assert "severity: <del>high</del> <ins>low</ins>" in html
    assert "Import: 3 changes" in html

    at_erin.post(newer(codes), {**sealed(response), "_import": "1"})

    entries = InventoryEntry.objects.values_list("key", "gone_at", "details__severity")
    assert [(key, gone is None, s) for key, gone, s in entries] == [
        ("E-1", True, "low"), ("E-0", False, None), ("E-2", True, "low"),
    ]  # fmt: skip


@pytest.mark.parametrize("change", ["name", "kind", "import", "file"])
def test_what_has_changed_since_the_preview_is_looked_at_again(
    at_erin: Client, codes: Inventory, manual: Collection, change: str
) -> None:
    if change == "import":
        looked = sealed(at_erin.post(newer(codes), {"upload": file()}))
        services.update(
            inventory=codes, reading=Reading("csv", (Item("X"),)), source="x", seen=None,
            user=None,
        )  # fmt: skip
        response = at_erin.post(newer(codes), {**looked, "_import": "1"})
    else:
        looked = sealed(look(at_erin, file(), manual))
        sent = {"collection": manual.pk, "kind": "errors", **looked, "_import": "1"}
        other = {"name": "Other", "kind": "inputs", "file": file("code\nX\n")}[change]
        sent["upload" if change == "file" else change] = other
        response = at_erin.post(ADD, sent)

    assert "Something has changed since you looked" in html_of(response)
    assert Inventory.objects.count() == 1


def test_every_fault_of_a_file_is_shown_and_nothing_can_be_taken_in(
    at_erin: Client, manual: Collection
) -> None:
    response = look(at_erin, file("code,text\n,x\nE-1,<b>\nE-1,y\n"), manual)

    html = html_of(response)
    assert response.status_code == 422
    assert "the file has 2 faults" in html
    assert "Line 2, code: is empty" in html
    assert "“E-1” stands in line 3 already" in html
    assert 'name="_import"' not in html


@pytest.mark.parametrize(
    ("upload", "message"),
    [
        (None, "Choose what to import."),
        (file(b""), "The submitted file is empty."),
        (file(b"PK\x03\x04\xff", "a.zip"), "is not UTF-8"),
        (file("hello", "../../etc/passwd"), "is of no format that can be told"),
        (file("a: &a [*a]", "x.yaml"), "is of no format"),
        (file("---\na: !!python/name:os.system x\n", "x.yaml"), "is not taken"),
        (file("x" * 2000, "x" * 300 + ".csv"), "Line 1"),
    ],
)
def test_what_cannot_be_taken_is_said(
    at_erin: Client, manual: Collection, upload: SimpleUploadedFile | None, message: str
) -> None:
    sent = {"collection": manual.pk, "kind": "errors"}
    if upload is not None:
        upload.seek(0)
        sent["upload"] = upload

    response = at_erin.post(ADD, sent)

    assert response.status_code == 422
    assert message in html_of(response)


def test_an_upload_that_is_too_large_is_refused(
    at_erin: Client, manual: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.admin.inventory_forms.MOST_BYTES", 10)

    assert "more than 0 MB" in html_of(look(at_erin, file(), manual))


def test_a_name_that_is_taken_is_said_at_its_field(
    at_erin: Client, codes: Inventory, manual: Collection
) -> None:
    sent = {"collection": manual.pk, "kind": "errors", "name": "Codes"}
    looked = sealed(look(at_erin, file(), manual, name="Codes"))

    response = at_erin.post(ADD, {**sent, **looked, "_import": "1"})

    assert response.status_code == 422
    assert "has an inventory of this name" in html_of(response)


def test_a_ticket_is_for_its_owner_alone(
    at_erin: Client, manual: Collection, rita: User
) -> None:
    looked = sealed(look(at_erin, file(), manual))
    at_erin.force_login(rita)

    sent = {"collection": manual.pk, "kind": "errors", **looked, "_import": "1"}
    html = html_of(at_erin.post(ADD, sent))

    assert "The upload is no longer here: send it again." in html
    assert not Inventory.objects.exists()


def test_only_collections_that_one_may_write_in_are_offered(
    at_erin: Client, secret: Collection
) -> None:
    assert "Secret" not in html_of(at_erin.get(ADD))
    assert look(at_erin, file(), secret).status_code == 422
