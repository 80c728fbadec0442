"""The list of atoms: who sees which, in how many queries, and what can be done there."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, User
from knowledge.admin.atoms import AtomAdmin
from knowledge.format import parse
from knowledge.models import Atom, AtomVersion, Collection
from knowledge.services import atoms, care
from tests.knowledge.admin.pages import address, atom_in, html_of

pytestmark = pytest.mark.django_db
LIST = "/admin/knowledge/atom/"


@pytest.fixture
def shelf(manual: Collection) -> dict[str, Atom]:
    """A draft, a published atom, and one with a newer draft."""
    made = {
        name: atom_in(
            manual, f"title: {name.title()} atom\ntype: pitfall\ntags: [t]\n"
        ).atom
        for name in ("draft", "published", "changed")
    }
    for name in ("published", "changed"):
        atoms.publish(atom=made[name], user=None)
    newer = parse("---\ntitle: Changed atom\ntype: error\n---\nNew.\n")
    atoms.save_version(atom=made["changed"], parsed=newer, seen_version=1, author=None)
    return made


def listed(client: Client, query: str = "") -> list[str]:
    found = client.get(f"{LIST}{query}").context["cl"].result_list
    return sorted(atom.slug for atom in found)


def test_each_row_says_state_type_tags_words_and_index(
    at_rita: Client, shelf: dict[str, Atom]
) -> None:
    AtomVersion.objects.filter(atom=shelf["published"]).update(
        indexed_at="2026-11-20T12:00:00Z"
    )

    page = html_of(at_rita.get(LIST))

    for text in ("○ Draft", "● Published", "◐ Published, newer draft", "Pitfall", "Error",
                 "✓ searchable", "… waiting", "draft-atom"):  # fmt: skip
        assert text in page


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("?state=draft", ["draft-atom"]),
        ("?state=published", ["published-atom"]),
        ("?state=changed", ["changed-atom"]),
        ("?index=waiting", ["changed-atom", "published-atom"]),
        ("?index=searchable", []),
        ("?type__exact=error", ["changed-atom"]),
        ("?q=draft-a", ["draft-atom"]),
        ("?q=Changed", ["changed-atom"]),
        ("?q=nothing", []),
        ("?collection=manual", ["changed-atom", "draft-atom", "published-atom"]),
        ("?collection=secret", []),
        ("?tag=t", ["draft-atom", "published-atom"]),
        ("?audience__exact=internal", []),
    ],
)
def test_the_list_can_be_narrowed_down(
    at_rita: Client, shelf: dict[str, Atom], query: str, slugs: list[str]
) -> None:
    assert listed(at_rita, query) == slugs


def test_atoms_of_other_collections_are_not_there(
    at_rita: Client, shelf: dict[str, Atom], secret: Collection
) -> None:
    atom_in(secret, "title: Hidden\ntype: article\n")

    assert "hidden" not in listed(at_rita)
    assert "Hidden" not in html_of(at_rita.get(LIST))
    assert "Secret" not in html_of(at_rita.get(LIST))


def test_the_number_of_queries_does_not_grow_with_the_list(
    at_rita: Client,
    manual: Collection,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    for number in range(30):
        version = atom_in(manual, f"title: Atom {number}\ntype: article\n")
        atoms.publish(atom=version.atom, user=None)

    for query in ("", "?state=draft", "?index=waiting", "?o=1", "?o=-2", "?p=1"):
        with django_assert_max_num_queries(15):
            at_rita.get(f"{LIST}{query}")
    with django_assert_max_num_queries(31):
        at_rita.get(f"{LIST}?q=atom")


def test_a_page_further_on_has_the_rows_that_follow(
    at_rita: Client, manual: Collection
) -> None:
    for number in range(60):
        atom_in(manual, f"title: Atom {number:03}\ntype: article\n")

    found = at_rita.get(f"{LIST}?o=1&p=3").context["cl"].result_list

    assert [str(atom) for atom in found] == [f"Atom {n:03}" for n in range(50, 60)]


@pytest.mark.parametrize("order", ["", "-"])
@pytest.mark.parametrize("column", [1, 2, 3, 5, 7])
def test_the_pages_of_an_order_hold_each_atom_once(
    at_rita: Client,
    shelf: dict[str, Atom],
    manual: Collection,
    monkeypatch: pytest.MonkeyPatch,
    order: str,
    column: int,
) -> None:
    monkeypatch.setattr(AtomAdmin, "list_per_page", 2)
    for number in range(4):
        atom_in(manual, f"title: Atom {number % 2}\ntype: article\nid: a-{number}\n")

    pages = [
        at_rita.get(f"{LIST}?o={order}{column}&p={number}").context["cl"].result_list
        for number in range(1, 5)
    ]

    found = [atom.pk for page in pages for atom in page]
    assert [len(page) for page in pages] == [2, 2, 2, 1]
    assert sorted(found) == sorted(Atom.objects.values_list("pk", flat=True))
    if column == 1:
        by_title = Atom.objects.order_by(f"{order}title", "-pk")
        assert found == list(by_title.values_list("pk", flat=True))


def test_an_empty_list_says_what_to_do_next(at_rita: Client) -> None:
    page = html_of(at_rita.get(LIST))

    assert "Write the first atom" in page
    assert "import_atoms" in page


def test_a_search_without_a_hit_leads_back(
    at_rita: Client, shelf: dict[str, Atom]
) -> None:
    page = html_of(at_rita.get(f"{LIST}?q=nothing"))

    assert "No atom matches" in page
    assert "Show all atoms" in page


def chosen(client: Client, action: str, *found: Atom, **more: str) -> None:
    sent = {"action": action, "_selected_action": [atom.pk for atom in found], **more}
    client.post(LIST, sent, follow=True)


def test_deleting_goes_through_the_service(
    at_rita: Client, shelf: dict[str, Atom]
) -> None:
    question = html_of(at_rita.get(address(shelf["draft"], "delete")))
    at_rita.post(address(shelf["draft"], "delete"), {"post": "yes"})
    chosen(at_rita, "delete_selected", shelf["changed"], post="yes")

    assert "Draft atom" in question
    assert [atom.slug for atom in Atom.objects.all()] == ["published-atom"]
    deleted = AuditEntry.objects.filter(verb="deleted").order_by("pk")
    assert [entry.target for entry in deleted] == [
        "atom draft-atom",
        "atom changed-atom",
    ]


def test_an_author_may_not_delete(
    client: Client, erin: User, shelf: dict[str, Atom]
) -> None:
    client.force_login(erin)

    response = client.post(address(shelf["draft"], "delete"), {"post": "yes"})

    assert response.status_code == 403
    assert Atom.objects.count() == 3


def test_strangers_are_asked_to_sign_in(client: Client, shelf: dict[str, Atom]) -> None:
    for url in (LIST, address(shelf["draft"]), reverse("admin:knowledge_bench")):
        response = client.get(url)
        assert response.status_code == 302
        assert "/admin/login/" in response.url


def test_a_list_whose_atoms_are_all_archived_leads_to_them(
    at_rita: Client, shelf: dict[str, Atom]
) -> None:
    for atom in shelf.values():
        care.archive(atom=atom, user=None)

    page = html_of(at_rita.get(LIST))

    assert "Every atom is archived" in page
    assert "3 atoms are put away" in page
    assert 'href="?state=archived"' in page
    assert "Nothing is known yet" not in page
