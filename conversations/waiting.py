"""The line before an answer: whose turn waits for a worker or a model, and as which number.

First come those whom a worker has taken and who wait for the model, then those who wait for a
worker. Redis knows the former; without it nobody stands in that line either.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import redis
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from conversations.models import Turn
from knowledge.llm.configured import servers
from knowledge.llm.line import standing, turn_of

# A free worker takes a turn within milliseconds: who is not taken for so long does wait.
PATIENCE = timedelta(milliseconds=500)
_LATEST = Now() - PATIENCE
_WAITS = Q(created_at__lte=_LATEST) & (
    Q(start_after=None) | Q(start_after__lte=_LATEST)
)
# Who is further back hears a number once it means something.
MOST_TOLD = 500


@dataclass(frozen=True)
class Place:
    """A turn that waits, and how many are taken up to it, itself included: 1 is the next."""

    turn: UUID
    number: int
    at_model: bool = False
    """A worker has begun with it and waits for the model."""


def places() -> dict[str, Place]:
    """Return the places of all who wait, by conversation; those behind the 500th have none."""
    at_models = _at_models()
    rows = (
        _line(at_models)
        .annotate(waits=_WAITS)
        .values_list("pk", "status", "conversation__public_id", "waits")
    )
    found: dict[str, Place] = {}
    number = len(at_models)
    for turn, status, conversation, waits in rows[:MOST_TOLD]:
        if status == Turn.Status.STREAMING:
            found[str(conversation)] = Place(turn, at_models[turn], at_model=True)
            continue
        number += 1
        if waits:
            found[str(conversation)] = Place(turn, number)
    return found


def place_of(turn: Turn) -> int | None:
    """Return the number of one turn, by the same count; None when it has none."""
    at_models = _at_models()
    if turn.status == Turn.Status.STREAMING:
        return at_models.get(turn.pk)
    if turn.status != Turn.Status.QUEUED:
        return None
    if not _line().filter(_WAITS, pk=turn.pk).exists():
        return None
    before = _line().filter(
        Q(created_at__lt=turn.created_at)
        | Q(created_at=turn.created_at, pk__lt=turn.pk)
    )
    number = len(at_models) + before.count() + 1
    return number if number <= MOST_TOLD else None


def _line(taken: Collection[UUID] = ()) -> QuerySet[Turn]:
    """Turns that may be taken, in the order in which workers were asked to take them.

    They are asked after the COMMIT that makes the row, and by the sweep in the order of the
    rows. A turn whose burst of messages has not ended stands in nobody's way. `taken` are turns
    that wait for a model: they are among them as long as they run.
    """
    queued = Q(status=Turn.Status.QUEUED) & (
        Q(start_after=None) | Q(start_after__lte=Now())
    )
    running = Q(status=Turn.Status.STREAMING, pk__in=list(taken))
    return Turn.objects.filter(queued | running if taken else queued).order_by(
        "created_at", "pk"
    )


def _at_models() -> dict[UUID, int]:
    """Return the turns that wait for a model, each with its number in that model's line."""
    try:
        lines = [standing(server.line).waiting for server in servers()]
    except (redis.RedisError, ImproperlyConfigured):
        return {}
    return {
        UUID(turn): number
        for waiting in lines
        for number, turn in enumerate(filter(None, map(turn_of, waiting)), start=1)
    }
