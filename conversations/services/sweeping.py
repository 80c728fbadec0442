"""What the sweep finds: turns whose worker died, turns nobody took, questions left waiting."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Q

from accounts import clock
from conversations import drafts, nudge
from conversations.models import Conversation, Turn
from conversations.services import turns
from conversations.services.appending import locked
from conversations.services.handing import hand_off
from conversations.services.silencing import end_turn, hush
from conversations.states import State

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 2
# A sweep that comes later than this after the last one follows an outage.
OUTAGE_SECONDS = 20
AT_ONCE = 100


def sweep() -> int:
    """Repair everything that waits too long; return how many things were done. Idempotent."""
    now = clock.now()
    return _lost_turns(now) + _forgotten_turns(now) + _overdue(now)


def last_sweep() -> datetime | None:
    """Return when the last sweep was made; None when Redis remembers none."""
    last: datetime | None = cache.get("sweeps", (None, None))[0]
    return last


def _lost_turns(now: datetime) -> int:
    """A lease ran out: one new attempt, then a person."""
    lost = Turn.objects.filter(status=Turn.Status.STREAMING, lease_until__lt=now)[
        :AT_ONCE
    ]
    for turn in lost:
        seen = drafts.close(turn.pk)
        with transaction.atomic():
            conversation = locked(turn.conversation_id)
            again = Turn.objects.select_for_update(no_key=True).get(pk=turn.pk)
            if not again.is_lost(now):
                continue
            if conversation.status == State.BOT and again.attempt < MOST_ATTEMPTS:
                # Its draft is replaced by the second attempt, so nothing of it stays.
                again.spoke_at = None
                again.save(update_fields=["spoke_at"])
                _end_lost(conversation)
                turns.try_again(conversation, again)
            elif conversation.status == State.BOT:
                hand_off(conversation, reason="failure", seen=seen)
            else:
                _end_lost(conversation)
        logger.warning("Turn %s lost its worker", turn.pk)
    return len(lost)


def _end_lost(conversation: Conversation) -> None:
    end_turn(conversation, seen=None, status=Turn.Status.FAILED, reason="worker_lost")


def _forgotten_turns(now: datetime) -> int:
    """The nudge was lost: ask again."""
    forgotten = Turn.objects.filter(
        Q(start_after=None) | Q(start_after__lt=now - timedelta(seconds=2)),
        status=Turn.Status.QUEUED,
        created_at__lt=now - timedelta(seconds=3),
    ).values_list("pk", flat=True)[:AT_ONCE]
    for turn in forgotten:
        nudge.answer_again(turn)
    return len(forgotten)


def _overdue(now: datetime) -> int:
    """Nobody answered within the deadline, counted from the end of an outage: ask a person."""
    since = _counting_from(now)
    limit = timedelta(seconds=settings.ANSWER_DEADLINE_SECONDS)
    if since + limit > now:
        return 0
    overdue = Conversation.objects.filter(
        status=State.BOT, unanswered_since__lt=now - limit
    ).values_list("pk", flat=True)[:AT_ONCE]
    for pk in overdue:
        seen = hush(pk)
        with transaction.atomic():
            conversation = locked(pk)
            waiting = conversation.unanswered_since
            if conversation.status == State.BOT and waiting and waiting < now - limit:
                hand_off(conversation, reason="deadline", seen=seen)
    return len(overdue)


def _counting_from(now: datetime) -> datetime:
    """Return since when sweeps have come regularly, so that an outage is not held against us."""
    last, since = cache.get("sweeps", (None, None))
    if last is None or now - last > timedelta(seconds=OUTAGE_SECONDS):
        since = now
    cache.set("sweeps", (now, since), timeout=None)
    return since  # type: ignore[no-any-return]
