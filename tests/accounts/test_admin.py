"""The admin's pages: there for those who may, refused to others, and every change is recorded."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_celery_beat.models import (
    ClockedSchedule,
    CrontabSchedule,
    IntervalSchedule,
    PeriodicTask,
    SolarSchedule,
)
from unfold.admin import ModelAdmin

from accounts.identity import Identity
from accounts.models import (
    ApiKey,
    AuditEntry,
    Customer,
    IdentitySecret,
    Site,
    Team,
    User,
)
from conversations.models import Conversation, EscalationRule, Experiment
from conversations.services import customers

pytestmark = pytest.mark.django_db
SECRET = "s" * 32


def address(model: type[Model], page: str, *args: object) -> str:
    return reverse(
        f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args
    )


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def administrator(roles: None) -> User:
    user = User.objects.create_user(username="ada", is_staff=True)
    user.groups.add(Group.objects.get(name="Administrator"))
    return user


@pytest.fixture
def objects(
    site: Site, team: Team, alice: User, visitor: Identity
) -> dict[type[Model], Model]:
    """One object of every model whose pages are not the knowledge app's."""
    customers.send(identity=visitor, cid=uuid4(), text="Hello")
    every = IntervalSchedule.objects.create(every=5, period="minutes")
    return {
        User: alice,
        Team: team,
        Site: site,
        Customer: Customer.objects.get(),
        AuditEntry: AuditEntry.objects.create(verb="did", target="something"),
        Conversation: Conversation.objects.get(),
        Group: Group.objects.get(name="Agent"),
        PeriodicTask: PeriodicTask.objects.create(
            name="Sweep", task="sweep", interval=every
        ),
        IntervalSchedule: every,
        CrontabSchedule: CrontabSchedule.objects.create(hour="4"),
        SolarSchedule: SolarSchedule.objects.create(
            event="sunset", latitude=52, longitude=13
        ),
        ClockedSchedule: ClockedSchedule.objects.create(
            clocked_time=timezone.now() + timedelta(days=1)
        ),
        EscalationRule: EscalationRule.objects.create(name="Security"),
        Experiment: Experiment.objects.create(
            name="Kinder", site=site, baseline=0.5, effect=0.1, planned_size=9
        ),
    }


# Of these everybody has their own, on a list alone: tests/accounts/test_api_key_pages.py.
EVERYBODYS = {ApiKey}

# Every page -------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda m: m._meta.label)
def test_every_list_and_form_is_there_for_a_superuser_only(
    model: type[Model], admin_client: Client, roles: None
) -> None:
    stranger = User.objects.create_user(username="stranger", is_staff=True)
    outsider = User.objects.create_user(username="outsider")
    pages = [address(model, "changelist")]
    request: Any = type(
        "Request", (), {"user": User(is_superuser=True, is_active=True)}
    )
    if admin.site._registry[model].has_add_permission(request):
        pages.append(address(model, "add"))

    for page in pages:
        assert admin_client.get(page).status_code == 200
        own = model in EVERYBODYS
        assert signed_in(stranger).get(page).status_code == (200 if own else 403)
        assert signed_in(outsider).get(page).status_code == 302
        assert Client().get(page).status_code == 302


def test_every_object_has_a_page_for_a_superuser_only(
    objects: dict[type[Model], Model], admin_client: Client
) -> None:
    stranger = signed_in(User.objects.create_user(username="stranger", is_staff=True))
    ours = {m for m in admin.site._registry if m._meta.app_label != "knowledge"}

    assert ours - EVERYBODYS == set(objects)
    for model, found in objects.items():
        page = address(model, "change", found.pk)
        assert admin_client.get(page).status_code == 200, page
        assert stranger.get(page).status_code == 403, page


def test_every_page_wears_the_same_clothes() -> None:
    assert all(isinstance(page, ModelAdmin) for page in admin.site._registry.values())


