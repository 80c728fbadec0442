"""Who may do what with each kind of thing that is registered in the admin.

A model that is registered and stands not in the table fails the first test.
"""

from collections.abc import Mapping

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import RequestFactory

from accounts.models import User
from accounts.roles import ROLES, ensure_roles
from knowledge.models import Collection

pytestmark = pytest.mark.django_db
DEEDS = ("view", "add", "change", "delete")

ROOT = {"superuser"}
LEADS = {"Supervisor", "superuser"}
HEAD = {"Administrator", "superuser"}
WRITERS = {"Author", "Reviewer", "Interviewer", "superuser"}
READERS = {*ROLES, "superuser"}
SCHEDULE = dict.fromkeys(DEEDS, ROOT)

# What is left out nobody may do, the superuser neither.
TABLE: Mapping[str, Mapping[str, set[str]]] = {
    # Everybody has their own keys; they go with an account that is deleted.
    "accounts.ApiKey": {"view": {*READERS, "nobody"}, "delete": ROOT},
    "accounts.AuditEntry": {"view": HEAD},
    "accounts.Customer": {"view": {"Agent", "Supervisor", *HEAD}},
    "accounts.Site": {"view": HEAD, "add": HEAD, "change": HEAD},
    "accounts.Team": {
        "view": {"Supervisor", *HEAD},
        "add": HEAD,
        "change": {"Supervisor", *HEAD},
        "delete": HEAD,
    },
    "accounts.User": {"view": HEAD, "add": HEAD, "change": HEAD, "delete": ROOT},
    "auth.Group": dict.fromkeys(DEEDS, ROOT),
    "conversations.Conversation": {"view": {"Agent", "Supervisor", "superuser"}},
    "conversations.Experiment": {"view": {"Supervisor", *HEAD}, "add": HEAD},
    "conversations.EscalationRule": dict.fromkeys(DEEDS, LEADS),
    "django_celery_beat.ClockedSchedule": SCHEDULE,
    "django_celery_beat.CrontabSchedule": SCHEDULE,
    "django_celery_beat.IntervalSchedule": SCHEDULE,
    "django_celery_beat.PeriodicTask": SCHEDULE,
    "django_celery_beat.SolarSchedule": SCHEDULE,
    # In a collection that everybody reads; tests/test_permissions.py looks at closed ones.
    "knowledge.Atom": {
        "view": READERS,
        "add": WRITERS,
        "change": WRITERS,
        "delete": HEAD,
    },
    "knowledge.CachedAnswer": {"view": {"Reviewer", "Supervisor", *HEAD}},
    "knowledge.Candidate": {"view": READERS},
    "knowledge.Collection": {
        "view": READERS,
        "add": HEAD,
        "change": HEAD,
        "delete": HEAD,
    },
    "knowledge.EvaluationRun": {"view": READERS},
    "knowledge.Gap": {"view": READERS},
    "knowledge.GoldenQuestion": {
        "view": READERS,
        "add": WRITERS,
        "change": WRITERS,
        "delete": WRITERS,
    },
    "knowledge.Interview": {
        "view": READERS,
        "add": WRITERS,
        "change": WRITERS,
        "delete": HEAD,
    },
    "knowledge.InterviewGuide": {
        "view": READERS,
        "add": WRITERS,
        "change": WRITERS,
        "delete": WRITERS,
    },
    "knowledge.Inventory": {
        "view": READERS,
        "add": WRITERS,
        "change": WRITERS,
        "delete": HEAD,
    },
    "knowledge.ModelCall": {"view": {"Supervisor", *HEAD}},
    "knowledge.ModelPrice": dict.fromkeys(DEEDS, HEAD),
    "knowledge.Proposal": {"view": READERS},
    "knowledge.SourceDocument": {
        "view": READERS,
        "add": WRITERS,
        "change": WRITERS,
        "delete": WRITERS,
    },
    "knowledge.Variant": {"view": {"Supervisor", *HEAD}, "add": HEAD},
    "knowledge.Evidence": {"view": {"Reviewer", "Agent", "Supervisor", "superuser"}},
}


def test_every_registered_model_stands_in_the_table() -> None:
    assert {model._meta.label for model in admin.site._registry} == set(TABLE)


@pytest.mark.parametrize("persona", [*ROLES, "superuser", "nobody"])
def test_each_role_may_do_what_the_table_says(persona: str) -> None:
    ensure_roles()
    Collection.objects.create(name="Manual", slug="manual")
    request = RequestFactory().get("/admin/")
    request.user = somebody(persona)

    for model, model_admin in admin.site._registry.items():
        for deed in DEEDS:
            allowed = getattr(model_admin, f"has_{deed}_permission")(request)

            expected = persona in TABLE[model._meta.label].get(deed, set())
            assert bool(allowed) == expected, (model._meta.label, deed)


def somebody(persona: str) -> User:
    if persona == "superuser":
        return User.objects.create_superuser("root")
    user = User.objects.create_user("somebody", is_staff=True)
    if persona in ROLES:
        user.groups.add(Group.objects.get(name=persona))
    return user
