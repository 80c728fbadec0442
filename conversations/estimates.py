"""How long conversations like this one took until they were resolved."""

from dataclasses import dataclass
from datetime import timedelta
from statistics import quantiles

from django.db.models import F
from django.utils import timezone

from conversations.models import Conversation
from conversations.states import State

FEWEST = 20
"""Of fewer conversations nothing is told."""
MOST = 500
SINCE = timedelta(days=180)


@dataclass(frozen=True)
class Estimate:
    """Half of `number` conversations took at most `middle`, half of all between `early` and `late`."""

    middle: timedelta
    early: timedelta
    late: timedelta
    number: int


def estimate_for(conversation: Conversation, category: str) -> Estimate | None:
    """Return how long past conversations of the same site, category and team took; None below twenty of them.

    From the first message to the last resolution, of the newest 500 of the last 180 days.
    """
    alike = (
        Conversation.objects.filter(
            site=conversation.site_id,
            team=conversation.team_id,
            triage__category=category,
            status__in=[State.RESOLVED, State.ARCHIVED],
            resolved_at__gte=timezone.now() - SINCE,
        )
        .exclude(pk=conversation.pk)
        .order_by("-resolved_at")
        .values_list(F("resolved_at") - F("created_at"), flat=True)[:MOST]
    )
    times = list(alike)
    if len(times) < FEWEST:
        return None
    early, middle, late = quantiles(
        [time.total_seconds() for time in times], n=4, method="inclusive"
    )
    return Estimate(
        timedelta(seconds=middle),
        timedelta(seconds=early),
        timedelta(seconds=late),
        len(times),
    )
