"""Deeds on many atoms: what would happen is shown first, then it happens and nothing else."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from guardian.shortcuts import assign_perm

from accounts.models import AuditEntry, User
from knowledge.format import parse
from knowledge.models import Atom, Collection, Errand
from knowledge.services import atoms, care, errands
from tests.knowledge.admin.pages import LIST, asked, atom_in, done, html_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(manual: Collection) -> dict[str, Atom]:
    """A draft, a published atom, and one with a newer draft."""
    header = "title: {} atom\ntype: pitfall # ours\ntags: [t]\n"
    made = {
        name: atom_in(manual, header.format(name.title())).atom
        for name in ("draft", "published", "changed")
    }
    for name in ("published", "changed"):
        atoms.publish(atom=made[name], user=None)
    newer = parse("---\ntitle: Changed atom\ntype: error\n---\nNew.\n")
    atoms.save_version(atom=made["changed"], parsed=newer, seen_version=1, author=None)
    return made


def groups(page: HttpResponse) -> dict[str, list[str]]:
    """Return which atoms are named under which words."""
    return {
        str(group.words): sorted(atom.slug for atom in group.atoms)
        for group in page.context["groups"]
    }


def states() -> dict[str, str]:
    return {atom.slug: atom.state for atom in Atom.objects.all()}


def test_the_page_shows_who_would_be_published_and_nothing_happens_yet(
    at_rita: Client, shelf: dict[str, Atom]
) -> None:
    page = asked(at_rita, "publish", *shelf.values())

    assert groups(page) == {
        "done": ["changed-atom", "draft-atom"],
        "it is so already": ["published-atom"],
    }
    assert "2 of 3 would change" in html_of(page)
    assert states()["draft-atom"] == "draft"


def test_then_they_are_published_with_an_entry_for_each(
    at_rita: Client, shelf: dict[str, Atom], rita: User
) -> None:
    before = AuditEntry.objects.filter(verb="published").count()

    page = done(at_rita, asked(at_rita, "publish", *shelf.values()))

    assert set(states().values()) == {"published"}
    assert "Done: 2 atoms were changed" in html_of(page)
    entries = AuditEntry.objects.filter(verb="published")[:2]
    assert AuditEntry.objects.filter(verb="published").count() == before + 2
    assert {entry.user for entry in entries} == {rita}


def test_they_can_be_unpublished_archived_and_brought_back(
    at_rita: Client, shelf: dict[str, Atom]
) -> None:
    done(at_rita, asked(at_rita, "unpublish", *shelf.values()))
    assert set(states().values()) == {"draft"}

    done(at_rita, asked(at_rita, "archive", *shelf.values()))
    assert set(states().values()) == {"archived"}

    archived = at_rita.post(
        f"{LIST}?state=archived",
        {
            "action": "bring_back_chosen",
            "_selected_action": [atom.pk for atom in shelf.values()],
        },
        follow=True,
    )
    done(at_rita, archived)
    assert set(states().values()) == {"draft"}


def test_those_that_wait_for_approval_or_beyond_ones_rights_are_named(
    at_rita: Client, shelf: dict[str, Atom], secret: Collection, rita: User
) -> None:
    other = atom_in(secret, "title: Other\ntype: article\n").atom
    assign_perm("view_collection", rita, secret)
    care.archive(atom=shelf["changed"], user=rita)
    Collection.objects.filter(slug="manual").update(review_required=True)

    page = asked(at_rita, "publish", shelf["draft"], other)
    ended = done(at_rita, page)

    assert groups(page) == {
        "it waits for approval by somebody else": ["draft-atom"],
        "you have not the right to in its collection": ["other"],
    }
    assert "Nothing would change" in html_of(page)
    assert ended.context["changed"] == 0
    assert groups(ended) == groups(page)


def test_all_that_match_are_meant_when_that_was_chosen(
    at_rita: Client, manual: Collection
) -> None:
    made = [
        atom_in(manual, f"title: Atom {n}\ntype: article\n").atom for n in range(60)
    ]

    page = asked(at_rita, "publish", *made[:1], select_across="1")
    done(at_rita, page)
    errands.carry_out(Errand.objects.get().pk, seconds=60)

    assert "60 of 60 would change" in html_of(page)
    assert set(states().values()) == {"published"}


def test_a_tag_is_added_in_the_line_of_the_header_and_the_rest_stays(
    at_rita: Client, shelf: dict[str, Atom]
) -> None:
    page = asked(at_rita, "add_tag", *shelf.values())
    assert "groups" not in page.context

    done(at_rita, page, tag="new one", reason="asked for by sales")

    published = Atom.objects.get(slug="published-atom")
    latest = published.latest_version
    assert latest is not None
    assert published.state == "changed"
    assert latest.tags == published.tags == ["t", "new one"]
    assert "type: pitfall # ours\n" in latest.header
    assert latest.reason == "asked for by sales"
    assert latest.body == shelf["published"].versions.get(number=1).body


def test_what_was_published_is_published_again_where_that_was_ticked(
    at_rita: Client, shelf: dict[str, Atom]
) -> None:
    page = done(
        at_rita, asked(at_rita, "add_tag", *shelf.values()), tag="x", publish="on"
    )

    assert states() == {
        "draft-atom": "draft",
        "published-atom": "published",
        # A newer draft waited there: that is not published in passing.
        "changed-atom": "changed",
    }
    assert Atom.objects.get(slug="changed-atom").latest_version.number == 3  # type: ignore[union-attr]
    assert list(groups(page).values()) == [["changed-atom"]]


def test_a_tag_is_taken_away_and_a_type_is_set(
    at_rita: Client, shelf: dict[str, Atom]
) -> None:
    page = done(at_rita, asked(at_rita, "remove_tag", *shelf.values()), tag="t")
    done(at_rita, asked(at_rita, "set_type", shelf["draft"]), type="error")

    draft = Atom.objects.get(slug="draft-atom")
    assert page.context["changed"] == 2
    assert (draft.tags, draft.type) == ([], "error")
    assert "tags" not in draft.versions.latest("number").header


def test_a_move_needs_the_right_to_write_on_both_sides(
    at_rita: Client, shelf: dict[str, Atom], rita: User, secret: Collection
) -> None:
    other = Collection.objects.create(name="Other", slug="other")
    for right in ("view_collection", "write_collection"):
        assign_perm(right, rita, other)

    page = asked(at_rita, "move", *shelf.values())
    refused = at_rita.post(
        page.redirect_chain[-1][0], {"collection": secret.pk, "_look": "1"}
    )
    done(at_rita, page, collection=str(other.pk))

    assert refused.status_code == 422
    homes = dict(Atom.objects.values_list("slug", "collection__slug"))
    assert homes == {
        "draft-atom": "other",
        # These answer: that needs the right to publish there as well.
        "published-atom": "manual",
        "changed-atom": "manual",
    }
    assert AuditEntry.objects.get(verb="moved").details["to"] == "other"


def test_what_changed_since_one_looked_is_shown_again_first(
    at_rita: Client, shelf: dict[str, Atom]
) -> None:
    page = asked(at_rita, "publish", *shelf.values())
    atoms.publish(atom=shelf["draft"], user=None)

    again = done(at_rita, page)

    assert "Something has changed since you looked" in html_of(again)
    assert states()["changed-atom"] == "changed"


def test_what_one_page_cannot_finish_a_worker_goes_on_with(
    at_rita: Client, shelf: dict[str, Atom], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.admin.many.AT_ONCE_SECONDS", 0.0)

    page = done(at_rita, asked(at_rita, "publish", *shelf.values()))

    assert "Under way: 1 of 3" in html_of(page)
    assert re.search(r"errand\.[0-9a-f]+\.js", html_of(page))
    errands.carry_out(Errand.objects.get().pk, seconds=60)
    assert set(states().values()) == {"published"}
    assert "Done: 2 atoms were changed" in html_of(
        at_rita.get(page.request["PATH_INFO"])
    )


def test_what_is_under_way_can_be_stopped_and_gone_on_with(
    at_rita: Client, shelf: dict[str, Atom], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.admin.many.AT_ONCE_SECONDS", 0.0)
    page = done(at_rita, asked(at_rita, "publish", *shelf.values()))
    address = page.request["PATH_INFO"]

    stopped = at_rita.post(address, {"_stop": "1"}, follow=True)
    errands.carry_out(Errand.objects.get().pk, seconds=60)

    assert "Stopped after 1 of 3" in html_of(stopped)
    assert "Go on with the other 2" in html_of(at_rita.get(address))
    at_rita.post(address, {"_go_on": "1"})
    errands.carry_out(Errand.objects.get().pk, seconds=60)
    assert set(states().values()) == {"published"}


def test_nobody_sees_or_begins_the_errand_of_another(
    at_rita: Client, shelf: dict[str, Atom], erin: User
) -> None:
    asked(at_rita, "publish", *shelf.values())
    key = Errand.objects.get().pk
    at_rita.force_login(erin)

    response = at_rita.post(f"{LIST}many/{key}/", {"_do": "1"})

    assert response.status_code == 404
    assert Errand.objects.get().state == Errand.State.ASKED


@pytest.mark.parametrize("tag", ["", "x" * 61, "nul\0", "\n"])
def test_a_tag_that_no_header_can_hold_is_refused(
    at_rita: Client, shelf: dict[str, Atom], tag: str
) -> None:
    page = asked(at_rita, "add_tag", *shelf.values())

    response = at_rita.post(page.redirect_chain[-1][0], {"tag": tag, "_look": "1"})

    assert response.status_code == 422


def test_more_atoms_than_one_errand_takes_are_refused(
    at_rita: Client, shelf: dict[str, Atom], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errands, "MOST_ATOMS", 2)

    page = asked(at_rita, "publish", *shelf.values())

    assert "At most 2 atoms at once" in html_of(page)
    assert not Errand.objects.exists()
