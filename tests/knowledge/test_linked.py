"""What links lead to is looked up with the reader's own rights, in a few queries."""

from pathlib import Path
from typing import Any

import pytest

from knowledge.format import parse
from knowledge.linked import problems_of
from knowledge.models import AgreedFile, Atom, Checkout, Collection, Picture
from knowledge.readers import reader_of_collection
from knowledge.services import atoms, care
from tests.knowledge.admin.pages import atom_in

pytestmark = pytest.mark.django_db
SHA = "0b" * 32
BODY = f"[x](refunds.md) [y](moved.md)\n\n![z](/pictures/{SHA}.png)\n"


def about(title: str, collection: Collection, *, live: bool = True) -> Atom:
    atom = atom_in(collection, f"title: {title}\ntype: article\n", "Text.\n").atom
    if live:
        atoms.publish(atom=atom, user=None)
    return atom


def said(collection: Collection, body: str = BODY, related: str = "Refunds") -> str:
    text = f"---\ntitle: T\ntype: article\nrelated: [{related}]\n---\n{body}"
    reader = reader_of_collection(collection)
    return "; ".join(p.message for p in problems_of(parse(text), reader))


def picture_in(collection: Collection, kind: str = "png") -> Picture:
    return Picture.objects.create(
        collection=collection, sha256=SHA, kind=kind, width=1, height=1, size=1
    )


def file_of(atom: Atom, path: str) -> None:
    checkout = Checkout.objects.create(name="/srv/kb", collection=atom.collection)
    AgreedFile.objects.create(checkout=checkout, slug=atom.slug, path=path, text="")


def test_what_is_there_is_found(manual: Collection, tmp_path: Path) -> None:
    about("Refunds", manual)
    file_of(about("Somewhere", manual), "sub/moved.md")
    picture_in(manual)

    assert said(manual) == ""


def test_what_is_not_there_is_named(manual: Collection) -> None:
    found = said(manual)

    assert "no atom has the title “Refunds”" in found
    assert "no atom has the file “refunds.md”" in found
    assert "no atom has the file “moved.md”" in found
    assert "there is no picture /pictures/0b" in found


def test_what_the_reader_may_not_read_counts_as_not_there(
    manual: Collection, secret: Collection
) -> None:
    about("Refunds", secret)
    file_of(about("Somewhere", secret), "moved.md")
    picture_in(secret)

    found = said(manual)

    assert found.count("no atom has") == 3
    assert "there is no picture" in found


def test_a_draft_is_named_by_its_title_wherever_a_link_leads_to_it(
    manual: Collection,
) -> None:
    about("Refunds", manual, live=False)
    file_of(about("Somewhere", manual, live=False), "sub/moved.md")
    picture_in(manual)

    found = said(manual)

    assert found.count("“Refunds” is a draft: no answer comes from it until") == 2
    assert "“Somewhere” is a draft" in found


def test_an_archived_atom_is_named_as_archived(manual: Collection) -> None:
    care.archive(atom=about("Refunds", manual), user=None)

    assert said(manual, body="[x](refunds.md)").count("“Refunds” is archived:") == 2


def test_of_atoms_with_one_title_one_that_answers_is_enough(
    manual: Collection,
) -> None:
    about("Refunds", manual)
    namesake = "id: other\ntitle: Refunds\ntype: article\n"
    care.archive(atom=atom_in(manual, namesake).atom, user=None)

    assert said(manual, body="") == ""


def test_a_draft_that_links_to_itself_needs_no_word(manual: Collection) -> None:
    draft = about("T", manual, live=False)
    file_of(draft, "moved.md")

    assert said(manual, body="[x](t.md) [y](moved.md)", related="") == ""


def test_a_title_that_answers_counts_beside_that_of_the_draft(
    manual: Collection,
) -> None:
    atom = about("Refunds", manual)
    renamed = parse("---\nid: refunds\ntitle: Money back\ntype: article\n---\nText.\n")
    atoms.save_version(atom=atom, parsed=renamed, seen_version=None, author=None)

    assert said(manual, body="", related="Refunds, Money back") == ""


def test_a_picture_of_another_kind_is_another_picture(manual: Collection) -> None:
    picture_in(manual, kind="jpg")

    assert "there is no picture" in said(manual)


def test_many_links_take_no_more_queries_than_one(
    manual: Collection, django_assert_max_num_queries: Any
) -> None:
    links = "".join(f"[x](a-{n}.md) ![y](/pictures/{n:064x}.png)\n" for n in range(99))

    with django_assert_max_num_queries(4):
        found = said(manual, body=links, related=", ".join(f"T{n}" for n in range(99)))

    assert found.count("; ") == 3 * 99 - 1


def test_a_text_without_links_asks_nothing(
    manual: Collection, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert said(manual, body="Text.\n", related="") == ""
