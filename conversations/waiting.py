"""The line before the answers workers: whose turn waits for a free place, and as which number."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from conversations.models import Turn

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


def places() -> dict[str, Place]:
    """Return the places of all who wait, by conversation; those behind the 500th have none."""
    rows = (
        _line()
        .annotate(waits=_WAITS)
        .values_list("pk", "conversation__public_id", "waits")
    )
    return {
        str(conversation): Place(turn, number)
        for number, (turn, conversation, waits) in enumerate(rows[:MOST_TOLD], start=1)
        if waits
    }


def place_of(turn: Turn) -> int | None:
    """Return the number of one turn, by the same count; None when it has none."""
    if turn.status != Turn.Status.QUEUED:
        return None
    if not _line().filter(_WAITS, pk=turn.pk).exists():
        return None
    before = _line().filter(
        Q(created_at__lt=turn.created_at)
        | Q(created_at=turn.created_at, pk__lt=turn.pk)
    )
    number = before.count() + 1
    return number if number <= MOST_TOLD else None


def _line() -> QuerySet[Turn]:
    """Turns that may be taken, in the order in which workers were asked to take them.

    They are asked after the COMMIT that makes the row, and by the sweep in the order of the
    rows. A turn whose burst of messages has not ended stands in nobody's way.
    """
    return Turn.objects.filter(
        Q(start_after=None) | Q(start_after__lte=Now()), status=Turn.Status.QUEUED
    ).order_by("created_at", "pk")
