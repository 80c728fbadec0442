"""What the columns of a table hold: guessed, described, tried, gathered and read."""

import pytest
from django.test import Client
from django.urls import reverse

from knowledge.models import Collection, SourceDocument
from tests.knowledge.admin.pages import html_of
from tests.knowledge.brought import PAIRS, brought, read

pytestmark = pytest.mark.django_db


def address(document: SourceDocument, page: str = "change") -> str:
    return reverse(f"admin:knowledge_sourcedocument_{page}", args=[document.pk])


def test_columns_are_guessed_and_the_first_lines_shown(
    at_erin: Client, manual: Collection
) -> None:
    response = at_erin.get(address(brought(manual, "faq.csv", PAIRS), "columns"))

    assert [(c.name, c.role) for c in response.context["columns"]] == [
        ("question", "question"),
        ("answer", "answer"),
        ("tags", "tags"),
    ]
    shown = html_of(response)
    assert "2 texts" in shown
    assert "Press Export." in shown


def test_columns_of_other_names_are_described_tried_and_read(
    at_erin: Client, manual: Collection
) -> None:
    document = brought(manual, "x.csv", b"Q1,Remark,Reply\nHow?,no,So.\n")
    url = address(document, "columns")
    sent = {"column-1": "question", "column-2": "", "column-3": "answer"}

    tried = at_erin.post(url, {**sent, "_look": "1"})
    assert tried.status_code == 200
    assert SourceDocument.objects.get().columns is None

    done = at_erin.post(url, {**sent, "_read": "1"})
    assert done.url == address(document)
    assert read(document).columns == ["question", "", "answer"]
    assert document.candidates.get().title == "How?"


def test_pairs_are_gathered_by_a_category_once_the_preview_was_seen(
    at_erin: Client, manual: Collection
) -> None:
    data = b"topic,question,answer\nA,How?,So.\nA,Why?,Thus.\nB,When?,Now.\n"
    document = brought(manual, "x.csv", data)
    url = address(document, "columns")
    sent = {"column-1": "category", "column-2": "question", "column-3": "answer"}

    alone = html_of(at_erin.post(url, {**sent, "_look": "1"}))
    tried = html_of(at_erin.post(url, {**sent, "together": "category", "_look": "1"}))
    at_erin.post(url, {**sent, "together": "category", "_read": "1"})
    read(document)
    again = at_erin.get(url)

    assert "3 texts" in alone
    assert "2 texts" in tried
    assert '<option value="category" selected>the pairs of a category' in tried
    assert [c.title for c in document.candidates.order_by("ordinal")] == ["A", "B"]
    assert not document.candidates.filter(sentences__supported=False).exists()
    assert again.context["together"] == "category"


@pytest.mark.parametrize("together", ["nonsense", "category"])
def test_what_cannot_be_gathered_so_is_refused_or_left(
    at_erin: Client, manual: Collection, together: str
) -> None:
    document = brought(manual, "faq.csv", PAIRS)
    sent = {"column-1": "question", "column-2": "answer", "together": together}

    response = at_erin.post(address(document, "columns"), {**sent, "_look": "1"})

    told = "needs a column “category”" in html_of(response)
    assert (response.status_code, told) == (
        (422, True) if together == "category" else (200, False)
    )


def test_what_cannot_be_read_names_line_and_column_and_keeps_what_was_chosen(
    at_erin: Client, manual: Collection
) -> None:
    document = brought(manual, "x.csv", b"a,b\nHow?,So.\nWhy?,\n")
    sent = {"column-1": "title", "column-2": "body", "_read": "1"}

    response = at_erin.post(address(document, "columns"), sent)

    assert response.status_code == 422
    assert "Line 3, body: is empty" in html_of(response)
    assert [c.role for c in response.context["columns"]] == ["title", "body"]
    assert SourceDocument.objects.get().columns is None


def test_without_the_columns_that_are_needed_nothing_is_read(
    at_erin: Client, manual: Collection
) -> None:
    document = brought(manual, "x.csv", b"a,b\nHow?,So.\n")

    response = at_erin.post(
        address(document, "columns"), {"column-1": "drop table", "_read": "1"}
    )

    assert response.status_code == 422
    assert [c.role for c in response.context["columns"]] == ["", ""]
    assert "needs columns" in html_of(response)


def test_a_table_that_is_none_says_so(at_erin: Client, manual: Collection) -> None:
    document = brought(manual, "x.csv", b'a,b\n"never ends')

    shown = html_of(at_erin.get(address(document, "columns")))

    assert "begins a quotation that never ends" in shown


def test_other_kinds_have_no_columns(at_erin: Client, manual: Collection) -> None:
    document = brought(manual)

    response = at_erin.get(address(document, "columns"))

    assert response.url == address(document)
