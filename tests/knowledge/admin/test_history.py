"""Versions: who, when, why, each one as it was, and what it changed."""

import pytest
from django.test import Client

from accounts.models import User
from knowledge.format import parse
from knowledge.models import Atom, Collection
from knowledge.services import atoms
from tests.knowledge.admin.pages import address, atom_in, atom_text, html_of

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


@pytest.mark.parametrize("page", ["versions", "history"])
def test_versions_are_listed_with_who_and_why(
    at_erin: Client, atom: Atom, page: str
) -> None:
    response = at_erin.get(address(atom, page))

    found = response.context["versions"]
    assert [version.number for version in found] == [2, 1]
    for text in ("Rita", "was unclear", "● live", "Export all", "Export invoices",
                 address(atom, "version", 2) + "#changes"):  # fmt: skip
        assert text in html_of(response)


def test_a_version_is_shown_as_it_was(at_erin: Client, atom: Atom) -> None:
    page = html_of(at_erin.get(address(atom, "version", 1)))

    assert "<p>Press Export.</p>" in page
    assert "x: mine" in page
    assert "?from=1" in page


def test_a_version_shows_what_it_changed(at_erin: Client, atom: Atom) -> None:
    response = at_erin.get(address(atom, "version", 2))

    rows = [
        (row.kind, row.left and row.left.text, row.right and row.right.text)
        for row in response.context["rows"]
        if row.kind != "same"
    ]
    assert rows == [
        ("changed", "title: Export invoices", "title: Export all"),
        ("taken", "tags: [a, b]", None),
        ("taken", "x: mine", None),
        ("taken", "Press Export.", None),
        ("added", None, "<b>New."),
    ]
    assert "&lt;b&gt;New." in html_of(response)


def test_any_two_versions_can_be_compared_older_text_left(
    at_erin: Client, atom: Atom
) -> None:
    response = at_erin.get(f"{address(atom, 'version', 1)}?with=2")

    before, after = response.context["before"], response.context["after"]
    assert (before.number, after.number) == (1, 2)


@pytest.mark.parametrize("asked", ["9", "x", "1", "99999999999", "", "²"])
def test_what_cannot_be_compared_with_is_left_aside(
    at_erin: Client, atom: Atom, asked: str
) -> None:
    response = at_erin.get(f"{address(atom, 'version', 1)}?with={asked}")

    assert response.status_code == 200
    assert response.context["before"] is None


def test_a_version_that_never_was_is_not_found(at_erin: Client, atom: Atom) -> None:
    assert at_erin.get(address(atom, "version", 9)).status_code == 404


def test_a_comparison_is_shown_in_one_text_if_asked_and_stays_so(
    at_erin: Client, atom: Atom
) -> None:
    newer = atom_text("Open the list.\n\nPush Export.\n")
    atoms.save_version(atom=atom, parsed=newer, seen_version=None, author=None)
    page = address(atom, "version", 2)
    assert "atom-compare-inline" not in html_of(at_erin.get(page))

    inline = html_of(at_erin.get(f"{page}?with=1&view=inline"))

    assert "atom-compare-inline" in inline
    assert '?with=1&amp;view=side"' in inline
    assert "<del><span" in inline
    assert "atom-compare-inline" in html_of(at_erin.get(page))
    assert "atom-compare-inline" in html_of(at_erin.get(address(atom, "review")))
    assert "atom-compare-inline" not in html_of(at_erin.get(f"{page}?view=side"))
    assert "atom-compare-inline" not in html_of(at_erin.get(f"{page}?view=other"))
