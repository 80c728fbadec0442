"""The editor's views of one text: header as fields and as YAML, pairs as text and as rows."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from knowledge.models import Atom, AtomVersion, Collection
from knowledge.services import atoms
from tests.knowledge.admin.pages import (
    ADD,
    BODY,
    HEADER,
    address,
    atom_text,
    html_of,
    shown,
)

pytestmark = pytest.mark.django_db


def yaml(client: Client, atom: Atom, header: str, **more: str) -> HttpResponse:
    fields = shown(client, address(atom)) | {"mode": "yaml", "header": header}
    return client.post(address(atom), fields | {"_save": "1"} | more)


def test_a_header_that_was_edited_as_yaml_is_saved_to_the_letter(
    at_erin: Client, atom: Atom
) -> None:
    header = "title: Export all  # renamed\r\ntype: article\r\ntags:\r\n- a\r\nmine: {b: 1}\r\n"

    assert yaml(at_erin, atom, header).status_code == 302

    version = AtomVersion.objects.get(number=2)
    assert version.title == "Export all"
    assert "title: Export all  # renamed\n" in version.header
    assert "mine: {b: 1}\n" in version.header
    assert version.body == BODY


def test_an_error_in_the_yaml_stands_at_its_line_and_keeps_what_was_typed(
    at_erin: Client, atom: Atom
) -> None:
    response = yaml(at_erin, atom, "title: One\r\ntype: article\r\ntags: *all\r\n")

    assert response.status_code == 422
    assert [(f["field"], f["line"]) for f in response.context["findings"]] == [
        ("header", 3)
    ]
    assert "tags: *all" in html_of(response)
    assert AtomVersion.objects.count() == 1


def test_the_id_of_an_atom_stays_whatever_the_yaml_says(
    at_erin: Client, atom: Atom
) -> None:
    yaml(at_erin, atom, "id: other\r\ntitle: One\r\ntype: article\r\n")

    atom.refresh_from_db()
    assert atom.slug == "export-invoices"
    assert "id: export-invoices" in AtomVersion.objects.get(number=2).header


def test_an_edit_as_yaml_is_merged_like_any_other(
    at_erin: Client, atom: Atom, rita: User
) -> None:
    theirs = atom_text(BODY.replace("Press", "Push"))
    fields = shown(at_erin, address(atom))
    atoms.save_version(atom=atom, parsed=theirs, seen_version=1, author=rita)

    response = at_erin.post(
        address(atom),
        fields | {"mode": "yaml", "header": f"{HEADER}language: de\n", "_save": "1"},
    )

    assert response.status_code == 409
    assert response.context["form"]["language"].value() == "de"
    assert "Push" in response.context["form"]["body"].value()


def test_the_preview_tells_pairs_with_their_lines_and_both_views_of_the_header(
    at_erin: Client, atom: Atom
) -> None:
    text = "Text.\r\n\r\n> Q: Why?\r\n> Q: What for?\r\n> A: So.\r\n> \r\n> Really.\r\n\r\nEnd.\r\n"
    fields = shown(at_erin, address(atom)) | {"body": text, "title": "Other"}

    told = at_erin.post(address(atom, "preview"), fields).json()

    assert told["pairs"] == [
        {"phrasings": ["Why?", "What for?"], "answer": "So.\n\nReally.",
         "line": 3, "last_line": 7}
    ]  # fmt: skip
    assert "title: Other\n" in told["header"]
    assert "version:" not in told["header"]
    assert told["shown"]["tags"] == "a, b"

    as_yaml = {"mode": "yaml", "header": "title: Third\ntype: pitfall\ntags: [z]\n"}
    told = at_erin.post(address(atom, "preview"), fields | as_yaml).json()
    assert (told["shown"]["title"], told["shown"]["tags"]) == ("Third", "z")


def test_a_preview_counts_pairs_and_phrasings(
    at_erin: Client, manual: Collection
) -> None:
    fields = shown(at_erin, ADD) | {
        "title": "T",
        "body": "> Q: a?\r\n> Q: b?\r\n> A: c.\r\n",
    }

    told = at_erin.post(reverse("admin:knowledge_atom_preview_new"), fields).json()

    assert len(told["pairs"]) == 1
    assert told["length"].endswith(" · 1 FAQ pair, 2 phrasings")


@pytest.mark.parametrize(
    "header", ["title: a: b\n", "tags: *all\n", "title: A\ntitle: B\n", "x: [\n"]
)
def test_a_preview_of_unreadable_yaml_names_the_line_and_gives_no_other_view(
    at_erin: Client, atom: Atom, header: str
) -> None:
    fields = shown(at_erin, address(atom)) | {"mode": "yaml", "header": header}

    told = at_erin.post(address(atom, "preview"), fields)

    assert told.status_code == 200
    assert told.json()["header"] is None
    assert {f["field"] for f in told.json()["findings"]} >= {"header"}


def test_a_preview_of_unreadable_other_keys_names_their_line(
    at_erin: Client, atom: Atom
) -> None:
    fields = shown(at_erin, address(atom)) | {"others": "prerequisites: [a"}

    told = at_erin.post(address(atom, "preview"), fields)

    assert told.status_code == 200
    assert "others" in {f["field"] for f in told.json()["findings"]}


def test_the_lines_around_a_header_may_be_pasted_along_but_not_stand_in_it(
    at_erin: Client, atom: Atom
) -> None:
    whole = "---\r\ntitle: One\r\ntype: article\r\n---\r\n"
    assert yaml(at_erin, atom, whole).status_code == 302
    assert AtomVersion.objects.get(number=2).body == BODY

    cut = "title: Two\r\ntype: article\r\n---\r\naudience: internal\r\n"
    response = yaml(at_erin, atom, cut)
    assert response.status_code == 422
    assert ("header", 3) in {
        (f["field"], f["line"]) for f in response.context["findings"]
    }
