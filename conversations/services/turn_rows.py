"""Turns with all that stands around them, each read by one statement of our own.

To write such a statement takes the ORM longer than the database takes to run it.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model

from accounts.models import Customer, Site
from conversations.models import Conversation, Event, Turn
from conversations.services.enrolling import CHOSEN_AT, Chosen, chosen_for
from knowledge.reader import Reader
from knowledge.readers import COLLECTIONS_OF, customer_reading

M = TypeVar("M", bound=Model)


class _Columns(Generic[M]):
    """Some columns of a model in a statement; the others are fetched when they are asked for."""

    def __init__(self, model: type[M], named: str, columns: str) -> None:
        self._model = model
        wanted = columns.split()
        # In the order in which instances are made of them.
        self._names = [
            field.attname
            for field in model._meta.concrete_fields
            if field.attname in wanted
        ]
        self.sql = ", ".join(f"{named}.{name}" for name in self._names)

    def made_of(self, values: Iterator[Any]) -> M:
        """Take so many values of a row, and return the instance."""
        own = [next(values) for _ in self._names]
        return self._model.from_db(DEFAULT_DB_ALIAS, self._names, own)


_TURN = _Columns(Turn, "turn", "id conversation_id trigger epoch status attempt reason")
_CONVERSATION = _Columns(
    Conversation,
    "conversation",
    """id public_id site_id customer_id status control control_epoch version assignee_id failures
    last_seq last_pub_seq waiting_since unanswered_since created_at""",
)
_CUSTOMER = _Columns(Customer, "customer", "id site_id key verified")
_SITE = _Columns(
    Site,
    "site",
    "id key name language bot_enabled bot_name answer_floor repeats_answers",
)
_ALL = (
    f"{_TURN.sql}, {_CONVERSATION.sql}, {_CUSTOMER.sql}, {_SITE.sql}, {COLLECTIONS_OF}"
)
_JOINED = """
    conversations_turn turn
    JOIN conversations_conversation conversation ON conversation.id = turn.conversation_id
    JOIN accounts_customer customer ON customer.id = conversation.customer_id
    JOIN accounts_site site ON site.id = conversation.site_id
"""
# Joined rows are those from before the wait for the lock, and so is the turn: whoever ends one holds
# the conversation's lock, and what may have changed of it meanwhile is looked at again.
_LOCKED = f"""
    SELECT {_ALL} FROM {_JOINED} WHERE turn.id = %(turn)s FOR NO KEY UPDATE OF conversation
"""  # noqa: S608 made of our own words; the values are parameters
# A claim that a crash of the database server takes back leaves the turn in its queue, and the worker
# outside of the fence: nobody has to wait for the disk.
_CLAIMED = f"""
    WITH queued AS MATERIALIZED (
        SELECT id, start_after - statement_timestamp() AS early FROM conversations_turn
        WHERE id = %(turn)s AND status = 'queued'
        FOR NO KEY UPDATE SKIP LOCKED
    ), claimed AS (
        UPDATE conversations_turn turn
        SET status = 'streaming', lease_until = statement_timestamp() + %(lease)s
        FROM queued
        WHERE turn.id = queued.id AND coalesce(queued.early <= interval '0', true)
            AND set_config('synchronous_commit', 'off', true) = 'off'
    )
    SELECT {_ALL}, {CHOSEN_AT}, queued.early,
        coalesce((
            SELECT earlier.trigger FROM conversations_turn earlier
            WHERE earlier.conversation_id = conversation.id
                AND earlier.status IN ('done', 'cancelled')
            ORDER BY earlier.trigger DESC LIMIT 1
        ), 0),
        (
            SELECT json_agg(json_build_array(id, seq, kind, payload) ORDER BY seq)::text FROM (
                SELECT id, seq, kind, payload FROM conversations_event
                WHERE conversation_id = conversation.id AND seq <= turn.trigger
                    AND kind IN ('message', 'partial')
                ORDER BY seq DESC LIMIT %(lines)s
            ) AS line
        )
    FROM {_JOINED} JOIN queued ON queued.id = turn.id
"""  # noqa: S608 made of our own words; the values are parameters

# Whoever plans or ends a turn holds the conversation's lock: the only row in the way is a live turn.
_ADDED = """
    INSERT INTO conversations_turn (id, conversation_id, trigger, epoch, status, attempt,
        burst_since, text, outcome, reason, created_at)
    VALUES (%(turn)s, %(conversation)s, %(trigger)s, %(epoch)s, 'queued', 1,
        %(at)s, '', '', '', %(at)s)
    ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True)
class Claimed:
    """A turn that was queued a moment ago, and what is known of it.

    It is claimed now, unless it is too `early`: then somebody has to come back after that time.
    `dealt_with` is the seq up to which messages have their answer; `lines` are the last ones that
    somebody said, up to the turn's own.
    """

    turn: Turn
    reader: Reader
    chosen: Chosen
    early: timedelta | None
    dealt_with: int
    lines: Sequence[Event]


def added(conversation: Conversation, *, trigger: int, at: datetime) -> UUID | None:
    """Add a turn to a locked conversation and return its key; None, and no turn, where one lives."""
    turn = uuid4()
    values: dict[str, Any] = {
        "turn": turn,
        "conversation": conversation.pk,
        "trigger": trigger,
        "epoch": conversation.control_epoch,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ADDED, values)
        return turn if cursor.rowcount else None


def claimed(turn: UUID, *, lease: timedelta, lines: int) -> Claimed | None:
    """Claim a queued turn if it may begin; None when somebody else has it. In a transaction only."""
    row = _row(_CLAIMED, {"turn": turn, "lease": lease, "lines": lines})
    if row is None:
        return None
    values = iter(row)
    found, reader = _around(values)
    compared, variant, early, dealt_with, said = values
    chosen = chosen_for(found.conversation, compared=compared, variant=variant)
    events = [
        Event.from_db(DEFAULT_DB_ALIAS, ["id", "seq", "kind", "payload"], line)
        for line in json.loads(said or "[]")
    ]
    return Claimed(found, reader, chosen, early, dealt_with, events)


def locked_turn(turn: UUID) -> tuple[Turn, Reader]:
    """Return a turn with its conversation, which is locked now, and what its customer may read."""
    row = _row(_LOCKED, {"turn": turn})
    if row is None:
        raise Turn.DoesNotExist
    return _around(iter(row))


def _around(values: Iterator[Any]) -> tuple[Turn, Reader]:
    turn = _TURN.made_of(values)
    turn.conversation = conversation = _CONVERSATION.made_of(values)
    conversation.customer = _CUSTOMER.made_of(values)
    conversation.site = conversation.customer.site = _SITE.made_of(values)
    verified = conversation.customer.verified
    return turn, customer_reading(next(values), verified=verified)


def _row(statement: str, parameters: dict[str, Any]) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row
