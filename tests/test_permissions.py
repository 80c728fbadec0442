"""Who reaches what: each role at each page, for things that it may and may not see.

Pages are taken from the URL resolver: a page that stands in no table here fails the first test.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django_celery_beat.models import (
    ClockedSchedule,
    CrontabSchedule,
    IntervalSchedule,
    PeriodicTask,
    SolarSchedule,
)
from guardian.shortcuts import assign_perm

from accounts.models import AuditEntry, Customer, Site, Team, User
from accounts.roles import ROLES, ensure_roles
from conversations.models import Conversation
from knowledge.inventories.values import Item, Reading
from knowledge.models import (
    Collection,
    Evidence,
    Gap,
    InterviewGuide,
    InventoryEntry,
)
from knowledge.rights import Right
from knowledge.services import inventories
from tests.knowledge.admin.pages import atom_in
from tests.knowledge.asking import asked, sort

pytestmark = pytest.mark.django_db

VIEW, WRITE, REVIEW, PUBLISH, MANAGE = Right
NONE: frozenset[Right] = frozenset()
ALL = frozenset(Right)

# What each persona may do in an open collection and in a restricted one.
RIGHTS: Mapping[str, tuple[frozenset[Right], frozenset[Right]]] = {
    "nobody": (NONE, NONE),
    "Author": (frozenset({VIEW, WRITE}), NONE),
    "Reviewer": (frozenset({VIEW, WRITE, REVIEW, PUBLISH}), NONE),
    "Interviewer": (frozenset({VIEW, WRITE}), NONE),
    "Agent": (frozenset({VIEW}), NONE),
    "Supervisor": (frozenset({VIEW}), NONE),
    "Administrator": (frozenset({VIEW, MANAGE}), NONE),
    "guest": (NONE, frozenset({VIEW, WRITE})),
    "superuser": (ALL, ALL),
}

# Pages of one atom: the right in its collection, and whether they are asked by POST.
ATOM_PAGES = {
    "knowledge_atom_change": VIEW,
    "knowledge_atom_versions": VIEW,
    "knowledge_atom_history": VIEW,
    "knowledge_atom_version": VIEW,
    "knowledge_atom_review": VIEW,
    "knowledge_atom_impact": VIEW,
    "knowledge_atom_preview": WRITE,
    "knowledge_atom_unsaved": WRITE,
    "knowledge_atom_alike": VIEW,
    "knowledge_atom_alike_draft": WRITE,
    "knowledge_atom_publishing": PUBLISH,
    "knowledge_atom_delete": MANAGE,
}
# Pages about atoms in general: a right in any collection.
KNOWLEDGE_PAGES = {
    "knowledge_atom_changelist": VIEW,
    "knowledge_bench": VIEW,
    "knowledge_freshness": VIEW,
    "knowledge_tags": VIEW,
    "knowledge_collection_changelist": VIEW,
    "knowledge_gap_changelist": VIEW,
    "knowledge_interviewguide_changelist": VIEW,
    "knowledge_interviewguide_add": WRITE,
    "knowledge_atom_add": WRITE,
    "knowledge_atom_preview_new": WRITE,
    "knowledge_atom_unsaved_new": WRITE,
    "knowledge_picture_upload": WRITE,
    "knowledge_atom_alike_new": WRITE,
    "knowledge_atom_import": WRITE,
    "knowledge_suggest": WRITE,
    "knowledge_inventory_changelist": VIEW,
    "knowledge_inventory_add": WRITE,
}
COLLECTION_PAGES = {
    "knowledge_collection_change": VIEW,
    "knowledge_collection_history": VIEW,
    "knowledge_collection_people": MANAGE,
}
# Pages of what a site was asked in vain: a right in a collection that it answers from.
GAP_PAGES = {"knowledge_gap_change", "knowledge_gap_history"}
GUIDE_PAGES = {
    "knowledge_interviewguide_change": VIEW,
    "knowledge_interviewguide_history": VIEW,
    "knowledge_interviewguide_text": VIEW,
    "knowledge_interviewguide_delete": WRITE,
}
INVENTORY_PAGES = {
    "knowledge_inventory_change": VIEW,
    "knowledge_inventory_export": VIEW,
    "knowledge_inventory_entry": VIEW,
    "knowledge_inventory_import": WRITE,
    "knowledge_inventory_delete": MANAGE,
}
EVIDENCE_PAGES = {"knowledge_evidence_change", "knowledge_evidence_history"}
BY_POST = {
    "knowledge_atom_preview", "knowledge_atom_preview_new", "knowledge_atom_unsaved",
    "knowledge_atom_unsaved_new", "knowledge_picture_upload",
    "knowledge_atom_alike_draft", "knowledge_atom_alike_new",
}  # fmt: skip
# Pages that need a permission, or None for what nobody may do.
PERMISSION_PAGES: dict[str, str | None] = {
    "knowledge_collection_add": "knowledge.add_collection",
    "knowledge_evidence_changelist": "knowledge.view_evidence",
    "knowledge_gap_add": None,
    "knowledge_gap_delete": None,
    "knowledge_evidence_add": None,
    "knowledge_evidence_delete": None,
    # A collection that holds atoms stays.
    "knowledge_collection_delete": None,
    "accounts_auditentry_add": None,
    "accounts_auditentry_delete": None,
    "accounts_auditentry_changelist": "accounts.view_auditentry",
    "accounts_auditentry_change": "accounts.view_auditentry",
    "accounts_auditentry_history": "accounts.view_auditentry",
    "conversations_conversation_add": None,
    "conversations_conversation_delete": None,
    "conversations_conversation_changelist": "conversations.view_conversation",
    "conversations_conversation_change": "conversations.view_conversation",
    "conversations_conversation_history": "conversations.view_conversation",
    "accounts_customer_add": None,
    "accounts_customer_delete": None,
    "accounts_site_delete": None,
    "inbox": "conversations.view_conversation",
    "inbox-list": "conversations.view_conversation",
    "auth_user_password_change": "accounts.change_user",
}
PLAIN_MODELS = {
    "accounts_team": "accounts.{}_team",
    "accounts_site": "accounts.{}_site",
    "accounts_customer": "accounts.{}_customer",
    "accounts_user": "accounts.{}_user",
    "auth_group": "auth.{}_group",
    **{
        f"django_celery_beat_{name}": f"django_celery_beat.{{}}_{name}"
        for name in (
            "periodictask", "intervalschedule", "crontabschedule", "solarschedule",
            "clockedschedule",
        )
    },
}  # fmt: skip
DEEDS = {
    "changelist": "view",
    "add": "add",
    "change": "view",
    "delete": "delete",
    "history": "view",
}
for _model, _label in PLAIN_MODELS.items():
    for _page, _deed in DEEDS.items():
        PERMISSION_PAGES.setdefault(f"{_model}_{_page}", _label.format(_deed))

# Whoever is signed in, with nothing of the desk's data on it.
FOR_STAFF = {"index", "password_change", "password_change_done", "search", "app_list"}
# Guarded by tests of their own, named here.
ELSEWHERE = {
    "widget-sessions": "tests/conversations/test_http.py",
    "widget-events": "tests/conversations/test_http.py",
    "widget-messages": "tests/conversations/test_http.py",
    "widget-actions": "tests/conversations/test_http.py",
    "widget-files": "tests/conversations/test_http.py",
    "widget-source": "tests/conversations/test_http.py",
    "inbox-conversation": "tests/conversations/test_inbox.py",
    "inbox-pane": "tests/conversations/test_inbox.py",
    "inbox-around": "tests/conversations/test_inbox.py",
    "inbox-events": "tests/conversations/test_inbox.py",
    "inbox-read": "tests/conversations/test_inbox.py",
    "inbox-source": "tests/conversations/test_inbox.py",
    "inbox-why": "tests/conversations/test_inbox.py",
    "knowledge-picture": "tests/knowledge/test_views.py",
    "knowledge_atom_many": "tests/knowledge/admin/test_many.py",
    "autocomplete": "fields ask it for models that they name; it asks their admin",
    "view_on_site": "switched off",
}
FOR_ALL = {
    "health-live", "health-ready", "widget-module", "demo", "login", "logout",
    "inbox-sign-out", "jsi18n",
}  # fmt: skip


@dataclass(frozen=True)
class World:
    """One thing of each kind; of those with rights of their own an open and a closed one."""

    atoms: tuple[int, int]
    collections: tuple[int, int]
    evidence: tuple[int, int]
    gaps: tuple[int, int]
    guides: tuple[int, int]
    inventories: tuple[int, int]
    others: Mapping[str, Any]


def names() -> Iterator[str]:
    """Yield the name of every page that the resolver knows."""

    def walk(resolver: URLResolver) -> Iterator[URLPattern]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern)
            else:
                yield pattern

    return (p.name for p in walk(get_resolver()) if p.name is not None)


def test_every_page_stands_in_a_table() -> None:
    listed = {
        *ATOM_PAGES, *KNOWLEDGE_PAGES, *COLLECTION_PAGES, *EVIDENCE_PAGES,
        *GAP_PAGES, *GUIDE_PAGES, *INVENTORY_PAGES,
        *PERMISSION_PAGES, *FOR_STAFF, *ELSEWHERE, *FOR_ALL,
    }  # fmt: skip

    assert set(names()) == listed


@pytest.fixture
def world() -> World:
    ensure_roles()
    site = Site.objects.create(key="shop", name="Shop")
    hidden = Site.objects.create(key="hidden", name="Hidden")
    manual = Collection.objects.create(name="Manual", slug="manual")
    secret = Collection.objects.create(name="Secret", slug="secret", restricted=True)
    site.collections.add(manual)
    hidden.collections.add(secret)
    versions = [
        atom_in(place, f"title: In {place.slug}\ntype: article\n")
        for place in (manual, secret)
    ]
    records = [
        Evidence.objects.create(
            turn=uuid4(), site=place, question="Why?", outcome="answered", record={}
        )
        for place in (site, hidden)
    ]
    for place in (site, hidden):
        asked(place, "Why?")
    sort()
    gaps = {gap.site_id: gap.pk for gap in Gap.objects.all()}
    guides = [
        InterviewGuide.objects.create(title="Ask", collection=place).pk
        for place in (manual, secret)
    ]
    lists = [
        inventories.add(
            collection=place, name="Codes", kind="errors", source="x.csv", user=None,
            reading=Reading("csv", (Item(f"Entry in {place.slug}"),)),
        )
        for place in (manual, secret)
    ]  # fmt: skip
    customer = Customer.objects.create(site=site, key="v:1")
    interval = IntervalSchedule.objects.create(every=5, period="seconds")
    return World(
        atoms=(versions[0].atom_id, versions[1].atom_id),
        collections=(manual.pk, secret.pk),
        evidence=(records[0].pk, records[1].pk),
        gaps=(gaps[site.pk], gaps[hidden.pk]),
        guides=(guides[0], guides[1]),
        inventories=(lists[0].pk, lists[1].pk),
        others={
            "accounts_team": Team.objects.create(name="Support").pk,
            "accounts_site": site.pk,
            "accounts_customer": customer.pk,
            "accounts_user": User.objects.create_user("walter").pk,
            "accounts_auditentry": AuditEntry.objects.create(verb="x", target="y").pk,
            "auth_group": Group.objects.create(name="Mine").pk,
            "conversations_conversation": Conversation.objects.create(
                site=site, customer=customer
            ).pk,
            "knowledge_evidence": records[0].pk,
            "knowledge_gap": gaps[site.pk],
            "knowledge_collection": manual.pk,
            "auth_user": User.objects.get(username="walter").pk,
            "django_celery_beat_intervalschedule": interval.pk,
            "django_celery_beat_periodictask": PeriodicTask.objects.create(
                name="t", task="t", interval=interval
            ).pk,
            "django_celery_beat_crontabschedule": CrontabSchedule.objects.create().pk,
            "django_celery_beat_solarschedule": SolarSchedule.objects.create(
                event="sunrise", latitude=1, longitude=1
            ).pk,
            "django_celery_beat_clockedschedule": ClockedSchedule.objects.create(
                clocked_time="2027-01-01T00:00Z"
            ).pk,
        },
    )


def as_persona(name: str) -> Client:
    """Return a browser in which somebody of this kind is signed in."""
    if name == "superuser":
        user = User.objects.create_superuser("root")
    else:
        user = User.objects.create_user(name.lower(), is_staff=True)
    if name in ROLES:
        user.groups.add(Group.objects.get(name=name))
    if name == "guest":
        secret = Collection.objects.get(slug="secret")
        for right in (VIEW, WRITE):
            assign_perm(right, user, secret)
    client = Client()
    client.force_login(user)
    return client


def opens(client: Client, name: str, *arguments: object, **named: object) -> bool:
    """Whether a page is there for somebody: a way back to the front page is none."""
    url = reverse(_full(name), args=arguments or None, kwargs=named or None)
    response = client.post(url) if name in BY_POST else client.get(url)
    assert response.status_code in {200, 302, 403, 404, 422}, (url, response)
    return response.status_code in {200, 422}


def _full(name: str) -> str:
    outside = name.startswith(("inbox", "health", "widget", "demo"))
    return name if outside else f"admin:{name}"


@pytest.mark.parametrize("persona", RIGHTS)
def test_atoms_are_open_to_those_with_a_right_in_their_collection(
    persona: str, world: World
) -> None:
    client = as_persona(persona)
    for atom, rights in zip(world.atoms, RIGHTS[persona], strict=True):
        for page, right in ATOM_PAGES.items():
            more = (1,) if page == "knowledge_atom_version" else ()

            allowed = opens(client, page, atom, *more)

            assert allowed == (right in rights and VIEW in rights), (page, atom)


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
def test_collections_are_shown_to_readers_and_opened_to_managers(
    persona: str, world: World
) -> None:
    client = as_persona(persona)
    for collection, rights in zip(world.collections, RIGHTS[persona], strict=True):
        for page, right in COLLECTION_PAGES.items():
            allowed = opens(client, page, collection)

            assert allowed == (right in rights and VIEW in rights), (page, collection)


@pytest.mark.parametrize("persona", RIGHTS)
def test_inventories_are_open_to_those_with_a_right_in_their_collection(
    persona: str, world: World
) -> None:
    client = as_persona(persona)
    for inventory, rights in zip(world.inventories, RIGHTS[persona], strict=True):
        entry = InventoryEntry.objects.get(inventory=inventory)
        for page, right in INVENTORY_PAGES.items():
            more = (entry.pk,) if page == "knowledge_inventory_entry" else ()

            allowed = opens(client, page, inventory, *more)

            assert allowed == (right in rights and VIEW in rights), (page, inventory)


@pytest.mark.parametrize("persona", RIGHTS)
def test_evidence_is_shown_for_sites_whose_knowledge_may_be_read(
    persona: str, world: World
) -> None:
    client = as_persona(persona)
    may = persona == "superuser" or "knowledge.view_evidence" in ROLES.get(persona, ())
    for evidence, rights in zip(world.evidence, RIGHTS[persona], strict=True):
        for page in EVIDENCE_PAGES:
            assert opens(client, page, evidence) == (may and VIEW in rights), page


@pytest.mark.parametrize("persona", RIGHTS)
def test_gaps_are_shown_for_sites_whose_knowledge_may_be_read(
    persona: str, world: World
) -> None:
    client = as_persona(persona)
    for gap, rights in zip(world.gaps, RIGHTS[persona], strict=True):
        for page in GAP_PAGES:
            assert opens(client, page, gap) == (VIEW in rights), page


@pytest.mark.parametrize("persona", RIGHTS)
def test_guides_are_open_to_those_with_a_right_in_their_collection(
    persona: str, world: World
) -> None:
    client = as_persona(persona)
    for guide, rights in zip(world.guides, RIGHTS[persona], strict=True):
        for page, right in GUIDE_PAGES.items():
            allowed = opens(client, page, guide)

            assert allowed == (right in rights and VIEW in rights), (page, guide)


@pytest.mark.parametrize("persona", RIGHTS)
def test_gaps_are_decided_on_by_those_who_write_for_their_site(
    persona: str, world: World
) -> None:
    client = as_persona(persona)
    for gap, rights in zip(world.gaps, RIGHTS[persona], strict=True):
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
        needs_object = deed in {"change", "delete", "history"}

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
        if deed in {"change", "delete", "history"} and page != "password_change":
            key = "auth_user" if page == "auth_user_password_change" else model
            url = reverse(_full(page), args=[world.others[key]])
        elif page == "knowledge_suggest":
            url = reverse(_full(page), kwargs={"field": "tags"})
        else:
            url = reverse(_full(page))
        response = client.post(url) if page in BY_POST else client.get(url)

        assert response.status_code == 302, url
        assert "/login/" in response["Location"], url


def test_a_member_of_staff_who_left_reaches_nothing(world: World) -> None:
    client = as_persona("superuser")
    User.objects.update(is_active=False)

    assert not opens(client, "knowledge_atom_changelist")
    assert not opens(client, "index")
