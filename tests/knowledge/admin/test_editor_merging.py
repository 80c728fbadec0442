"""Two people edit one atom: nothing that either wrote is lost, and nothing written over."""

import pytest
from django.test import Client

from accounts.models import User
from knowledge.format import parse
from knowledge.models import Atom, AtomVersion
from knowledge.services import atoms
from tests.knowledge.admin.pages import (
    ADD,
    BODY,
    HEADER,
    address,
    atom_text,
    html_of,
    shown,
    text_of,
)

pytestmark = pytest.mark.django_db


def test_a_stale_edit_shows_both_texts_and_who_was_faster(
    at_erin: Client, atom: Atom, rita: User
) -> None:
    fields = shown(at_erin, address(atom)) | {
        "body": "Open the list.\r\n\r\nErin's.\r\n"
    }
    theirs = atom_text("Open the list.\n\nRita's.\n")
    atoms.save_version(
        atom=atom, parsed=theirs, seen_version=1, author=rita, reason="typo"
    )

    response = at_erin.post(address(atom), fields | {"_save": "1"})

    page = html_of(response)
    assert response.status_code == 409
    assert "Rita saved version 2" in page
    assert "typo" in page
    assert "In 1 place both of you changed the same." in page
    assert text_of(response).split("\n") == [
        "Open the list.", "",
        "&lt;&lt;&lt;&lt;&lt;&lt;&lt; yours", "Erin&#x27;s.", "=======", "Rita&#x27;s.",
        "&gt;&gt;&gt;&gt;&gt;&gt;&gt; Rita (v2)", "",
    ]  # fmt: skip
    assert AtomVersion.objects.count() == 2


def test_a_text_with_an_undecided_place_is_not_saved(
    at_erin: Client, atom: Atom, rita: User
) -> None:
    fields = shown(at_erin, address(atom)) | {
        "body": "<<<<<<< yours\r\na\r\n=======\r\nb\r\n>>>>>>> Rita (v2)\r\n"
    }

    response = at_erin.post(address(atom), fields | {"_save": "1"})

    assert response.status_code == 422
    assert "wait for a choice" in html_of(response)
    assert AtomVersion.objects.count() == 1


def test_edits_of_different_places_are_merged_for_the_second_who_saves(
    at_erin: Client, atom: Atom, rita: User
) -> None:
    fields = shown(at_erin, address(atom)) | {
        "body": BODY.replace("Open", "Show").replace("\n", "\r\n"),
        "tags": "a, b, mine",
    }
    theirs = parse(
        "---\ntitle: Export all\ntype: article\ntags: [a, theirs]\nx: mine\n---\n"
        + BODY.replace("Press", "Push")
    )
    atoms.save_version(atom=atom, parsed=theirs, seen_version=1, author=rita)

    response = at_erin.post(address(atom), fields | {"_save": "1"})

    form = response.context["form"]
    assert "Both changes fit together" in html_of(response)
    assert form["body"].value() == BODY.replace("Open", "Show").replace("Press", "Push")
    assert (form["title"].value(), form["tags"].value()) == (
        "Export all", "a, mine, theirs",
    )  # fmt: skip
    assert form["seen_version"].value() == 2


def test_a_field_that_both_changed_keeps_mine_and_tells_theirs(
    at_erin: Client, atom: Atom, rita: User
) -> None:
    fields = shown(at_erin, address(atom)) | {"title": "Save invoices"}
    theirs = parse(f"---\ntitle: Store invoices\ntype: article\n---\n{BODY}")
    atoms.save_version(atom=atom, parsed=theirs, seen_version=1, author=rita)

    response = at_erin.post(address(atom), fields | {"_save": "1"})

    assert response.context["form"]["title"].value() == "Save invoices"
    assert "Rita (v2) made it: Store invoices" in html_of(response)


def test_after_both_were_seen_one_text_becomes_the_next_version(
    at_erin: Client, atom: Atom, rita: User
) -> None:
    fields = shown(at_erin, address(atom)) | {"body": "Erin's.\r\n"}
    atoms.save_version(
        atom=atom, parsed=atom_text("Rita's.\n"), seen_version=1, author=rita
    )
    refused = at_erin.post(address(atom), fields | {"_save": "1"})

    seen = refused.context["form"]["seen_version"].value()
    response = at_erin.post(
        address(atom), fields | {"seen_version": seen, "_save": "1"}
    )

    assert response.status_code == 302
    assert [v.body for v in AtomVersion.objects.order_by("number")] == [
        BODY, "Rita's.\n", "Erin's.\n",
    ]  # fmt: skip


def test_a_page_that_does_not_say_what_it_saw_is_stale(
    at_erin: Client, atom: Atom
) -> None:
    fields = shown(at_erin, address(atom)) | {"body": "New.\r\n", "seen_version": ""}

    assert at_erin.post(address(atom), fields | {"_save": "1"}).status_code == 409


def test_an_atom_deleted_meanwhile_can_be_made_anew_from_what_was_typed(
    at_erin: Client, atom: Atom
) -> None:
    url = address(atom)
    fields = shown(at_erin, url) | {"body": "Kept.\r\n"}
    atoms.delete(atom=atom, user=None)

    response = at_erin.post(url, fields | {"_save": "1"})

    assert response.status_code == 409
    assert text_of(response) == "Kept.\r\n"
    assert f'action="{ADD}"' in html_of(response)


def test_two_changes_of_one_other_key_are_shown_between_markers(
    at_erin: Client, atom: Atom, rita: User
) -> None:
    fields = shown(at_erin, address(atom)) | {"others": "x: erin\r\n"}
    theirs = parse(f"---\n{HEADER.replace('x: mine', 'x: rita')}---\n{BODY}")
    atoms.save_version(atom=atom, parsed=theirs, seen_version=1, author=rita)

    response = at_erin.post(address(atom), fields | {"_save": "1"})

    assert response.status_code == 409
    others = response.context["form"]["others"].value()
    assert "x: erin\n=======\nx: rita" in others


def test_a_date_that_only_a_colleague_set_is_taken_over_without_a_word(
    at_erin: Client, atom: Atom, rita: User
) -> None:
    fields = shown(at_erin, address(atom)) | {"body": "Erin's.\r\n"}
    theirs = parse(f"---\n{HEADER}review_by: 2027-01-01\n---\n{BODY}")
    atoms.save_version(atom=atom, parsed=theirs, seen_version=1, author=rita)

    response = at_erin.post(address(atom), fields | {"_save": "1"})

    assert response.context["form"]["review_by"].value() == "2027-01-01"
    assert "made it:" not in html_of(response)
