"""Turns: planning an answer, claiming it, and ending it exactly once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import clock
from accounts.identity import customer_group
from accounts.models import Site
from conversations import nudge
from conversations.models import Conversation, Event, Turn
from conversations.services.silencing import tell_turn
from knowledge.answering.outcomes import Line

SILENCE = timedelta(milliseconds=600)
LONGEST_BURST = timedelta(seconds=3)
HISTORY_LINES = 20
# Turns that ended with one of these have dealt with the messages up to their trigger.
_DEALT_WITH = (Turn.Status.DONE, Turn.Status.CANCELLED)


@dataclass(frozen=True)
class Work:
    """Everything the runner needs to make one answer."""

    turn: UUID
    epoch: int
    attempt: int
    conversation: int
    public_id: UUID
    customer_group: str
    verified: bool
    site: Site
    question: str
    history: Sequence[Line]
    asked_at: datetime


@dataclass(frozen=True)
class TooEarly:
    """The customer may still be writing: come back after so many seconds."""

    seconds: float


def plan(conversation: Conversation, *, trigger: int) -> None:
    """Ask for an answer to a message just stored in a locked conversation.

    At once when nothing runs; a turn that has not spoken yet is superseded and waits for the
    burst to end; one that speaks is left to finish and is followed by another.
    """
    now = clock.now()
    if conversation.unanswered_since is None:
        conversation.unanswered_since = now
        conversation.save(update_fields=["unanswered_since"])
    running = (
        Turn.objects.select_for_update(no_key=True)
        .filter(conversation=conversation, status__in=Turn.LIVE)
        .first()
    )
    if running is None:
        _create(conversation, trigger=trigger, burst_since=now)
        return
    if running.spoke_at is not None:
        return
    running.status = Turn.Status.SUPERSEDED
    running.finished_at = now
    running.save(update_fields=["status", "finished_at"])
    tell_turn(conversation, running)
    burst_since = running.burst_since or now
    _create(
        conversation,
        trigger=trigger,
        burst_since=burst_since,
        start_after=min(now + SILENCE, burst_since + LONGEST_BURST),
        attempt=running.attempt,
    )


def plan_next(conversation: Conversation, *, after: int) -> None:
    """In the transaction that ends a turn: plan the next if newer messages wait."""
    waiting = conversation.events.filter(
        seq__gt=after, kind=Event.Kind.MESSAGE, payload__author="customer"
    ).order_by("seq")
    first, last = waiting.first(), waiting.last()
    conversation.unanswered_since = first.at if first else None
    conversation.save(update_fields=["unanswered_since"])
    if last is not None:
        _create(conversation, trigger=last.seq, burst_since=clock.now())


def try_again(conversation: Conversation, lost: Turn) -> None:
    """Plan a second attempt at a turn whose worker died; its draft is replaced."""
    turn = _create(
        conversation,
        trigger=lost.trigger,
        burst_since=lost.burst_since,
        attempt=lost.attempt + 1,
    )
    tell_turn(conversation, turn, replaces=str(lost.pk))


@transaction.atomic
def claim(turn_id: UUID) -> Work | TooEarly | None:
    """Take a queued turn for this worker; None when it is not to be had (any more)."""
    turn = (
        Turn.objects.select_for_update(no_key=True, skip_locked=True, of=("self",))
        .select_related("conversation__customer", "conversation__site")
        .filter(pk=turn_id, status=Turn.Status.QUEUED)
        .first()
    )
    if turn is None:
        return None
    now = clock.now()
    if turn.start_after is not None and turn.start_after > now:
        return TooEarly((turn.start_after - now).total_seconds())
    turn.status = Turn.Status.STREAMING
    turn.lease_until = _lease(now)
    turn.save(update_fields=["status", "lease_until"])
    tell_turn(turn.conversation, turn)
    return _work(turn)


def renew(turn_id: UUID, *, text: str) -> bool:
    """Keep the lease and a copy of the text; False when the turn was ended by somebody else."""
    return bool(
        Turn.objects.filter(pk=turn_id, status=Turn.Status.STREAMING).update(
            lease_until=_lease(clock.now()), text=text
        )
    )


def begin_to_speak(turn_id: UUID) -> bool:
    """Before the first delta: from now on a new message no longer supersedes the turn."""
    return bool(
        Turn.objects.filter(pk=turn_id, status=Turn.Status.STREAMING).update(
            spoke_at=timezone.now()
        )
    )


def _create(
    conversation: Conversation,
    *,
    trigger: int,
    burst_since: datetime | None,
    start_after: datetime | None = None,
    attempt: int = 1,
) -> Turn:
    turn = Turn.objects.create(
        conversation=conversation,
        trigger=trigger,
        epoch=conversation.control_epoch,
        burst_since=burst_since,
        start_after=start_after,
        attempt=attempt,
    )
    nudge.answer(turn.pk)
    return turn


def _lease(now: datetime) -> datetime:
    return now + timedelta(seconds=settings.TURN_LEASE_SECONDS)


def _work(turn: Turn) -> Work:
    conversation = turn.conversation
    lines = list(
        conversation.events.filter(
            seq__lte=turn.trigger, kind__in=[Event.Kind.MESSAGE, Event.Kind.PARTIAL]
        ).order_by("-seq")[: HISTORY_LINES + 10]
    )[::-1]
    done = _dealt_with_until(turn, lines)
    asked = [e for e in lines if _author(e) == "customer" and e.seq > done]
    history = [e for e in lines if e not in asked]
    return Work(
        turn=turn.pk,
        epoch=turn.epoch,
        attempt=turn.attempt,
        conversation=conversation.pk,
        public_id=conversation.public_id,
        customer_group=customer_group(conversation.site_id, conversation.customer.key),
        verified=conversation.customer.verified,
        site=conversation.site,
        question="\n".join(e.payload["text"] for e in asked),
        history=[
            Line(role=_author(e), text=e.payload["text"])  # type: ignore[arg-type]
            for e in history[-HISTORY_LINES:]
        ],
        asked_at=asked[0].at if asked else turn.created_at,
    )


def _dealt_with_until(turn: Turn, lines: Sequence[Event]) -> int:
    """The seq up to which customer messages are somebody's past: a turn's or an agent's."""
    triggers = Turn.objects.filter(
        conversation=turn.conversation_id, status__in=_DEALT_WITH
    ).values_list("trigger", flat=True)
    by_people = [event.seq for event in lines if _author(event) == "agent"]
    return max([0, *triggers, *by_people])


def _author(event: Event) -> str:
    return "bot" if event.kind == Event.Kind.PARTIAL else event.payload["author"]
