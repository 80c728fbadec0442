"""The editor: what is typed is kept, shown, checked, and never written over."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from guardian.shortcuts import assign_perm

from accounts.models import User
from knowledge.models import Atom, AtomVersion, Collection
from knowledge.services import atoms
from tests.knowledge.admin.pages import (
    ADD,
    BODY,
    address,
    atom_in,
    atom_text,
    html_of,
    shown,
    text_of,
)

pytestmark = pytest.mark.django_db


def test_a_new_atom_begins_with_the_sections_of_its_type(at_erin: Client) -> None:
    fields = shown(at_erin, f"{ADD}?type=pitfall")

    assert fields["type"] == "pitfall"
    assert re.findall(r"## (\w+)", fields["body"]) == ["Pitfall", "Why", "Instead"]
    assert fields["others"].startswith("author: Erin\ncreated: ")


def test_a_new_atom_is_saved_as_a_draft_of_its_author(
    at_erin: Client, erin: User, manual: Collection
) -> None:
    fields = shown(at_erin, ADD) | {
        "collection": manual.pk, "title": "Reset a password", "tags": "a, b",
        "body": "First.\r\n\r\n## Steps\r\n1. Go.\r\n", "reason": "asked often",
    }  # fmt: skip

    response = at_erin.post(ADD, fields | {"_save": "1"})

    version = AtomVersion.objects.get()
    assert response.status_code == 302
    assert response.url.startswith(address(version.atom))
    assert version.atom.state == "draft"
    assert (version.author, version.reason) == (erin, "asked often")
    assert version.body == "First.\n\n## Steps\n1. Go.\n"
    assert (version.atom.slug, version.tags) == ("reset-a-password", ["a", "b"])
    assert version.atom.collection == manual


def test_only_collections_that_one_may_view_are_offered(
    at_erin: Client, manual: Collection, secret: Collection
) -> None:
    fields = shown(at_erin, ADD) | {"collection": secret.pk, "title": "T"}

    response = at_erin.post(ADD, fields | {"_save": "1"})

    assert response.status_code == 422
    assert "Secret" not in html_of(response)
    assert not Atom.objects.exists()


def test_an_id_that_is_taken_is_an_error_of_its_field(
    at_erin: Client, atom: Atom, manual: Collection
) -> None:
    fields = shown(at_erin, ADD) | {
        "collection": manual.pk, "title": "Other", "id": "export-invoices", "body": "x",
    }  # fmt: skip

    response = at_erin.post(ADD, fields | {"_save": "1"})

    assert response.status_code == 422
    (finding,) = response.context["findings"]
    assert (finding["field"], finding["severity"]) == ("id", "error")
    assert text_of(response) == "x"


def test_saving_without_a_change_makes_no_version(at_erin: Client, atom: Atom) -> None:
    fields = shown(at_erin, address(atom))

    at_erin.post(address(atom), fields | {"_save": "1"})

    assert AtomVersion.objects.count() == 1


def test_a_change_becomes_the_next_version_and_unknown_keys_stay(
    at_erin: Client, atom: Atom
) -> None:
    fields = shown(at_erin, address(atom)) | {"title": "Export all", "body": "New.\r\n"}

    at_erin.post(address(atom), fields | {"_save": "1"})

    new = AtomVersion.objects.get(number=2)
    assert (new.title, new.body) == ("Export all", "New.\n")
    assert "x: mine\n" in new.header
    assert AtomVersion.objects.get(number=1).body == BODY


def test_saving_and_publishing_is_one_step(at_rita: Client, atom: Atom) -> None:
    fields = shown(at_rita, address(atom)) | {"body": "New.\r\n"}

    response = at_rita.post(address(atom), fields | {"_publish": "1"}, follow=True)

    atom.refresh_from_db()
    assert atom.state == "published"
    assert atom.live_version.body == "New.\n"
    assert "Version 2 is published" in html_of(response)
    assert "… waiting" in html_of(response)


def test_an_author_may_not_publish(at_erin: Client, atom: Atom) -> None:
    page = html_of(at_erin.get(address(atom)))
    fields = shown(at_erin, address(atom)) | {"body": "New.\r\n"}

    response = at_erin.post(address(atom), fields | {"_publish": "1"})

    assert 'name="_publish"' not in page
    assert response.status_code == 403
    assert AtomVersion.objects.count() == 1
    assert not Atom.objects.live().exists()


def test_an_error_saves_nothing_and_loses_nothing(at_erin: Client, atom: Atom) -> None:
    typed = {"title": "", "body": "One.\r\n\r\n> Q: Why?\r\n", "summary": "<b>S</b>"}
    fields = shown(at_erin, address(atom)) | typed

    response = at_erin.post(address(atom), fields | {"_save": "1"})

    assert response.status_code == 422
    assert [(f["field"], f["line"]) for f in response.context["findings"]] == [
        ("title", 0), ("body", 3),
    ]  # fmt: skip
    assert text_of(response) == "One.\n\n&gt; Q: Why?\n".replace("\n", "\r\n")
    assert "&lt;b&gt;S&lt;/b&gt;" in html_of(response)
    assert 'value="export-invoices"' in html_of(response)
    assert AtomVersion.objects.count() == 1


@pytest.mark.parametrize("text", ["nul \x00 here", "x" * 1_000_001])
def test_a_text_that_cannot_be_kept_is_an_error_and_stays(
    at_erin: Client, atom: Atom, text: str
) -> None:
    fields = shown(at_erin, address(atom)) | {"body": text}

    response = at_erin.post(address(atom), fields | {"_save": "1"})

    assert response.status_code == 422
    assert "body" in {f["field"] for f in response.context["findings"]}
    assert AtomVersion.objects.count() == 1


def test_a_title_of_500_characters_is_an_error(at_erin: Client, atom: Atom) -> None:
    fields = shown(at_erin, address(atom)) | {"title": "x" * 500}

    response = at_erin.post(address(atom), fields | {"_save": "1"})

    assert [f["field"] for f in response.context["findings"]] == ["title"]


@pytest.mark.parametrize("tags", ["x" * 140_000, "a\rb, c", 'a", "b', ", ,"])
def test_whatever_is_typed_as_tags_is_answered_by_the_editor(
    at_erin: Client, atom: Atom, tags: str
) -> None:
    fields = shown(at_erin, address(atom)) | {"tags": tags}

    response = at_erin.post(address(atom), fields | {"_save": "1"})

    kept = AtomVersion.objects.filter(number=2).exists()
    assert kept == (len(tags) < 100)
    assert response.status_code == (302 if kept else 422)
    assert kept or f'value="{tags}"' in html_of(response)


def test_an_atom_of_another_collection_cannot_be_opened(
    at_erin: Client, secret: Collection
) -> None:
    hidden = atom_in(secret).atom

    for page in ("change", "versions", "preview", "delete"):
        response = at_erin.post(address(hidden, page), {"body": "x", "_save": "1"})
        assert response.status_code in {302, 403, 409}
        assert "Press Export" not in html_of(response)
    assert AtomVersion.objects.get().body == BODY


def test_those_who_may_only_read_see_the_text_and_no_form(
    client: Client, alice: User, manual: Collection, atom: Atom
) -> None:
    assign_perm("view_collection", alice, manual)
    client.force_login(alice)

    page = html_of(client.get(address(atom)))

    assert "<p>Press Export.</p>" in page
    assert "<textarea" not in page
    assert client.post(address(atom), {"_save": "1"}).status_code == 200
    assert client.get(ADD).status_code == 403
    assert AtomVersion.objects.count() == 1


def test_an_earlier_text_can_be_taken_up_again(at_erin: Client, atom: Atom) -> None:
    atoms.save_version(
        atom=atom, parsed=atom_text("Second.\n"), seen_version=1, author=None
    )

    fields = shown(at_erin, f"{address(atom)}?from=1")
    at_erin.post(address(atom), fields | {"_save": "1"})

    assert fields["seen_version"] == 2
    assert AtomVersion.objects.get(number=3).body == BODY


# What the page's script asks -------------------------------------------------------------------


def test_a_preview_is_safe_and_says_what_is_wrong(at_erin: Client, atom: Atom) -> None:
    fields = shown(at_erin, address(atom)) | {
        "title": "", "body": "<script>alert(1)</script> **b**\r\n\r\n> Q: Why?\r\n",
    }  # fmt: skip

    told = at_erin.post(address(atom, "preview"), fields).json()

    assert "<script" not in told["html"]
    assert "<strong>b</strong>" in told["html"]
    assert [(f["field"], f["line"]) for f in told["findings"]] == [
        ("title", 0),
        ("body", 3),
    ]
    assert told["length"] == "7 words · ~9 tokens · 1 FAQ pair, 1 phrasing"
    assert told["tokens"] == 9
    assert AtomVersion.objects.count() == 1


def test_a_preview_has_to_be_asked_for_by_somebody_who_may_write(
    at_erin: Client, alice: User, atom: Atom
) -> None:
    assert at_erin.get(address(atom, "preview")).status_code == 405

    at_erin.force_login(alice)

    assert at_erin.post(reverse("admin:knowledge_atom_preview_new")).status_code == 403


def asked_by_script(
    client: Client, atom: Atom, fields: dict[str, object]
) -> tuple[int, dict]:
    response = client.post(
        address(atom), fields | {"_save": "1"}, headers={"Accept": "application/json"}
    )
    return response.status_code, json.loads(response.content)


def test_saving_from_the_script_answers_how_things_stand(
    at_erin: Client, atom: Atom
) -> None:
    atoms.publish(atom=atom, user=None)
    fields = shown(at_erin, address(atom)) | {"body": "New.\r\n"}

    status, told = asked_by_script(at_erin, atom, fields)

    assert status == 200
    assert told["version"] == 2
    assert told["standing"] == "version 2, live is 1"
    assert told["state"] == "◐ Published, newer draft"
    assert told["waiting"] is True


def test_errors_and_stale_edits_reach_the_script_as_such(
    at_erin: Client, atom: Atom
) -> None:
    fields = shown(at_erin, address(atom))

    status, told = asked_by_script(at_erin, atom, fields | {"title": ""})
    assert status == 422
    assert [f["field"] for f in told["findings"]] == ["title"]

    atoms.save_version(
        atom=atom, parsed=atom_text("Other.\n"), seen_version=1, author=None
    )
    status, told = asked_by_script(at_erin, atom, fields | {"body": "Mine.\r\n"})
    assert (status, told) == (409, {"stale": 2})


def test_the_script_can_ask_whether_a_text_is_searchable(
    at_erin: Client, atom: Atom
) -> None:
    atoms.publish(atom=atom, user=None)
    AtomVersion.objects.update(indexed_at="2026-11-20T12:00:00Z")

    told = at_erin.get(address(atom), headers={"Accept": "application/json"}).json()

    assert (told["index"], told["waiting"]) == ("✓ searchable", False)


def test_no_page_carries_script_or_handlers_of_its_own(
    at_rita: Client, atom: Atom
) -> None:
    pages = [ADD, address(atom), address(atom, "versions"), address(atom, "version", 1)]

    for page in pages:
        html = html_of(at_rita.get(page))
        own = html[html.index('id="content"') :]
        scripts = re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", own)
        assert scripts == [], page
        assert not re.search(r'\son\w+="', own), page
