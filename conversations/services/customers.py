"""What customers do: write, ask for a person, stop, rate, resolve."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.identity import Identity
from conversations import doorbell, nudge
from conversations.models import Conversation, Event, Turn
from conversations.protocol import LONGEST_MESSAGE
from conversations.services import turns
from conversations.services.appending import (
    SYSTEM,
    Draft,
    Refused,
    append,
    customer_actor,
    known,
    locked,
    move,
    save_state,
)
from conversations.services.customer_chats import (
    conversation_to_write_in,
    current_conversation,
    current_or_refuse,
    locked_customer,
)
from conversations.services.handing import hand_off
from conversations.services.learning import learn_later
from conversations.services.silencing import end_turn, hush
from conversations.states import Action, State

_WAYS_TO_A_PERSON = {
    State.BOT: Action.HAND_OFF,
    State.SNOOZED: Action.WAKE,
    State.RESOLVED: Action.REOPEN_QUEUED,
}


@dataclass(frozen=True)
class Stored:
    """Where a request ended up: the customers' seq of its event, if it has one."""

    conversation: UUID
    seq: int | None
    dup: bool = False
    relisted: bool = False


@transaction.atomic
def send(
    *, identity: Identity, cid: UUID, text: str, files: Sequence[str] = ()
) -> Stored:
    """Store a customer's message exactly once and ask for its answer.

    1. Lock the customer, so that two first messages make one conversation.
    2. Find the open conversation, or reopen or follow the last one, and lock it.
    3. A known cid gives its stored result; else append, and plan the turn.
    """
    text = clean(text)
    if files:
        raise Refused("bad_file")
    customer = locked_customer(identity)
    actor = customer_actor(customer)
    stored = known(actor, cid)
    if stored is not None:
        return Stored(stored.conversation.public_id, stored.pub_seq, dup=True)
    conversation, relisted = conversation_to_write_in(identity, customer)
    event = append(
        conversation,
        Draft(
            kind=Event.Kind.MESSAGE,
            actor=actor,
            payload={"author": "customer", "text": text},
            client_id=cid,
        ),
    )
    assert event is not None  # noqa: S101 only a fence makes it None
    _answer_or_queue(conversation, event)
    if conversation.status == State.BOT:
        nudge.triage_unless_answered(conversation.pk)
    else:
        nudge.triage(conversation.pk)
    if relisted:
        doorbell.after_commit_tell(identity.group, {"type": "resync"})
    return Stored(conversation.public_id, event.pub_seq, relisted=relisted)


def ask_person(*, identity: Identity, cid: UUID) -> Stored:
    """The customer wants a person: to the queue, with one line that says so."""
    current = current_conversation(identity)
    seen = hush(current.pk) if current is not None else None
    with transaction.atomic():
        customer = locked_customer(identity)
        stored = known(customer_actor(customer), cid)
        if stored is not None:
            return Stored(stored.conversation.public_id, stored.pub_seq, dup=True)
        conversation, relisted = conversation_to_write_in(identity, customer)
        action = _WAYS_TO_A_PERSON.get(State(conversation.status))
        if action is None:
            return Stored(conversation.public_id, None)
        event = hand_off(
            conversation,
            reason="asked",
            seen=seen,
            action=action,
            client_id=cid,
            actor=customer_actor(customer),
        )
        if relisted:
            doorbell.after_commit_tell(identity.group, {"type": "resync"})
        return Stored(
            conversation.public_id, event.pub_seq if event else None, relisted=relisted
        )


def resolve(*, identity: Identity, cid: UUID) -> Stored:
    """The customer is done."""
    current = current_or_refuse(identity)
    seen = hush(current.pk)
    with transaction.atomic():
        conversation = locked(current.pk)
        actor = customer_actor(conversation.customer)
        stored = known(actor, cid)
        if stored is not None:
            return Stored(conversation.public_id, stored.pub_seq, dup=True)
        if conversation.status in (State.RESOLVED, State.ARCHIVED):
            raise Refused("closed")
        end_turn(conversation, seen=seen, reason="resolved")
        event = close(conversation, actor=actor, client_id=cid)
        return Stored(conversation.public_id, event.pub_seq if event else None)


def stop(*, identity: Identity, turn: UUID) -> None:
    """Stop the running answer; what was seen of it stays as a partial event."""
    current = current_conversation(identity)
    if (
        current is None
        or not current.turns.filter(pk=turn, status__in=Turn.LIVE).exists()
    ):
        return
    seen = hush(current.pk)
    with transaction.atomic():
        conversation = locked(current.pk)
        if conversation.turns.filter(pk=turn, status__in=Turn.LIVE).exists():
            end_turn(conversation, seen=seen, reason="stopped")
            conversation.unanswered_since = None
            conversation.save(update_fields=["unanswered_since"])


def mark_read(*, identity: Identity, seq: int) -> Conversation | None:
    """Remember how far the customer has read; returns the conversation when that moved."""
    current = current_conversation(identity)
    if current is None:
        return None
    moved = Conversation.objects.filter(
        pk=current.pk, customer_read_seq__lt=min(seq, current.last_pub_seq)
    ).update(customer_read_seq=min(seq, current.last_pub_seq))
    return current if moved else None


def close(
    conversation: Conversation, *, actor: str, client_id: UUID | None = None
) -> Event | None:
    """Resolve a locked conversation whose turn has been ended."""
    move(conversation, Action.RESOLVE)
    conversation.resolutions += 1
    conversation.resolved_at = timezone.now()
    conversation.waiting_since = conversation.unanswered_since = None
    save_state(
        conversation, "resolutions", "resolved_at", "waiting_since", "unanswered_since"
    )
    learn_later(conversation)
    return append(
        conversation,
        Draft(
            kind=Event.Kind.STATE,
            actor=actor,
            payload={"state": "resolved", "resolution": conversation.resolutions},
            client_id=client_id,
        ),
    )


def clean(text: str) -> str:
    """Return a message as it is stored; raises Refused for one that cannot be."""
    text = text.replace("\0", "").strip()
    if not text:
        raise Refused("empty")
    if len(text) > LONGEST_MESSAGE:
        raise Refused("too_long")
    return text


def _answer_or_queue(conversation: Conversation, message: Event) -> None:
    """Plan the answer to a new message, or see that people are asked."""
    match State(conversation.status):
        case State.RESOLVED if (
            conversation.assignee_id is None and conversation.site.bot_enabled
        ):
            move(conversation, Action.REOPEN_BOT)
            save_state(conversation)
            append(
                conversation,
                Draft(kind=Event.Kind.STATE, actor=SYSTEM, payload={"state": "bot"}),
            )
            turns.plan(conversation, message)
        case State.RESOLVED:
            hand_off(conversation, reason="reopened", action=Action.REOPEN_QUEUED)
        case State.SNOOZED:
            hand_off(conversation, reason="reopened", action=Action.WAKE)
        case State.BOT if conversation.site.bot_enabled:
            turns.plan(conversation, message)
        case State.BOT:
            hand_off(conversation, reason="bot_off")
        case _:
            pass