@pytest.mark.parametrize("model", [AuditEntry, Conversation, Customer])
def test_what_the_desk_writes_itself_cannot_be_edited(
    model: type[Model], objects: dict[type[Model], Model], admin_client: Client
) -> None:
    pk = objects[model].pk

    assert admin_client.get(address(model, "add")).status_code == 403
    assert admin_client.post(address(model, "change", pk), {}).status_code == 403
    assert admin_client.get(address(model, "delete", pk)).status_code == 403


# Staff ------------------------------------------------------------------------------------------


def test_an_administrator_cannot_become_a_superuser(
    administrator: User, admin_user: User
) -> None:
    client = signed_in(administrator)
    own = {"username": "ada", "is_staff": "on", "is_active": "on", "is_superuser": "on"}

    client.post(address(User, "change", administrator.pk), own)
    others = client.post(address(User, "change", admin_user.pk), {"username": "taken"})
    password = client.get(
        reverse("admin:auth_user_password_change", args=[admin_user.pk])
    )

    administrator.refresh_from_db()
    assert not administrator.is_superuser
    assert (others.status_code, password.status_code) == (403, 403)


def test_a_new_member_of_staff_is_made_and_recorded(administrator: User) -> None:
    answer = signed_in(administrator).post(
        address(User, "add"),
        {
            "username": "eve",
            "usable_password": "true",
            "password1": "a long password",
            "password2": "a long password",
        },
    )

    assert answer.status_code == 302
    assert User.objects.get(username="eve").check_password("a long password")
    entry = AuditEntry.objects.get()
    assert (entry.user, entry.verb, entry.target) == (
        administrator,
        "added",
        "user eve",
    )
    assert "a long password" not in str(entry.details)


# Sites ------------------------------------------------------------------------------------------


def site_form(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Shop", "key": "shop", "active": "on", "bot_enabled": "on",
        "bot_name": "Botto", "greeting": "Hi", "accent": "#117162", "language": "en",
        "allowed_origins": "https://shop.example",
        "identity_secrets-TOTAL_FORMS": 0, "identity_secrets-INITIAL_FORMS": 0,
        **changes,
    }  # fmt: skip


def test_origins_are_lines_and_kept_as_browsers_send_them(
    site: Site, administrator: User
) -> None:
    lines = " https://Shop.example/ \n\nhttp://localhost:8000\nhttps://shop.example\n"

    answer = signed_in(administrator).post(
        address(Site, "change", site.pk), site_form(allowed_origins=lines)
    )

    site.refresh_from_db()
    assert answer.status_code == 302
    assert site.allowed_origins == ["https://shop.example", "http://localhost:8000"]
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.target) == ("changed", "site Shop")


def test_a_line_that_is_no_origin_is_named(site: Site, administrator: User) -> None:
    answer = signed_in(administrator).post(
        address(Site, "change", site.pk),
        site_form(allowed_origins="https://shop.example\nshop.example/page"),
    )

    assert answer.status_code == 200
    assert "“shop.example/page” is no origin" in answer.content.decode()
    site.refresh_from_db()
    assert site.allowed_origins == ["http://shop.example"]


def test_the_origins_are_shown_as_lines(site: Site, administrator: User) -> None:
    site.allowed_origins = ["https://a.example", "https://b.example"]
    site.save(update_fields=["allowed_origins"])

    page = (
        signed_in(administrator).get(address(Site, "change", site.pk)).content.decode()
    )

    assert "https://a.example\nhttps://b.example</textarea>" in page


def test_a_previous_key_must_not_be_another_sites(
    site: Site, administrator: User
) -> None:
    Site.objects.create(key="other", name="Other", previous_keys=["older"])

    for key in ("other", "older", "no key"):
        answer = signed_in(administrator).post(
            address(Site, "change", site.pk), site_form(previous_keys=key)
        )
        assert answer.status_code == 200


def secrets(*pairs: tuple[str, str]) -> dict[str, Any]:
    form: dict[str, Any] = {"identity_secrets-TOTAL_FORMS": len(pairs)}
    for n, (kid, secret) in enumerate(pairs):
        form |= {
            f"identity_secrets-{n}-kid": kid,
            f"identity_secrets-{n}-secret": secret,
        }
    return form


