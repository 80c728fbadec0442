"""Links that lead nowhere are named while somebody writes, in the editor and in the review."""

from typing import Any

import pytest
from django.test import Client

from knowledge.models import Atom, Collection
from knowledge.services import atoms
from tests.knowledge.admin.pages import address, atom_in, html_of, shown

pytestmark = pytest.mark.django_db
HEADER = "title: Billing\ntype: article\nrelated: [Refunds, Nobody wrote this]\n"
BODY = "See [here](refunds.md).\n\nOr [there](gone.md), at [the end](#end).\n"


@pytest.fixture
def linking(manual: Collection) -> Atom:
    """An atom with links to one that is there and to others that are not."""
    refunds = atom_in(manual, "title: Refunds\ntype: article\n").atom
    atoms.publish(atom=refunds, user=None)
    return atom_in(manual, HEADER, BODY).atom


def places(findings: list[dict[str, Any]]) -> list[tuple[str, int, str, str]]:
    return [(f["field"], f["line"], f["severity"], f["message"]) for f in findings]


NAMED = [
    ("related", 0, "warning", "no atom has the title “Nobody wrote this”"),
    ("body", 3, "warning", "no atom has the file “gone.md”"),
    ("body", 3, "warning", "no heading of this text is “#end”"),
]


def test_the_editor_opens_with_them_at_their_lines(
    at_erin: Client, linking: Atom
) -> None:
    page = at_erin.get(address(linking))

    assert places(page.context["findings"]) == NAMED
    assert "no atom has the file “gone.md”" in html_of(page)


def test_the_editor_names_an_atom_that_is_not_published(
    at_erin: Client, linking: Atom
) -> None:
    atoms.unpublish(atom=Atom.objects.get(slug="refunds"), user=None)

    page = at_erin.get(address(linking))

    told = "“Refunds” is a draft: no answer comes from it until it is published"
    assert ("body", 1, "warning", told) in places(page.context["findings"])
    assert ("related", 0, "warning", told) in places(page.context["findings"])


def test_the_preview_names_what_is_typed(at_erin: Client, linking: Atom) -> None:
    typed = shown(at_erin, address(linking)) | {
        "related": "Refunds", "body": "[x](refunds.md)\n\n[y](y.md)\n",
    }  # fmt: skip

    found = at_erin.post(address(linking, "preview"), typed).json()["findings"]

    assert places(found) == [("body", 3, "warning", "no atom has the file “y.md”")]


def test_in_yaml_a_related_title_has_its_line(at_erin: Client, linking: Atom) -> None:
    header = "title: Billing\ntype: article\nrelated:\n  - Refunds\n  - Nobody\n"
    typed = shown(at_erin, address(linking)) | {
        "mode": "yaml", "header": header, "body": "Text.\n",
    }  # fmt: skip

    found = at_erin.post(address(linking, "preview"), typed).json()["findings"]

    said = "related no atom has the title “Nobody”"
    assert places(found) == [("header", 5, "warning", said)]


def test_a_header_that_cannot_be_read_keeps_the_lines_of_the_text(
    at_erin: Client, linking: Atom
) -> None:
    typed = shown(at_erin, address(linking)) | {
        "others": "x: [", "body": "\n[y](y.md)\n",
    }  # fmt: skip

    found = at_erin.post(address(linking, "preview"), typed).json()["findings"]

    assert ("body", 2, "warning", "no atom has the file “y.md”") in places(found)


def test_they_hinder_neither_saving_nor_review(at_erin: Client, linking: Atom) -> None:
    fields = shown(at_erin, address(linking)) | {"body": "[y](y.md)\n", "_review": "1"}

    page = at_erin.post(address(linking), fields, follow=True)

    linking.refresh_from_db()
    assert "waits for review" in html_of(page)
    assert linking.latest_version
    assert linking.latest_version.body == "[y](y.md)\r\n".replace("\r", "")


def test_the_review_names_them_in_the_lines_of_the_comparison(
    at_erin: Client, linking: Atom
) -> None:
    page = at_erin.get(address(linking, "review"))

    numbers = {
        "".join(part.text for part in row.right.parts): row.right.number
        for row in page.context["rows"]
        if row.right
    }
    line = numbers["Or [there](gone.md), at [the end](#end)."]
    assert f"Line {line}: body: no atom has the file “gone.md”" in html_of(page)
    assert "related: no atom has the title “Nobody wrote this”" in html_of(page)
    assert "refunds.md”" not in html_of(page)


def test_titles_of_other_collections_are_not_given_away(
    at_erin: Client, linking: Atom, secret: Collection
) -> None:
    atom_in(secret, "title: Nobody wrote this\ntype: article\n")

    assert places(at_erin.get(address(linking)).context["findings"]) == NAMED
