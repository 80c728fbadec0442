"""How long a conversation may take, from those like it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.identity import Identity
from accounts.models import Site, Team
from conversations.estimates import FEWEST, estimate_for
from conversations.models import Conversation, Triage
from tests.conversations.triaged import begin

pytestmark = pytest.mark.django_db


def resolved(site: Site, number: int, *, category: str = "billing", **more) -> None:
    """Past conversations of one to `number` hours."""
    now = timezone.now()
    for hours in range(1, number + 1):
        who = Identity(site.pk, f"v:{category}-{more.get('team')}-{hours}")
        conversation = begin(site, "Hello", who=who)
        Conversation.objects.filter(pk=conversation.pk).update(
            status="resolved",
            control="none",
            created_at=now - timedelta(hours=hours),
            resolved_at=now,
            **more,
        )
        Triage.objects.create(
            conversation=conversation,
            category=category,
            priority="normal",
            sentiment="neutral",
            needs_person=False,
            language="en",
            by="cues",
            confidence=1,
            risk=0,
            summary="",
            seq=1,
        )


def test_half_of_those_like_it_took_at_most_so_long(site: Site) -> None:
    resolved(site, 21)

    estimate = estimate_for(begin(site, "Hello"), "billing")

    assert estimate is not None
    assert estimate.number == 21
    assert estimate.middle == timedelta(hours=11)
    assert (estimate.early, estimate.late) == (timedelta(hours=6), timedelta(hours=16))


def test_too_few_tell_nothing(site: Site) -> None:
    resolved(site, FEWEST - 1)

    assert estimate_for(begin(site, "Hello"), "billing") is None


@pytest.mark.parametrize("other", ["category", "team", "site"])
def test_others_do_not_count(site: Site, other: str) -> None:
    match other:
        case "category":
            resolved(site, FEWEST, category="order")
        case "team":
            resolved(site, FEWEST, team=Team.objects.create(name="Sales"))
        case _:
            resolved(Site.objects.create(key="b", name="B"), FEWEST)

    assert estimate_for(begin(site, "Hello"), "billing") is None
