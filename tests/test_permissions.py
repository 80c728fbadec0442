"""Who reaches what: each role at each page, for things that it may and may not see.

Pages are taken from the URL resolver: a page that stands in no table fails the first test.
"""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import ROLES
from knowledge.models import Gap
from tests.permissions.resolving import patterns
from tests.permissions.tables import (
    BY_POST,
    ELSEWHERE,
    EVIDENCE_PAGES,
    FOR_ALL,
    FOR_STAFF,
    KNOWLEDGE_PAGES,
    PAGES_OF,
    PERMISSION_PAGES,
    RIGHTS,
    VIEW,
    WRITE,
)
from tests.permissions.world import World, as_persona, full, further, make_world, opens

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def test_every_page_stands_in_a_table() -> None:
    listed = {
        *(page for pages in PAGES_OF.values() for page in pages),
        *KNOWLEDGE_PAGES, *EVIDENCE_PAGES, *PERMISSION_PAGES,
        *FOR_STAFF, *ELSEWHERE, *FOR_ALL,
    }  # fmt: skip

    assert {each.name for each in patterns() if each.name is not None} == listed


@pytest.mark.parametrize("kind", PAGES_OF)
@pytest.mark.parametrize("persona", RIGHTS)
def test_pages_of_a_thing_are_open_to_those_with_a_right_in_its_collection(
    persona: str, kind: str, world: World
) -> None:
    client = as_persona(persona)
    for thing, rights in zip(world.pairs[kind], RIGHTS[persona], strict=True):
        for page, right in PAGES_OF[kind].items():
            allowed = opens(client, page, thing, *further(page, thing))

            assert allowed == (right in rights and VIEW in rights), (page, thing)


@pytest.mark.parametrize("persona", RIGHTS)
def test_pages_about_knowledge_need_a_right_somewhere(
    persona: str, world: World
) -> None:
    client = as_persona(persona)
    somewhere = frozenset().union(*RIGHTS[persona])
    for page, right in KNOWLEDGE_PAGES.items():
        more = {"field": "tags"} if page == "knowledge_suggest" else {}

        assert opens(client, page, **more) == (right in somewhere), page


@pytest.mark.parametrize("persona", RIGHTS)
def test_evidence_is_shown_for_sites_whose_knowledge_may_be_read(
    persona: str, world: World
) -> None:
    client = as_persona(persona)
    may = persona == "superuser" or "knowledge.view_evidence" in ROLES.get(persona, ())
    for evidence, rights in zip(world.pairs["evidence"], RIGHTS[persona], strict=True):
        for page in EVIDENCE_PAGES:
            assert opens(client, page, evidence) == (may and VIEW in rights), page


@pytest.mark.parametrize("persona", RIGHTS)
def test_gaps_are_decided_on_by_those_who_write_for_their_site(
    persona: str, world: World
) -> None:
    client = as_persona(persona)
    for gap, rights in zip(world.pairs["gap"], RIGHTS[persona], strict=True):
        url = reverse("admin:knowledge_gap_change", args=[gap])

        response = client.post(url, {"deed": "dismiss"})

        dismissed = Gap.objects.filter(pk=gap, state="dismissed").exists()
        assert dismissed == ({VIEW, WRITE} <= rights), response


@pytest.mark.parametrize("persona", RIGHTS)
def test_lists_hold_only_what_may_be_read(persona: str, world: World) -> None:
    client = as_persona(persona)
    shown = [
        title
        for title, rights in zip(
            ("In manual", "In secret"), RIGHTS[persona], strict=True
        )
        if VIEW in rights
    ]

    for page in ("knowledge_atom_changelist", "knowledge_suggest"):
        field = {"field": "related"} if page == "knowledge_suggest" else None
        url = reverse(f"admin:{page}", kwargs=field)
        text = client.get(url, {"q": "In "}).content.decode()
        found = [title for title in ("In manual", "In secret") if title in text]

        may = page == "knowledge_atom_changelist" or any(
            WRITE in rights for rights in RIGHTS[persona]
        )
        assert found == (shown if may else [])


@pytest.mark.parametrize("persona", RIGHTS)
def test_other_pages_need_their_permission(persona: str, world: World) -> None:
    client = as_persona(persona)
    for page, permission in PERMISSION_PAGES.items():
        model, _, deed = page.rpartition("_")
        if page == "auth_user_password_change":
            model, deed = "auth_user", "change"
        needs_object = deed in {"change", "delete", "history", "trial"}

        allowed = opens(client, page, *([world.others[model]] if needs_object else []))

        may = permission is not None and (
            persona == "superuser" or permission in ROLES.get(persona, ())
        )
        assert allowed == may, page


def test_nobody_who_is_not_signed_in_reaches_any_page_of_the_admin(
    world: World, client: Client
) -> None:
    pages = {*KNOWLEDGE_PAGES, *PERMISSION_PAGES, *FOR_STAFF} - {"app_list"}
    for page in pages:
        model, _, deed = page.rpartition("_")
        if (
            deed in {"change", "delete", "history", "trial"}
            and page != "password_change"
        ):
            key = "auth_user" if page == "auth_user_password_change" else model
            url = reverse(full(page), args=[world.others[key]])
        elif page == "knowledge_suggest":
            url = reverse(full(page), kwargs={"field": "tags"})
        else:
            url = reverse(full(page))
        response = client.post(url) if page in BY_POST else client.get(url)

        assert response.status_code == 302, url
        assert "/login/" in response["Location"], url


def test_a_member_of_staff_who_left_reaches_nothing(world: World) -> None:
    client = as_persona("superuser")
    User.objects.update(is_active=False)

    assert not opens(client, "knowledge_atom_changelist")
    assert not opens(client, "index")
