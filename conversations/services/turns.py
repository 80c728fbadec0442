"""Turns: planning an answer, claiming it, and ending it exactly once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Min, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from accounts import clock
from accounts.database import NotAwaitingDisk
from accounts.identity import customer_group
from accounts.models import Site
from conversations import nudge
from conversations.models import Conversation, Event, Turn
from conversations.services.silencing import tell_turn
from conversations.services.turn_rows import Claimed, added, claimed
from knowledge.answering.outcomes import Citation, Line
from knowledge.models import Variant
from knowledge.reader import Reader

SILENCE = timedelta(milliseconds=600)
LONGEST_BURST = timedelta(seconds=3)
HISTORY_LINES = 20


@dataclass(frozen=True)
class Work:
    """Everything the runner needs to make one answer."""

    turn: UUID
    public_id: UUID
    customer_group: str
    site: Site
    reader: Reader
    question: str
    history: Sequence[Line]
    variant: Variant | None
    """What it is answered with; None is what is built in."""
    compared: bool
    """Whether the variant is: then each chat gets an answer of its own."""


@dataclass(frozen=True)
class TooEarly:
    """The customer may still be writing: come back after so many seconds."""

    seconds: float


def plan(conversation: Conversation, message: Event) -> None:
    """Ask for an answer to a message just stored in a locked conversation.

    At once when nothing runs; a turn that has not spoken yet is superseded and waits for the
    burst to end; one that speaks is left to finish and is followed by another.
    """
    now = message.at
    if conversation.unanswered_since is None:
        conversation.unanswered_since = now
        conversation.save(update_fields=["unanswered_since"])
    if turn := added(conversation, trigger=message.seq, at=now):
        nudge.answer(turn)
        return
    running = Turn.objects.select_for_update(no_key=True).get(
        conversation=conversation, status__in=Turn.LIVE
    )
    if running.spoke_at is not None:
        return
    running.status = Turn.Status.SUPERSEDED
    running.finished_at = now
    running.save(update_fields=["status", "finished_at"])
    tell_turn(conversation, running)
    burst_since = running.burst_since or now
    _create(
        conversation,
        trigger=message.seq,
        created_at=now,
        burst_since=burst_since,
        start_after=min(now + SILENCE, burst_since + LONGEST_BURST),
        attempt=running.attempt,
    )


def plan_next(conversation: Conversation, *, after: int) -> None:
    """In the transaction that ends a turn: plan the next if newer messages wait.

    Writes the count of failures too, which the end of a turn changes.
    """
    waiting = conversation.events.filter(
        seq__gt=after, kind=Event.Kind.MESSAGE, payload__author="customer"
    ).aggregate(since=Min("at"), last=Max("seq"))
    conversation.unanswered_since = waiting["since"]
    conversation.save(update_fields=["unanswered_since", "failures"])
    if waiting["last"] is not None:
        now = clock.now()
        _create(conversation, trigger=waiting["last"], created_at=now, burst_since=now)


def try_again(conversation: Conversation, lost: Turn) -> None:
    """Plan a second attempt at a turn whose worker died; its draft is replaced."""
    turn = _create(
        conversation,
        trigger=lost.trigger,
        created_at=clock.now(),
        burst_since=lost.burst_since,
        attempt=lost.attempt + 1,
    )
    tell_turn(conversation, turn, replaces=str(lost.pk))


@transaction.atomic
def claim(turn_id: UUID) -> Work | TooEarly | None:
    """Take a queued turn for this worker; None when it is not to be had (any more)."""
    found = claimed(turn_id, lease=_lease(), lines=HISTORY_LINES + 10)
    if found is None:
        return None
    if found.early is not None and found.early > timedelta():
        return TooEarly(found.early.total_seconds())
    found.turn.status = Turn.Status.STREAMING
    tell_turn(found.turn.conversation, found.turn)
    return _work(found)


def renew(turn_id: UUID, *, text: str) -> bool:
    """Keep the lease and a copy of the text; False when the turn was ended by somebody else."""
    return bool(_running(turn_id).update(lease_until=Now() + _lease(), text=text))


def begin_to_speak(turn_id: UUID) -> bool:
    """Before the first delta: from now on a new message no longer supersedes the turn."""
    return bool(_running(turn_id).update(spoke_at=timezone.now()))


def _running(turn_id: UUID) -> QuerySet[Turn]:
    """The turn, if it still runs. What is noted of it on the way is worth no wait for the disk."""
    return Turn.objects.filter(
        NotAwaitingDisk(), pk=turn_id, status=Turn.Status.STREAMING
    )


def _create(
    conversation: Conversation,
    *,
    trigger: int,
    created_at: datetime,
    burst_since: datetime | None,
    start_after: datetime | None = None,
    attempt: int = 1,
) -> Turn:
    turn = Turn.objects.create(
        conversation=conversation,
        trigger=trigger,
        epoch=conversation.control_epoch,
        created_at=created_at,
        burst_since=burst_since,
        start_after=start_after,
        attempt=attempt,
    )
    nudge.answer(turn.pk)
    return turn


def _lease() -> timedelta:
    return timedelta(seconds=settings.TURN_LEASE_SECONDS)


def _work(found: Claimed) -> Work:
    turn, lines = found.turn, found.lines
    conversation, customer = turn.conversation, turn.conversation.customer
    by_people = [event.seq for event in lines if _author(event) == "agent"]
    done = max(found.dealt_with, *by_people, 0)
    asked = [e for e in lines if _author(e) == "customer" and e.seq > done]
    history = [e for e in lines if e not in asked]
    return Work(
        turn=turn.pk,
        public_id=conversation.public_id,
        customer_group=customer_group(conversation.site_id, customer.key),
        site=conversation.site,
        reader=found.reader,
        question="\n".join(e.payload["text"] for e in asked),
        history=[line_of(e) for e in history[-HISTORY_LINES:]],
        variant=found.chosen.variant,
        compared=found.chosen.compared,
    )


def line_of(event: Event) -> Line:
    """Return an event of somebody who spoke as answering reads it."""
    cited = event.payload.get("citations", ())
    return Line(
        role=_author(event),  # type: ignore[arg-type]
        text=event.payload["text"],
        citations=[Citation(**citation) for citation in cited],
    )


def _author(event: Event) -> str:
    return "bot" if event.kind == Event.Kind.PARTIAL else event.payload["author"]
