"""What the editor offers while somebody types, and to whom."""

import pytest
from django.test import Client

from accounts.models import User
from knowledge.models import Collection
from knowledge.services import care
from tests.knowledge.admin.pages import atom_in

pytestmark = pytest.mark.django_db
PLACE = "/admin/knowledge/atom/suggest/"


@pytest.fixture
def shelf(manual: Collection, secret: Collection) -> None:
    for title, tags in (
        ("Export invoices", "[export, invoices]"),
        ("Import invoices", "[import, invoices]"),
        ("Print a letter", "[print, Re-import]"),
    ):
        atom_in(manual, f"title: {title}\ntype: article\ntags: {tags}\n")
    atom_in(secret, "title: Import secrets\ntype: article\ntags: [imports]\n")


def offered(client: Client, field: str, typed: str) -> list[str]:
    found: list[str] = client.get(f"{PLACE}{field}/", {"q": typed}).json()["found"]
    return found


def test_tags_that_begin_so_come_first_and_the_more_used_before_others(
    at_erin: Client, shelf: None
) -> None:
    assert offered(at_erin, "tags", "im") == ["import", "Re-import"]
    assert offered(at_erin, "tags", "IN") == ["invoices", "print"]


def test_titles_are_found_by_any_part_of_them(at_erin: Client, shelf: None) -> None:
    assert offered(at_erin, "related", "invoices") == [
        "Export invoices", "Import invoices",
    ]  # fmt: skip


def test_atoms_that_may_not_be_read_are_not_offered(
    at_erin: Client, shelf: None
) -> None:
    assert "Import secrets" not in offered(at_erin, "related", "import")
    assert "imports" not in offered(at_erin, "tags", "import")


def test_archived_atoms_are_not_offered(
    at_erin: Client, manual: Collection, rita: User
) -> None:
    version = atom_in(manual, "title: Old thing\ntype: article\n")
    care.archive(atom=version.atom, user=rita)

    assert offered(at_erin, "related", "old") == []


@pytest.mark.parametrize("typed", ["", "   ", "%", "_", "x" * 5000])
def test_nothing_is_offered_for_what_matches_nothing(
    at_erin: Client, shelf: None, typed: str
) -> None:
    assert offered(at_erin, "related", typed) == []
    assert offered(at_erin, "tags", typed) == []


def test_only_who_may_write_is_offered_words(client: Client, alice: User) -> None:
    client.force_login(alice)

    assert client.get(f"{PLACE}tags/", {"q": "a"}).status_code == 403
    assert client.get(f"{PLACE}body/", {"q": "a"}).status_code != 200