@pytest.mark.parametrize(
    ("pairs", "kept"),
    [
        ([("a", SECRET), ("b", SECRET)], 2),
        ([("a", SECRET), ("b", SECRET), ("c", SECRET)], 0),
        ([("a", "too short")], 0),
    ],
)
def test_a_site_has_at_most_two_secrets_and_no_short_one(
    site: Site, administrator: User, pairs: list[tuple[str, str]], kept: int
) -> None:
    signed_in(administrator).post(
        address(Site, "change", site.pk), site_form(**secrets(*pairs))
    )

    assert IdentitySecret.objects.count() == kept
    assert SECRET not in str(AuditEntry.objects.values_list("details", flat=True))


# Customers and conversations ----------------------------------------------------------------------


def choose(client: Client, action: str, customer: Customer) -> Any:
    data = {"action": action, "_selected_action": [customer.pk]}
    return client.post(address(Customer, "changelist"), data)


def test_a_supervisor_shuts_a_customer_out_and_lets_them_in_again(
    visitor: Identity, dora: User
) -> None:
    customers.send(identity=visitor, cid=uuid4(), text="Hello")
    customer = Customer.objects.get()

    choose(signed_in(dora), "shut_out_selected", customer)
    shut = Customer.objects.get().revoked_at
    choose(signed_in(dora), "let_in_selected", customer)

    assert shut is not None
    assert Customer.objects.get().revoked_at is None
    verbs = list(
        AuditEntry.objects.order_by("pk").values_list("verb", "user__username")
    )
    assert verbs == [("shut out", "dora"), ("let in again", "dora")]


def test_an_agent_sees_customers_but_shuts_nobody_out(
    visitor: Identity, alice: User
) -> None:
    customers.send(identity=visitor, cid=uuid4(), text="Hello")
    client = signed_in(alice)

    page = client.get(address(Customer, "changelist")).content.decode()
    choose(client, "shut_out_selected", Customer.objects.get())

    assert "shut_out_selected" not in page
    assert Customer.objects.get().revoked_at is None


def test_conversations_of_another_team_are_not_listed(
    visitor: Identity, team: Team, alice: User, charlie: User
) -> None:
    customers.send(identity=visitor, cid=uuid4(), text="Only for support")
    Conversation.objects.update(team=team)
    pk = Conversation.objects.get().pk

    def sees(user: User) -> tuple[bool, int]:
        client = signed_in(user)
        page = client.get(address(Conversation, "changelist")).content.decode()
        return "Only for support" in page, client.get(
            address(Conversation, "change", pk)
        ).status_code

    assert sees(alice) == (True, 200)
    assert sees(charlie) == (False, 302)


def test_a_conversation_is_found_by_its_reference_and_by_its_subject(
    visitor: Identity, alice: User
) -> None:
    customers.send(identity=visitor, cid=uuid4(), text="The parcel is lost")
    found = Conversation.objects.get()
    client = signed_in(alice)

    def finds(words: str) -> bool:
        page = client.get(address(Conversation, "changelist"), {"q": words})
        return found.reference in page.content.decode()

    assert [finds(w) for w in (found.reference, found.reference.lower(), "parcel")] == [
        True
    ] * 3
    assert not finds("HD-999999")
    link = reverse("inbox-conversation", args=[found.public_id])
    assert link in client.get(address(Conversation, "changelist")).content.decode()


def test_the_list_of_conversations_costs_the_same_for_many(
    site: Site, admin_client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    people = Customer.objects.bulk_create(
        Customer(site=site, key=f"v:{n}") for n in range(30)
    )
    Conversation.objects.bulk_create(
        Conversation(site=site, customer=c) for c in people
    )

    with django_assert_max_num_queries(8) as counted:
        assert admin_client.get(address(Conversation, "changelist")).status_code == 200
    assert not any("COUNT(" in query["sql"] for query in counted.captured_queries), (
        "a list never counts everything"
    )
