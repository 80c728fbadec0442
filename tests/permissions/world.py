"""One desk with one thing of each kind, and the people who look at it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import Group
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
from guardian.shortcuts import assign_perm

from accounts.models import AuditEntry, Customer, Site, Team, User
from accounts.roles import ROLES, ensure_roles
from conversations.models import Conversation, EscalationRule, Experiment
from knowledge.inventories.values import Item, Reading
from knowledge.models import (
    Candidate,
    Collection,
    EvaluationRun,
    Evidence,
    Gap,
    GoldenQuestion,
    InterviewGuide,
    InventoryEntry,
    ModelCall,
    ModelPrice,
    Proposal,
    Variant,
)
from knowledge.services import inventories
from tests.knowledge.admin.pages import atom_in
from tests.knowledge.asking import asked, sort
from tests.knowledge.brought import brought
from tests.knowledge.interviews.making import interview_in
from tests.knowledge.kept import kept_answer
from tests.permissions.tables import BY_POST, VIEW, WRITE


@dataclass(frozen=True)
class World:
    """One thing of each kind; of those with rights of their own an open and a closed one."""

    pairs: Mapping[str, tuple[int, int]]
    others: Mapping[str, Any]


def make_world() -> World:
    """Make everything that the tables speak of."""
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
    talks = [interview_in(place).pk for place in (manual, secret)]
    found = [
        Candidate.objects.create(
            collection=place, interview_id=talk, ordinal=1, title="How", text=""
        )
        for place, talk in zip((manual, secret), talks, strict=True)
    ]
    offers = [
        Proposal.objects.create(
            site=where,
            collection=place,
            title="How",
            last_at=timezone.now(),
            to_write=False,
        )
        for where, place in ((site, manual), (hidden, secret))
    ]
    for offer in offers:
        offer.candidate = Candidate.objects.create(
            collection=offer.collection, proposal=offer, ordinal=1, title="How", text=""
        )
        offer.save()
    papers = [
        brought(place, "faq.csv", b"question,answer\nHow?,So.\n").pk
        for place in (manual, secret)
    ]
    golden = []
    for version in versions:
        question = GoldenQuestion.objects.create(text="Why?", before=version.title)
        question.atoms.add(version.atom)
        golden.append(question.pk)
    runs = [EvaluationRun.objects.create(site=place).pk for place in (site, hidden)]
    customer = Customer.objects.create(site=site, key="v:1")
    interval = IntervalSchedule.objects.create(every=5, period="seconds")
    return World(
        pairs={
            "atom": (versions[0].atom_id, versions[1].atom_id),
            "collection": (manual.pk, secret.pk),
            "golden": (golden[0], golden[1]),
            "run": (runs[0], runs[1]),
            "evidence": (records[0].pk, records[1].pk),
            "gap": (gaps[site.pk], gaps[hidden.pk]),
            "guide": (guides[0], guides[1]),
            "interview": (talks[0], talks[1]),
            "candidate": (found[0].pk, found[1].pk),
            "document": (papers[0], papers[1]),
            "proposal": (offers[0].pk, offers[1].pk),
            "inventory": (lists[0].pk, lists[1].pk),
        },
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
            "conversations_escalationrule": EscalationRule.objects.create(
                name="Security"
            ).pk,
            "conversations_experiment": Experiment.objects.create(
                name="Kinder", site=site, baseline=0.5, effect=0.1, planned_size=9
            ).pk,
            "knowledge_variant": Variant.objects.create(
                name="Kind", number=1, instructions="{bot} {site} {rules}"
            ).pk,
            "knowledge_evidence": records[0].pk,
            "knowledge_gap": gaps[site.pk],
            "knowledge_candidate": found[0].pk,
            "knowledge_proposal": offers[0].pk,
            "knowledge_collection": manual.pk,
            "knowledge_cachedanswer": kept_answer(site, into=manual).pk,
            "knowledge_modelcall": ModelCall.objects.create(
                at=timezone.now(),
                provider="ollama",
                model="m",
                purpose="answer",
                outcome="answered",
                prompt_tokens=1,
                answer_tokens=1,
                counted=True,
                cut=False,
                waited_ms=0,
                total_ms=1,
            ).pk,
            "knowledge_modelprice": ModelPrice.objects.create(
                provider="ollama", model="m", per_machine_hour=1
            ).pk,
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
    url = reverse(full(name), args=arguments or None, kwargs=named or None)
    response = client.post(url) if name in BY_POST else client.get(url)
    assert response.status_code in {200, 302, 403, 404, 422}, (url, response)
    return response.status_code in {200, 422}


def further(page: str, thing: int) -> tuple[int, ...]:
    """Return what the address of a page names besides its thing."""
    if page == "knowledge_atom_version":
        return (1,)
    if page == "knowledge_inventory_entry":
        return (InventoryEntry.objects.get(inventory=thing).pk,)
    return ()


def full(name: str) -> str:
    """Return the name by which `reverse` knows a page of the tables."""
    outside = name.startswith(("inbox", "health", "widget", "demo"))
    return name if outside else f"admin:{name}"
