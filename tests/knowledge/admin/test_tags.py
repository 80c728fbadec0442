"""The page of tags: counts of what one may read, renaming, merging, taking away."""

import pytest
from django.test import Client
from guardian.shortcuts import assign_perm

from accounts.models import User
from knowledge.models import Atom, Collection
from knowledge.services import atoms
from tests.knowledge.admin.pages import atom_in, done, html_of
from tests.knowledge.admin.test_many import groups

pytestmark = pytest.mark.django_db
PAGE = "/admin/knowledge/atom/tags/"


@pytest.fixture
def tagged(manual: Collection, secret: Collection) -> None:
    atom_in(manual, "title: One\ntype: article\ntags: [bill, a b&c]\n")
    atom_in(manual, "title: Two\ntype: article\ntags: [bill, billing]\n")
    atom_in(manual, "title: Three\ntype: article\ntags: [billing]\n")
    atom_in(secret, "title: Four\ntype: article\ntags: [bill, hush]\n")


def tags_of(slug: str) -> list[str]:
    return Atom.objects.get(slug=slug).tags


def test_tags_are_counted_over_what_one_may_read(at_erin: Client, tagged: None) -> None:
    response = at_erin.get(PAGE)

    assert response.context["tags"] == [("bill", 2), ("billing", 2), ("a b&c", 1)]
    assert "?tag=a%20b%26c" in html_of(response)
    assert "hush" not in html_of(response)


def test_a_tag_is_found_by_its_letters(at_erin: Client, tagged: None) -> None:
    assert at_erin.get(f"{PAGE}?q=LLIN").context["tags"] == [("billing", 2)]
    assert "No tag has these letters" in html_of(at_erin.get(f"{PAGE}?q=%00zzz%25"))


def test_a_tag_gets_another_name(at_erin: Client, tagged: None) -> None:
    page = at_erin.post(PAGE, {"deed": "rename", "tag": "bill"}, follow=True)

    done(at_erin, page, new_tag="invoice")

    assert tags_of("one") == ["invoice", "a b&c"]
    assert tags_of("two") == ["invoice", "billing"]
    assert tags_of("four") == ["bill", "hush"]


def test_two_tags_become_one_and_the_page_says_so_before(
    at_erin: Client, tagged: None
) -> None:
    page = at_erin.post(PAGE, {"deed": "rename", "tag": "bill"}, follow=True)
    address = page.redirect_chain[-1][0]

    looked = at_erin.post(address, {"new_tag": "billing", "_look": "1"})
    done(at_erin, page, new_tag="billing")

    assert "become one tag" in html_of(looked)
    assert tags_of("one") == ["billing", "a b&c"]
    assert tags_of("two") == ["billing"]


def test_a_name_that_differs_from_a_tag_in_case_alone_is_said_to_be_another(
    at_erin: Client, tagged: None
) -> None:
    page = at_erin.post(PAGE, {"deed": "rename", "tag": "bill"}, follow=True)
    address = page.redirect_chain[-1][0]

    looked = at_erin.post(address, {"new_tag": "Billing", "_look": "1"})

    assert "There is a tag “billing” already" in html_of(looked)
    assert "become one tag" not in html_of(looked)


@pytest.mark.parametrize("name", ["bill", "Bill"])
def test_a_tags_own_name_is_no_other_tag(
    at_erin: Client, tagged: None, name: str
) -> None:
    page = at_erin.post(PAGE, {"deed": "rename", "tag": "bill"}, follow=True)
    address = page.redirect_chain[-1][0]

    looked = at_erin.post(address, {"new_tag": name, "_look": "1"})

    assert looked.context["comes"] == ""


def test_the_tags_that_there_are_can_be_chosen(at_erin: Client, tagged: None) -> None:
    page = at_erin.post(PAGE, {"deed": "rename", "tag": "bill"}, follow=True)

    assert page.context["offered"] == ["billing", "a b&c"]
    assert '<option value="a b&amp;c">' in html_of(page)


def test_a_tag_is_taken_away_where_one_may_write_and_the_others_are_named(
    at_erin: Client, tagged: None, erin: User, secret: Collection
) -> None:
    assign_perm("view_collection", erin, secret)
    page = at_erin.post(PAGE, {"deed": "delete", "tag": "bill"}, follow=True)

    ended = done(at_erin, page, tag="bill")

    assert tags_of("one") == ["a b&c"]
    assert tags_of("four") == ["bill", "hush"]
    assert groups(ended) == {"you have not the right to in its collection": ["four"]}


def test_what_is_published_answers_on_with_its_old_text(
    at_erin: Client, tagged: None
) -> None:
    atoms.publish(atom=Atom.objects.get(slug="three"), user=None)
    page = at_erin.post(PAGE, {"deed": "delete", "tag": "billing"}, follow=True)

    done(at_erin, page, tag="billing")

    atom = Atom.objects.get(slug="three")
    assert atom.state == "changed"
    assert atom.live_version is not None
    assert atom.live_version.tags == ["billing"]


@pytest.mark.parametrize(
    "sent", [{}, {"deed": "rename"}, {"deed": "x", "tag": "bill"},
             {"deed": "delete", "tag": "\0"}, {"deed": "delete", "tag": "hush"}],
)  # fmt: skip
def test_a_tag_that_is_not_there_is_said_to_be_gone(
    at_erin: Client, tagged: None, sent: dict[str, str]
) -> None:
    page = html_of(at_erin.post(PAGE, sent, follow=True))

    assert "No atom that you may read has this tag" in page


def test_no_tags_say_where_tags_come_from(at_erin: Client) -> None:
    assert "No atom has a tag" in html_of(at_erin.get(PAGE))
