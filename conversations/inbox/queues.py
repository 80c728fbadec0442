"""The queues of the inbox: who stands in them, in which order, and how many."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from conversations.cases import triage_of
from conversations.inbox.briefs import Urgency, urgency_of
from conversations.inbox.standing import Standing, ago, standing
from conversations.models import Conversation, ConversationQuerySet, ReadMark
from conversations.states import State

MOST_ROWS = 50
MOST_COUNTED = 99


class Queue(StrEnum):
    """One list of the inbox; the word in its address."""

    WAITING = "waiting"
    MINE = "mine"
    BOT = "bot"
    COLLEAGUES = "colleagues"
    UNOWNED = "unowned"
    RESOLVED = "resolved"


@dataclass(frozen=True)
class Sign:
    """What stands on a queue's door, and what it says when nobody is in."""

    icon: str
    name: str
    empty: str
    hint: str


_ORDER: Mapping[Queue, tuple[str, ...]] = {
    Queue.WAITING: ("waiting_since", "pk"),
    Queue.RESOLVED: ("-resolved_at", "-pk"),
}
_NEWEST_FIRST = ("-last_message_at", "-pk")
_COUNTED = tuple(queue for queue in Queue if queue != Queue.RESOLVED)
_UNREAD = "unread"
# What answers and replies are marked up with; lists show one line of plain words.
_MARKS = re.compile(r"\*\*|`+|^#+ |\s?\[\d{1,3}\]", re.MULTILINE)
# Elsewhere only what one has looked into can be unread: others deal with the rest.
_ONES_OWN = (Queue.WAITING, Queue.MINE, Queue.UNOWNED)


@dataclass(frozen=True)
class Door:
    """A queue in the navigation, with how many stand in it."""

    queue: Queue
    sign: Sign
    count: str
    number: int
    unread: bool


@dataclass(frozen=True)
class Row:
    """One conversation in a list."""

    id: UUID
    reference: str
    name: str
    verified: bool
    site: str
    said_by: str
    words: str
    at: datetime
    ago: str
    standing: Standing
    waiting_since: datetime | None
    waiting: str
    unread: bool
    urgency: Urgency | None


def doors(user: User) -> list[Door]:
    """Return every queue with its count; counting stops at a hundred."""
    tally, signs = _tally(user), _signs()
    return [
        Door(
            queue=queue,
            sign=signs[queue],
            count=_count(tally[queue]) if queue in _COUNTED else "",
            number=tally[queue],
            unread=queue == Queue.MINE and tally[_UNREAD] > 0,
        )
        for queue in Queue
    ]


def rows(user: User, queue: Queue) -> list[Row]:
    """Return the first conversations of a queue as rows."""
    now = timezone.now()
    found = (
        _with_read_mark(in_queue(user, queue), user)
        .select_related("customer", "site", "assignee", "triage")
        .order_by(*_ORDER.get(queue, _NEWEST_FIRST))[:MOST_ROWS]
    )
    return [_row(conversation, user, queue, now) for conversation in found]


def in_queue(user: User, queue: Queue) -> ConversationQuerySet:
    """Return the conversations of a queue that this member of staff may see."""
    conditions: Mapping[Queue, Q] = {
        Queue.WAITING: Q(status=State.QUEUED),
        Queue.MINE: Q(status=State.HUMAN, assignee=user),
        Queue.BOT: Q(status=State.BOT),
        Queue.COLLEAGUES: Q(status=State.HUMAN, assignee__is_active=True)
        & ~Q(assignee=user),
        # People leave, and their accounts are closed or deleted.
        Queue.UNOWNED: Q(status=State.HUMAN)
        & (Q(assignee=None) | Q(assignee__is_active=False)),
        Queue.RESOLVED: Q(status=State.RESOLVED),
    }
    return Conversation.objects.visible_to(user).filter(conditions[queue])


def _signs() -> Mapping[Queue, Sign]:
    return {
        Queue.WAITING: Sign(
            "hourglass_top",
            _("Waiting"),
            _("Nobody is waiting"),
            _("Chats that need a person appear here by themselves."),
        ),
        Queue.MINE: Sign(
            "person",
            pgettext("queue", "Mine"),
            _("You hold no conversation"),
            _("Open one from Waiting and take it over."),
        ),
        Queue.BOT: Sign(
            "smart_toy",
            pgettext("queue", "Bot"),
            _("The bot talks to nobody right now"),
            _("Chats appear here with the customer's first question."),
        ),
        Queue.COLLEAGUES: Sign(
            "group",
            _("Colleagues"),
            _("No colleague is in a conversation"),
            _("What others hold appears here."),
        ),
        Queue.UNOWNED: Sign(
            "person_off",
            _("No owner"),
            _("Everything has an owner"),
            _("Chats whose agent has left the desk appear here."),
        ),
        Queue.RESOLVED: Sign(
            "check_circle",
            _("Resolved"),
            _("Nothing is resolved yet"),
            _("Resolve a conversation, and it is kept here."),
        ),
    }


def _tally(user: User) -> Counter[str]:
    """Count every queue up to its limit, and the unread of one's own, in one query."""
    unread = _with_read_mark(in_queue(user, Queue.MINE), user).filter(
        last_seq__gt=F("read")
    )
    parts = [
        found.order_by().annotate(queue=Value(name)).values_list("queue", "pk")[:most]
        for name, found, most in [
            *((q.value, in_queue(user, q), MOST_COUNTED + 1) for q in _COUNTED),
            (_UNREAD, unread, 1),
        ]
    ]
    return Counter(name for name, _ in parts[0].union(*parts[1:], all=True))


def _with_read_mark(found: ConversationQuerySet, user: User) -> ConversationQuerySet:
    mark = ReadMark.objects.filter(conversation=OuterRef("pk"), user=user).values("seq")
    return found.annotate(read=Coalesce(Subquery(mark[:1]), 0))


def _count(number: int) -> str:
    return f"{MOST_COUNTED}+" if number > MOST_COUNTED else str(number)


def _row(conversation: Conversation, user: User, queue: Queue, now: datetime) -> Row:
    at = conversation.last_message_at or conversation.created_at
    waiting_since = (
        conversation.waiting_since if conversation.status == State.QUEUED else None
    )
    read: int = conversation.read  # type: ignore[attr-defined]
    return Row(
        id=conversation.public_id,
        reference=conversation.reference,
        name=str(conversation.customer),
        verified=conversation.customer.verified,
        site=conversation.site.name,
        said_by=_said_by(conversation.last_message_author),
        words=_plain(conversation),
        at=at,
        ago=ago(at, now),
        standing=standing(conversation, user),
        waiting_since=waiting_since,
        waiting=ago(waiting_since, now) if waiting_since else "",
        unread=conversation.last_seq > read and (queue in _ONES_OWN or read > 0),
        urgency=urgency_of(triage_of(conversation)),
    )


def _plain(conversation: Conversation) -> str:
    """Customers' words are shown as typed; others write markdown."""
    text = conversation.last_message_text
    by_customer = conversation.last_message_author == "customer"
    return text if by_customer else _MARKS.sub("", text)


def _said_by(author: str) -> str:
    match author:
        case "bot":
            return _("Bot:")
        case "agent":
            return _("Agent:")
        case _:
            return ""
