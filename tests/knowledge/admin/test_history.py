"""Versions: who, when, why, each one as it was, and what it changed."""

import pytest
from django.test import Client

from accounts.models import User
from knowledge.format import parse
from knowledge.models import Atom, Collection
from knowledge.services import atoms
from tests.knowledge.admin.pages import address, atom_in, html_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def atom(manual: Collection, rita: User) -> Atom:
    atom = atom_in(manual).atom
    atoms.publish(atom=atom, user=None)
    new = parse(
        "---\ntitle: Export all\ntype: article\n---\nOpen the list.\n\n<b>New.\n"
    )
    atoms.save_version(
        atom=atom, parsed=new, seen_version=1, author=rita, reason="was unclear"
    )
    return atom


@pytest.fixture
def at_erin(client: Client, erin: User) -> Client:
    client.force_login(erin)
    return client


@pytest.mark.parametrize("page", ["versions", "history"])
def test_versions_are_listed_with_who_and_why(
    at_erin: Client, atom: Atom, page: str
) -> None:
    response = at_erin.get(address(atom, page))

    found = response.context["versions"]
    assert [version.number for version in found] == [2, 1]
    for text in ("Rita", "was unclear", "● live", "Export all", "Export invoices"):
        assert text in html_of(response)


def test_a_version_is_shown_as_it_was(at_erin: Client, atom: Atom) -> None:
    page = html_of(at_erin.get(address(atom, "version", 1)))

    assert "<p>Press Export.</p>" in page
    assert "x: mine" in page
    assert "?from=1" in page


def test_a_version_shows_what_it_changed(at_erin: Client, atom: Atom) -> None:
    response = at_erin.get(address(atom, "version", 2))

    lines = [
        (kind, line) for kind, line in response.context["changes"] if kind != "same"
    ]
    assert lines == [
        ("taken", "title: Export invoices"),
        ("added", "title: Export all"),
        ("taken", "tags: [a, b]"),
        ("taken", "x: mine"),
        ("taken", "Press Export."),
        ("added", "<b>New."),
    ]
    assert "&lt;b&gt;New.</ins>" in html_of(response)


def test_a_version_that_never_was_is_not_found(at_erin: Client, atom: Atom) -> None:
    assert at_erin.get(address(atom, "version", 9)).status_code == 404
