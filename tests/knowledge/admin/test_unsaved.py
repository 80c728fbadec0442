"""The desk keeps what is typed, offers it back to its author alone, and forgets it when saved."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from knowledge.models import Atom, Collection, UnsavedEdit
from knowledge.services import atoms
from tests.knowledge.admin.pages import ADD, address, atom_text, html_of, shown

pytestmark = pytest.mark.django_db


def keep(client: Client, atom: Atom | None, **sent: object) -> HttpResponse:
    url = (
        address(atom, "unsaved")
        if atom
        else reverse("admin:knowledge_atom_unsaved_new")
    )
    response: HttpResponse = client.post(url, sent)
    return response


def told(response: HttpResponse) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(response.content)
    return answer


def offered(client: Client, url: str) -> list[dict[str, Any]]:
    return list(client.get(url).context["offered"])


def test_what_was_typed_is_offered_with_what_it_changes(
    at_erin: Client, atom: Atom
) -> None:
    body = "Open the list.\r\n\r\nPush it.\r\n"
    typed = shown(at_erin, address(atom)) | {"body": body}

    answer = keep(at_erin, atom, **typed)

    assert answer.status_code == 200
    (offer,) = offered(at_erin, address(atom))
    assert offer["fields"]["body"] == "Open the list.\n\nPush it.\n"
    assert offer["fields"]["revision"] == told(answer)["revision"]
    page = html_of(at_erin.get(address(atom)))
    assert "You have an unsaved edit of" in page
    assert "<del>Press</del>" in page
    assert "<ins>Push</ins>" in page


def test_it_is_offered_to_nobody_else(at_erin: Client, atom: Atom, rita: User) -> None:
    keep(at_erin, atom, body="Erin's alone.")
    at_rita = Client()
    at_rita.force_login(rita)

    assert offered(at_rita, address(atom)) == []
    assert "Erin's alone." not in html_of(at_rita.get(address(atom)))


def test_saving_forgets_it(at_erin: Client, atom: Atom) -> None:
    typed = shown(at_erin, address(atom)) | {"body": "New.\n"}
    typed["revision"] = told(keep(at_erin, atom, **typed))["revision"]

    at_erin.post(address(atom), typed)

    assert not UnsavedEdit.objects.exists()


def test_saving_leaves_what_another_window_kept_since(
    at_erin: Client, atom: Atom
) -> None:
    typed = shown(at_erin, address(atom)) | {"body": "Mine.\n"}
    keep(at_erin, atom, **typed | {"body": "Of the other window.\n"})

    at_erin.post(address(atom), typed)

    (offer,) = offered(at_erin, address(atom))
    assert offer["fields"]["body"] == "Of the other window.\n"


def test_a_window_is_told_what_another_one_keeps(at_erin: Client, atom: Atom) -> None:
    keep(at_erin, atom, body="First.")

    answer = keep(at_erin, atom, body="Second.")

    assert answer.status_code == 409
    assert told(answer)["offer"]["fields"]["body"] == "First."


def test_a_page_that_was_refused_does_not_offer_its_own_text(
    at_erin: Client, atom: Atom
) -> None:
    typed = shown(at_erin, address(atom)) | {"title": "", "body": "New.\n"}
    typed["revision"] = told(keep(at_erin, atom, **typed))["revision"]

    response = at_erin.post(address(atom), typed)

    assert response.status_code == 422
    assert response.context["offered"] == []
    assert UnsavedEdit.objects.exists()


def test_an_edit_that_is_taken_up_is_merged_with_what_was_saved_meanwhile(
    at_erin: Client, atom: Atom
) -> None:
    typed = shown(at_erin, address(atom)) | {
        "body": "Show the list.\n\nPress Export.\n"
    }
    keep(at_erin, atom, **typed)
    newer = atom_text("Open the list.\n\nPush Export.\n")
    atoms.save_version(atom=atom, parsed=newer, seen_version=None, author=None)

    (offer,) = offered(at_erin, address(atom))
    response = at_erin.post(address(atom), offer["fields"])

    assert response.status_code == 409
    body = response.context["form"]["body"].value()
    assert body == "Show the list.\n\nPush Export.\n"


def test_a_new_atom_is_offered_on_the_next_page_and_forgotten_when_saved(
    at_erin: Client, manual: Collection
) -> None:
    begun = {"title": "Begun", "body": "Half.\n", "collection": manual.pk}
    typed = shown(at_erin, ADD) | begun
    keep(at_erin, None, **typed)

    (offer,) = offered(at_erin, ADD)
    assert (offer["title"], offer["fields"]["body"]) == ("Begun", "Half.\n")
    assert "You have an unsaved new atom of" in html_of(at_erin.get(ADD))

    at_erin.post(ADD, typed | offer["fields"])

    assert Atom.objects.get().slug == "begun"
    assert not UnsavedEdit.objects.exists()


def test_it_is_thrown_away_by_its_author(at_erin: Client, atom: Atom) -> None:
    revision = told(keep(at_erin, atom, body="x"))["revision"]

    answer = keep(at_erin, atom, revision=revision, _drop="1")

    assert told(answer) == {"dropped": True}
    assert not UnsavedEdit.objects.exists()


def test_an_edit_in_yaml_is_compared_as_it_was_typed(
    at_erin: Client, atom: Atom
) -> None:
    header = "title: Other\ntype: article\n"
    keep(at_erin, atom, mode="yaml", header=header, body="Text.\n", seen_version=1)

    page = html_of(at_erin.get(address(atom)))

    assert "<ins>Other</ins>" in page


def test_even_a_broken_edit_is_offered(at_erin: Client, atom: Atom) -> None:
    keep(at_erin, atom, mode="yaml", header="a: [", body="x\0y", seen_version=99)

    (offer,) = offered(at_erin, address(atom))

    assert offer["fields"]["body"] == "xy"


@pytest.mark.parametrize(
    "sent", [{"revision": "x"}, {"seen_version": "-1"}, {"tab": "../x"}]
)
def test_marks_that_are_none_are_refused(
    at_erin: Client, atom: Atom, sent: dict[str, str]
) -> None:
    assert keep(at_erin, atom, body="x", **sent).status_code == 422


def test_a_new_atom_without_a_window_is_refused(at_erin: Client) -> None:
    assert keep(at_erin, None, body="x").status_code == 422


def test_who_may_not_write_keeps_nothing(
    client: Client, alice: User, atom: Atom
) -> None:
    client.force_login(alice)

    assert keep(client, atom, body="x").status_code == 403
    assert keep(client, None, body="x", tab=uuid4()).status_code == 403


def test_a_page_of_somebody_else_cannot_write_it(erin: User, atom: Atom) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(erin)

    assert keep(client, atom, body="x").status_code == 403
