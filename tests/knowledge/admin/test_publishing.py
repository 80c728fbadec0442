"""The page of publishing: now, later, until when, and the archive."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from knowledge.models import Atom, AtomVersion, Collection
from knowledge.services import care
from tests.knowledge.admin.pages import address, atom_in, html_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(manual: Collection) -> AtomVersion:
    return atom_in(manual)


def moment(**later: int) -> str:
    return (timezone.localtime() + timedelta(**later)).strftime("%Y-%m-%dT%H:%M")


def does(client: Client, version: AtomVersion, deed: str, at: str = "") -> str:
    sent = {"deed": deed, "seen_version": version.number, "at": at}
    url = address(version.atom, "publishing")
    return html_of(client.post(url, sent, follow=True))


def test_an_atom_is_published_and_unpublished(
    at_rita: Client, draft: AtomVersion
) -> None:
    assert "Version 1 answers." in does(at_rita, draft, "publish")
    assert Atom.objects.get().live_version == draft

    assert "No version answers." in does(at_rita, draft, "unpublish")
    assert Atom.objects.get().live_version is None


def test_publishing_is_scheduled_and_cancelled(
    at_rita: Client, draft: AtomVersion
) -> None:
    page = does(at_rita, draft, "publish_later", moment(days=2))
    assert "Version 1 will be published on" in page
    assert Atom.objects.get().publish_version == draft

    does(at_rita, draft, "cancel")

    assert Atom.objects.get().publish_at is None


def test_an_end_is_set_and_taken_away(at_rita: Client, draft: AtomVersion) -> None:
    assert "It answers until" in does(at_rita, draft, "expire", moment(days=2))

    does(at_rita, draft, "never_expire")

    assert Atom.objects.get().expires_at is None


@pytest.mark.parametrize("deed", ["publish_later", "expire"])
@pytest.mark.parametrize("at", ["", "2026-01-31T12:00"])
def test_a_moment_must_be_still_to_come(
    at_rita: Client, draft: AtomVersion, deed: str, at: str
) -> None:
    page = does(at_rita, draft, deed, at)

    field = "later" if deed == "publish_later" else "until"
    assert f'aria-invalid="true" aria-describedby="{field}-why"' in page
    assert "still to come" in page.split(f'id="{field}-why"')[1].split("</p>")[0]


def test_what_is_no_date_is_refused_and_kept(
    at_rita: Client, draft: AtomVersion
) -> None:
    page = does(at_rita, draft, "expire", "next week")

    assert "That is no date and time" in page
    assert 'value="next week"' in page


def test_an_archived_atom_can_only_be_brought_back(
    at_rita: Client, draft: AtomVersion
) -> None:
    page = does(at_rita, draft, "archive")
    assert "Bring it back as a draft" in page
    assert "Schedule" not in page
    assert "bring it back first" in does(at_rita, draft, "publish")

    does(at_rita, draft, "bring_back")

    assert Atom.objects.get().state == "draft"


def test_lists_leave_archived_atoms_out_until_they_are_asked_for(
    at_rita: Client, draft: AtomVersion, rita: User
) -> None:
    care.archive(atom=draft.atom, user=rita)

    def listed(query: str) -> int:
        page = at_rita.get(f"/admin/knowledge/atom/{query}")
        return len(page.context["cl"].result_list)

    assert (listed(""), listed("?state=archived")) == (0, 1)
    assert "▣ Archived" in html_of(at_rita.get(address(draft.atom)))


def test_a_newer_version_is_not_published_unseen(
    at_rita: Client, draft: AtomVersion
) -> None:
    sent = {"deed": "publish", "seen_version": 7}

    response = at_rita.post(address(draft.atom, "publishing"), sent)

    assert "Version 1 was saved meanwhile" in html_of(response)
    assert Atom.objects.get().live_version is None


def test_an_unapproved_text_is_refused_where_approval_is_asked_for(
    at_rita: Client, draft: AtomVersion
) -> None:
    Collection.objects.update(review_required=True)

    assert "send it for review" in does(at_rita, draft, "publish")
    page = html_of(at_rita.get(address(draft.atom, "publishing")))
    assert "can be published when somebody else has approved it" in page
    assert "Publish version 1" not in page
    assert "Schedule" not in page
    assert "Save and publish" not in html_of(at_rita.get(address(draft.atom)))


def test_only_who_may_publish_sees_the_page(
    client: Client, erin: User, draft: AtomVersion
) -> None:
    client.force_login(erin)

    assert client.get(address(draft.atom, "publishing")).status_code == 403
    assert ">Publishing<" not in html_of(client.get(address(draft.atom)))


def test_a_deed_that_is_none_is_refused(at_rita: Client, draft: AtomVersion) -> None:
    response = at_rita.post(address(draft.atom, "publishing"), {"deed": "explode"})

    assert response.status_code == 403
