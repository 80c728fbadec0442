"""Appending events: the lock, the counters, the fence and the doorbell, in one place."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import connection

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
_LONGEST_SHOWN = 200
_COUNTERS = ("last_seq = last_seq + 1", "last_pub_seq = last_pub_seq + %s")
_LAST_MESSAGE = (
    "last_message_text = %s",
    "last_message_author = %s",
    "last_message_at = clock_timestamp()",
    "subject = CASE subject WHEN '' THEN %s ELSE subject END",
)
# The row is the queue of triage; a nudge or the sweep brings a worker.
_TRIAGE = "triage_since = COALESCE(triage_since, clock_timestamp())"
_UNANSWERED = "unanswered_since = clock_timestamp()"
_STORE = """
    WITH counted AS (
        UPDATE conversations_conversation SET {sets} WHERE {where}
        RETURNING id, last_seq, last_pub_seq, clock_timestamp() AS at
    )
    INSERT INTO conversations_event
        (conversation_id, seq, pub_seq, kind, actor, client_id, payload, at)
    SELECT id, last_seq, CASE WHEN %s THEN last_pub_seq END, %s, %s, %s::uuid, %s::jsonb, at
    FROM counted
    RETURNING id, seq, pub_seq, at, (SELECT last_pub_seq FROM counted)
"""
_FENCE = (
    "control = 'bot' AND control_epoch = %s AND EXISTS"
    " (SELECT 1 FROM conversations_turn WHERE id = %s AND status = 'streaming')"
)


def locked(conversation_id: int) -> Conversation:
    """Return the conversation, locked until the transaction ends. Inside a transaction only."""
    # Joined rows are those from before the wait for the lock, so only what never changes is
    # joined: with the assignee in the join, two agents who took at once both won.
    rows = Conversation.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("customer", "site").get(pk=conversation_id)


def known(actor: str, client_id: UUID) -> Event | None:
    """Return the event that an earlier copy of this request made."""
    return Event.objects.filter(actor=actor, client_id=client_id).first()


def append(
    conversation: Conversation,
    draft: Draft,
    *,
    fence: Fence | None = None,
    also: Mapping[str, Any] = MappingProxyType({}),
) -> Event | None:
    """Number and store an event of a conversation that the caller has locked; ring after COMMIT.

    What a person or the bot says also becomes what lists show of the conversation. `also` are other
    columns of it to be written with the event, and their values.

    With a fence the counter moves only while the bot holds control in that epoch and the turn
    still runs: None means that somebody took over or stopped it, and nothing was written.
    """
    event = _stored(conversation, draft, fence, also)
    if event is None:
        return None
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


def _stored(
    conversation: Conversation,
    draft: Draft,
    fence: Fence | None,
    also: Mapping[str, Any],
) -> Event | None:
    """Move the counters and what lists show, and store the event under its numbers: one statement.

    None, and nothing moved, when the fence does not hold.
    """
    sets, values = _moved(draft)
    sets += [f"{column} = %s" for column in also]
    values += also.values()
    if waits := _waits_for_the_bot(conversation, draft):
        sets.append(_UNANSWERED)
    where = ["id = %s"]
    values.append(conversation.pk)
    if fence is not None:
        where.append(_FENCE)
        values += [fence.epoch, fence.turn]
    stored: list[Any] = [draft.public, draft.kind, draft.actor, draft.client_id]
    statement = _STORE.format(sets=", ".join(sets), where=" AND ".join(where))
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, *stored, json.dumps(draft.payload)])
        row: tuple[int, int, int | None, datetime, int] | None = cursor.fetchone()
    if row is None:
        return None
    key, seq, pub_seq, at, conversation.last_pub_seq = row
    conversation.last_seq = seq
    if waits:
        conversation.unanswered_since = at
    for column, value in also.items():
        setattr(conversation, column, value)
    event = Event(
        id=key,
        conversation=conversation,
        seq=seq,
        pub_seq=pub_seq,
        kind=draft.kind,
        actor=draft.actor,
        client_id=draft.client_id,
        payload=draft.payload,
        at=at,
    )
    event._state.adding = False
    return event


def _moved(draft: Draft) -> tuple[list[str], list[Any]]:
    """What an event changes of its conversation, with the values."""
    sets: list[str] = [*_COUNTERS]
    values: list[Any] = [int(draft.public)]
    if _to_triage(draft):
        sets.append(_TRIAGE)
    if spoken := _spoken(draft):
        sets += _LAST_MESSAGE
        values += [spoken, draft.payload["author"], spoken]
    return sets, values


def _to_triage(draft: Draft) -> bool:
    """Whether triage should look: somebody said something, or what the bot tried has ended."""
    return draft.kind == Event.Kind.MESSAGE and draft.payload["author"] != "agent"


def _waits_for_the_bot(conversation: Conversation, draft: Draft) -> bool:
    """Whether this is the first message since the bot's last answer."""
    return (
        draft.kind == Event.Kind.MESSAGE
        and draft.payload["author"] == "customer"
        and conversation.unanswered_since is None
        and conversation.status == State.BOT
        and conversation.site.bot_enabled
    )


def _spoken(draft: Draft) -> str:
    """What lists show of an event: the beginning of what one of the people, or the bot, said."""
    said = draft.kind == Event.Kind.MESSAGE and draft.payload["author"] != SYSTEM
    return draft.payload["text"][:_LONGEST_SHOWN] if said else ""
