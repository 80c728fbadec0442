"""Appending events: the lock, the counters, the fence and the doorbell, in one place."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from accounts.identity import customer_group
from accounts.models import Customer
from conversations import doorbell
from conversations.models import Conversation, Event, Turn
from conversations.states import Action, State, after, control_in, epoch_rises


class Refused(Exception):
    """A request that is not carried out; `code` is one of the protocol's nack codes."""

    def __init__(self, code: str, *, retry: bool = False, holder: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.retry = retry
        self.holder = holder


@dataclass(frozen=True)
class Fence:
    """The right to speak of one running turn: the bot's control in the turn's epoch."""

    turn: UUID
    epoch: int


@dataclass(frozen=True)
class Draft:
    """An event about to be appended."""

    kind: str
    actor: str
    payload: dict[str, Any]
    public: bool = True
    client_id: UUID | None = None


def customer_actor(customer: Customer) -> str:
    """How events name a customer."""
    return f"customer:{customer.pk}"


def user_actor(user_id: int) -> str:
    """How events name a member of staff."""
    return f"user:{user_id}"


def turn_actor(turn: Turn) -> str:
    """How events name the bot in one turn."""
    return f"turn:{turn.pk}"


SYSTEM = "system"
_NEXT_NUMBERS = (
    "UPDATE conversations_conversation"
    " SET last_seq = last_seq + 1, last_pub_seq = last_pub_seq + %s WHERE "
)


def locked(conversation_id: int) -> Conversation:
    """Return the conversation, locked until the transaction ends. Inside a transaction only."""
    # Joined rows are those from before the wait for the lock, so only what never changes is
    # joined: with the assignee in the join, two agents who took at once both won.
    return (
        Conversation.objects.select_for_update(no_key=True, of=("self",))
        .select_related("customer", "site")
        .get(pk=conversation_id)
    )


def known(actor: str, client_id: UUID) -> Event | None:
    """Return the event that an earlier copy of this request made."""
    return Event.objects.filter(actor=actor, client_id=client_id).first()


def append(
    conversation: Conversation, draft: Draft, *, fence: Fence | None = None
) -> Event | None:
    """Number and store an event of a conversation that the caller has locked; ring after COMMIT.

    With a fence the counter moves only while the bot holds control in that epoch and the turn
    still runs: None means that somebody took over or stopped it, and nothing was written.
    """
    counters = _next_numbers(conversation.pk, public=draft.public, fence=fence)
    if counters is None:
        return None
    conversation.last_seq, conversation.last_pub_seq = counters
    event = Event.objects.create(
        conversation=conversation,
        seq=conversation.last_seq,
        pub_seq=conversation.last_pub_seq if draft.public else None,
        kind=draft.kind,
        actor=draft.actor,
        client_id=draft.client_id,
        payload=draft.payload,
    )
    doorbell.ring(
        conversation=conversation.public_id,
        customer=customer_group(conversation.site_id, conversation.customer.key),
        head=event.seq,
        public=event.pub_seq,
    )
    return event


def move(conversation: Conversation, action: Action) -> State:
    """Carry a locked conversation through the state table; return the state before.

    Raises IllegalTransition. The caller saves with `save_state` and appends what people see.
    """
    before = State(conversation.status)
    now = after(before, action)
    conversation.status = now
    conversation.control = control_in(now)
    conversation.version += 1
    if epoch_rises(before, now):
        conversation.control_epoch += 1
    return before


def save_state(conversation: Conversation, *also: str) -> None:
    """Write what `move` changed, and the other fields named."""
    conversation.save(
        update_fields=["status", "control", "control_epoch", "version", *also]
    )


def remember_last(conversation: Conversation, *, text: str, author: str) -> None:
    """Keep what lists show of the newest public message."""
    conversation.last_message_text = text[:200]
    conversation.last_message_author = author
    conversation.last_message_at = timezone.now()
    if not conversation.subject:
        conversation.subject = text[:200]
    conversation.save(
        update_fields=[
            "last_message_text",
            "last_message_author",
            "last_message_at",
            "subject",
        ]
    )


def _next_numbers(
    conversation_id: int, *, public: bool, fence: Fence | None
) -> tuple[int, int] | None:
    where = "id = %s"
    values: list[int | UUID] = [int(public), conversation_id]
    if fence is not None:
        where += (
            " AND control = 'bot' AND control_epoch = %s AND EXISTS"
            " (SELECT 1 FROM conversations_turn WHERE id = %s AND status = 'streaming')"
        )
        values += [fence.epoch, fence.turn]
    with connection.cursor() as cursor:
        cursor.execute(
            _NEXT_NUMBERS + where + " RETURNING last_seq, last_pub_seq", values
        )
        row: tuple[int, int] | None = cursor.fetchone()
    return row
