"""Who may do what in a collection: ticks become rights, at once and on record."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import AuditEntry, User
from knowledge.models import Collection
from knowledge.rights import Right, Rights
from tests.knowledge.admin.pages import html_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def walter(db: None) -> User:
    """Staff without any role."""
    return User.objects.create_user("walter", is_staff=True)


def page(collection: Collection) -> str:
    return f"/admin/knowledge/collection/{collection.pk}/people/"


def sent(*rows: tuple[str, list[Right]]) -> dict[str, object]:
    form: dict[str, object] = {
        "form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": 0,
    }  # fmt: skip
    for number, (subject, rights) in enumerate(rows):
        form |= {f"form-{number}-subject": subject, f"form-{number}-rights": rights}
    return form


def key(subject: User | Group) -> str:
    return f"{type(subject).__name__.lower()}-{subject.pk}"


def test_a_tick_gives_a_right_and_reading_with_it(
    at_rita: Client, rita: User, walter: User, manual: Collection
) -> None:
    rows = sent((key(rita), list(Right)), (key(walter), [Right.PUBLISH]), ("", []))
    at_rita.post(page(manual), rows)

    assert Rights.of(walter).within(manual) == {Right.VIEW, Right.PUBLISH}
    assert AuditEntry.objects.get(verb="changed rights").details == {
        "who": "walter", "rights": ["PUBLISH", "VIEW"],
    }  # fmt: skip


def test_a_group_is_given_rights_for_all_its_members(
    at_rita: Client, rita: User, walter: User, manual: Collection
) -> None:
    walter.groups.add(group := Group.objects.create(name="Billing"))

    rows = sent((key(rita), list(Right)), (key(group), [Right.WRITE]))
    at_rita.post(page(manual), rows)

    assert Rights.of(walter).within(manual) == {Right.VIEW, Right.WRITE}


def test_a_row_without_ticks_is_taken_away(
    at_rita: Client, rita: User, erin: User, manual: Collection
) -> None:
    rows = sent((key(rita), list(Right)), (key(erin), []))
    at_rita.post(page(manual), rows)

    assert Rights.of(erin).within(manual) == frozenset()


def test_whoever_was_added_meanwhile_stays(
    at_rita: Client, erin: User, walter: User, manual: Collection
) -> None:
    at_rita.post(page(manual), sent((key(walter), [Right.VIEW])))

    assert Right.WRITE in Rights.of(erin).within(manual)


def test_the_page_shows_what_was_given_and_what_roles_bring(
    at_rita: Client, erin: User, manual: Collection
) -> None:
    shown = html_of(at_rita.get(page(manual)))

    assert "Erin (erin)" in shown
    assert "By role, in every collection" in shown
    assert "Supervisor" in shown


def test_a_restricted_collection_says_that_roles_do_not_count(
    at_rita: Client, manual: Collection
) -> None:
    Collection.objects.update(restricted=True)

    shown = html_of(at_rita.get(page(manual)))

    assert "Restricted: only those named here" in shown
    assert "By role, in every collection" not in shown


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("", [Right.VIEW])], "Whom are these rights for?"),
        ([("user-0", [Right.VIEW])], "not one of the available choices"),
    ],
)
def test_a_row_that_cannot_be_kept_is_marked_and_nothing_is_changed(
    at_rita: Client,
    erin: User,
    manual: Collection,
    rows: list[tuple[str, list[Right]]],
    message: str,
) -> None:
    response = at_rita.post(page(manual), sent(*rows))

    assert response.status_code == 422
    assert message in html_of(response)
    assert Right.WRITE in Rights.of(erin).within(manual)


def test_somebody_in_two_rows_is_marked(
    at_rita: Client, erin: User, manual: Collection
) -> None:
    rows = sent((key(erin), [Right.VIEW]), (key(erin), [Right.MANAGE]))

    response = at_rita.post(page(manual), rows)

    assert "stands in another row already" in html_of(response)
    assert Right.MANAGE not in Rights.of(erin).within(manual)


def test_only_who_manages_a_collection_sees_the_page(
    client: Client, erin: User, manual: Collection, secret: Collection
) -> None:
    client.force_login(erin)

    assert client.get(page(manual)).status_code == 403
    assert client.get(page(secret)).status_code == 404
