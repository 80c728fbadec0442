"""What customers say of an answer, and of a chat as a whole."""

from uuid import UUID

from django.db import transaction

from accounts.identity import Identity
from conversations.models import Event, Feedback
from conversations.services.appending import (
    Draft,
    Refused,
    append,
    customer_actor,
    known,
    locked,
)
from conversations.services.customer_chats import current_or_refuse
from conversations.services.customers import Stored
from knowledge.services import traces


@transaction.atomic
def give_feedback(
    *, identity: Identity, seq: int, helpful: bool, reason: str
) -> Stored:
    """Keep whether an answer helped; a second word replaces the first."""
    conversation = current_or_refuse(identity)
    event = Event.objects.filter(
        conversation=conversation,
        pub_seq=seq,
        kind=Event.Kind.MESSAGE,
        payload__author="bot",
    ).first()
    if event is None:
        raise Refused("not_found")
    Feedback.objects.update_or_create(
        event=event, defaults={"helpful": helpful, "reason": reason}
    )
    turn = event.payload.get("turn")
    if turn is not None:
        traces.record_vote(turn=UUID(turn), helpful=helpful)
    return Stored(conversation.public_id, None)


@transaction.atomic
def rate(
    *, identity: Identity, cid: UUID, resolution: int, score: int, comment: str
) -> Stored:
    """Take the survey's answer, once for each resolution."""
    conversation = locked(current_or_refuse(identity).pk)
    actor = customer_actor(conversation.customer)
    stored = known(actor, cid)
    if stored is not None:
        return Stored(conversation.public_id, stored.pub_seq, dup=True)
    if resolution > conversation.resolutions:
        raise Refused("not_found")
    earlier = conversation.events.filter(
        kind=Event.Kind.CSAT, payload__resolution=resolution
    )
    if earlier.exists():
        raise Refused("conflict")
    payload = {
        "resolution": resolution,
        "score": score,
        "comment": comment.replace("\0", ""),
    }
    event = append(
        conversation,
        Draft(kind=Event.Kind.CSAT, actor=actor, payload=payload, client_id=cid),
    )
    return Stored(conversation.public_id, event.pub_seq if event else None)
