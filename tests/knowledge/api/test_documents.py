"""Documents over the API: brought in, followed while they are read, listed, their columns described."""

import pytest

from accounts.models import User
from knowledge import tasks
from knowledge.api import document_bodies
from knowledge.documents import values
from knowledge.models import Atom, Collection, SourceDocument
from tests.knowledge.api.calling import DOCUMENTS, Caller
from tests.knowledge.brought import PAGE, PAIRS, brought, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("manual")]


def test_a_document_is_brought_in_and_followed_until_it_is_read(
    as_erin: Caller, erin: User
) -> None:
    made = as_erin.bring(PAGE)
    told = made.json()
    tasks.read_documents()
    after = as_erin.get(made["Location"]).json()

    assert (made.status_code, told["state"], told["done"]) == (201, "waiting", 0)
    assert told["brought_by"] == erin.display_name
    assert (after["state"], after["done"], after["total"]) == ("read", 1, 1)
    assert after["candidates"] == {
        "open": 1,
        "accepted": 0,
        "merged": 0,
        "rejected": 0,
    }
    assert not Atom.objects.exists()


def test_the_same_file_again_is_the_document_that_is_there(as_erin: Caller) -> None:
    first, again = as_erin.bring(PAGE), as_erin.bring(PAGE, "other.html")

    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
    assert SourceDocument.objects.count() == 1


def test_the_name_that_is_sent_says_what_the_file_is(as_erin: Caller) -> None:
    made = as_erin.bring(PAGE, "blob", name="guide.html")

    assert (made.json()["name"], made.json()["format"]) == ("guide.html", "html")


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.exe", b"MZ", "must end in one of .pdf"),
        ("a.html", b"", "It is empty."),
        ("a.csv", b"x" * 11, "It has more than 0 MB."),
    ],
)
def test_what_cannot_be_a_document_is_refused_with_its_field(
    as_erin: Caller,
    name: str,
    data: bytes,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("knowledge.api.document_bodies.MOST_BYTES", 10)

    refused = as_erin.bring(data, name)

    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
    assert told in refused.json()["fields"]["file"][0]
    assert not SourceDocument.objects.exists()


def test_a_file_that_cannot_be_read_says_why(as_erin: Caller) -> None:
    made = as_erin.bring(b"%PDF-1.7 cut", "scan.pdf")
    tasks.read_documents()

    told = as_erin.get(made["Location"]).json()

    assert told["state"] == "failed"
    assert "is no PDF that can be read" in told["failure"]
    assert told["notes"][0]["severity"] == "error"


def test_a_table_waits_for_its_columns_and_is_read_as_they_are_described(
    as_erin: Caller,
) -> None:
    made = as_erin.bring(PAIRS, "faq.csv")
    url = made["Location"]

    columns = ["question", "answer", ""]
    patched = as_erin.patch(url, {"columns": columns, "together": "file"})
    busy = as_erin.patch(url, {"columns": columns})
    tasks.read_documents()

    told = as_erin.get(url).json()
    found = as_erin.get(f"{url}/candidates", state="open").json()["items"]
    assert made.json()["state"] == "columns"
    assert made.json()["headings"] == ["question", "answer", "tags"]
    assert (patched.status_code, patched.json()["state"]) == (200, "waiting")
    assert (busy.status_code, busy.json()["code"]) == (409, "under_way")
    assert (told["columns"], told["together"]) == (columns, "file")
    assert [each["title"] for each in found] == ["faq"]
    assert all(each["supported"] for each in found[0]["sentences"])


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"columns": ["question"]},
        {"columns": ["question", "answer", "nonsense"]},
        {"columns": ["question", "answer", ""], "together": "all"},
        {"columns": ["question", "answer", ""], "tables": 1},
    ],
)
def test_columns_that_mean_nothing_are_refused(as_erin: Caller, body: object) -> None:
    url = as_erin.bring(PAIRS, "faq.csv")["Location"]

    refused = as_erin.patch(url, body)

    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
    assert SourceDocument.objects.get().columns is None


def test_columns_are_those_of_a_table(as_erin: Caller) -> None:
    url = as_erin.bring(PAGE)["Location"]

    assert as_erin.patch(url, {"columns": ["title"]}).status_code == 422


def test_the_list_has_filters_and_pages(as_erin: Caller, manual: Collection) -> None:
    for n in range(3):
        brought(manual, f"guide-{n}.html", PAGE + str(n).encode())
    brought(manual, "faq.csv", PAIRS)

    first = as_erin.get(DOCUMENTS, q="GUIDE", limit=2).json()
    rest = as_erin.get(DOCUMENTS, q="guide", cursor=first["next"]).json()
    tables = as_erin.get(DOCUMENTS, format="csv", collection="manual").json()

    names = [each["name"] for each in first["items"] + rest["items"]]
    assert names == ["guide-2.html", "guide-1.html", "guide-0.html"]
    assert [each["name"] for each in tables["items"]] == ["faq.csv"]
    assert rest["next"] is None
    assert as_erin.get(DOCUMENTS, formt="csv").status_code == 422


def test_the_original_comes_back_byte_for_byte(
    as_erin: Caller, manual: Collection
) -> None:
    document = read(brought(manual))

    sent = as_erin.get(f"{DOCUMENTS}/{document.pk}/original")

    assert sent.content == PAGE
    assert "attachment" in sent["Content-Disposition"]


def test_the_bound_of_the_api_is_that_of_the_reader() -> None:
    assert document_bodies.MOST_BYTES == values.MOST_BYTES
