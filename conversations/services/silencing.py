"""Ending a running answer because somebody else speaks now, without losing what was seen."""

from typing import Any

from django.utils import timezone

from accounts.identity import customer_group
from conversations import doorbell, drafts
from conversations.models import Conversation, Event, Turn
from conversations.services.appending import Draft, append, turn_actor


def hush(conversation_id: int) -> drafts.Seen | None:
    """Shut the stream of the running turn and return what was seen of it; before locking.

    This talks to Redis, so it must not run inside the transaction. If the caller is refused
    afterwards, the turn goes on without deltas and its whole answer is still stored.
    """
    turn = (
        Turn.objects.filter(conversation=conversation_id, status__in=Turn.LIVE)
        .values_list("pk", flat=True)
        .first()
    )
    return drafts.close(turn) if turn is not None else None


def end_turn(
    conversation: Conversation,
    *,
    seen: drafts.Seen | None,
    status: str = Turn.Status.CANCELLED,
    reason: str,
) -> Turn | None:
    """End the live turn of a locked conversation; text that was seen becomes a partial event."""
    turn = (
        Turn.objects.select_for_update(no_key=True)
        .filter(conversation=conversation, status__in=Turn.LIVE)
        .first()
    )
    if turn is None:
        return None
    text = _seen_of(turn, seen)
    turn.status = status
    turn.reason = reason
    turn.text = text
    turn.finished_at = timezone.now()
    turn.save(update_fields=["status", "reason", "text", "finished_at"])
    if text:
        append(
            conversation,
            Draft(
                kind=Event.Kind.PARTIAL,
                actor=turn_actor(turn),
                payload={"turn": str(turn.pk), "text": text, "reason": reason},
            ),
        )
    tell_turn(conversation, turn)
    return turn


def tell_turn(conversation: Conversation, turn: Turn, **fields: Any) -> None:
    """After COMMIT, tell both audiences where a turn stands."""
    frame = {"type": "turn", "id": str(turn.pk), "state": turn.status, **fields}
    if turn.reason:
        frame["reason"] = turn.reason
    customer = customer_group(conversation.site_id, conversation.customer.key)
    staff = doorbell.staff_group(conversation.public_id)
    here = {"conversation": str(conversation.public_id)}
    doorbell.after_commit_tell(customer, {"type": "frame", "frame": frame})
    doorbell.after_commit_tell(staff, {"type": "frame", "frame": frame | here})


def _seen_of(turn: Turn, seen: drafts.Seen | None) -> str:
    """What customers saw: Redis knows exactly, the row's copy is up to a second old."""
    if turn.spoke_at is None:
        return ""
    if seen is None or seen.turn != turn.pk:
        # It began to speak after `hush` looked: the one time that Redis is asked under a lock.
        seen = drafts.close(turn.pk)
    return seen.text or turn.text
