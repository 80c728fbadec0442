"""Reading what has happened: welcome, pages and catching up, for both audiences."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts.identity import Identity
from accounts.models import User
from conversations import drafts
from conversations.events import for_customer, for_staff, stamp
from conversations.models import Conversation, Turn
from conversations.protocol import HEARTBEAT_SECONDS, PAGE
from conversations.services.customer_chats import current_conversation
from conversations.waiting import place_of


@dataclass(frozen=True)
class News:
    """Events after a cursor, in order, with the list that they belong to."""

    conversation: UUID | None
    log: str | None
    head: int
    events: list[dict[str, Any]]


def welcome(
    identity: Identity, *, last: int, log: str | None, tail: int | None
) -> dict[str, Any]:
    """Return the welcome frame for a customer who has seen everything up to `last`."""
    conversation = current_conversation(identity)
    frame: dict[str, Any] = {
        "type": "welcome",
        "hb": HEARTBEAT_SECONDS,
        "now": stamp(timezone.now()),
        "floor": 0,
    }
    if conversation is None:
        return frame | {
            "conversation": None,
            "log": None,
            "head": 0,
            "events": [],
            "more": False,
            "reset": last > 0 or log is not None,
            "state": "new",
            "read": {"customer": 0},
        }
    head = conversation.last_pub_seq
    reset = last > head or (log is not None and log != conversation.log)
    last = 0 if reset else last
    if tail is not None:
        last = max(last, head - tail)
    events = _public_after(conversation, last)
    frame |= {
        "conversation": str(conversation.public_id),
        "log": conversation.log,
        "head": head,
        "events": events,
        "more": bool(events) and events[-1]["seq"] < head,
        "reset": reset,
        "state": conversation.customer_state,
        "read": {"customer": conversation.customer_read_seq},
    }
    return frame | running_turn(conversation)


def news_for_customer(identity: Identity, *, last: int, log: str | None) -> News:
    """Return a customer's events after `last`; all of them when the list is another one."""
    conversation = current_conversation(identity)
    if conversation is None:
        return News(None, None, 0, [])
    after = last if conversation.log == log else 0
    return News(
        conversation.public_id,
        conversation.log,
        conversation.last_pub_seq,
        _public_after(conversation, after),
    )


def page_for_customer(
    identity: Identity, *, after: int | None, before: int | None, limit: int
) -> dict[str, Any]:
    """Return one page of a customer's events for HTTP, going forward or back from a cursor."""
    conversation = current_conversation(identity)
    if conversation is None:
        return {
            "conversation": None,
            "log": None,
            "head": 0,
            "floor": 0,
            "events": [],
            "more": False,
            "state": "new",
        }
    events = conversation.events.exclude(pub_seq=None)
    if before is not None:
        page = list(events.filter(pub_seq__lt=before).order_by("-pub_seq")[:limit])[
            ::-1
        ]
        more = bool(page) and (page[0].pub_seq or 0) > 1
    else:
        page = list(events.filter(pub_seq__gt=after or 0).order_by("pub_seq")[:limit])
        more = bool(page) and (page[-1].pub_seq or 0) < conversation.last_pub_seq
    answer = {
        "conversation": str(conversation.public_id),
        "log": conversation.log,
        "head": conversation.last_pub_seq,
        "floor": 0,
        "events": [for_customer(event) for event in page],
        "more": more,
        "state": conversation.customer_state,
    }
    return answer | running_turn(conversation)


def may_open(user: User, conversation: UUID) -> bool:
    """Whether a member of staff may see a conversation."""
    found = Conversation.objects.visible_to(user).filter(public_id=conversation)
    return found.exists()


def opened(user: User, conversation: UUID, *, last: int) -> dict[str, Any] | None:
    """Return the answer to an agent's `open`; None when they may not see it."""
    found = (
        Conversation.objects.visible_to(user)
        .select_related("assignee")
        .filter(public_id=conversation)
        .first()
    )
    if found is None:
        return None
    reset = last > found.last_seq
    after = 0 if reset else last
    events = for_staff(found.events.filter(seq__gt=after).order_by("seq")[:PAGE])
    return {
        "type": "opened",
        "conversation": str(found.public_id),
        "head": found.last_seq,
        "events": events,
        "more": bool(events) and events[-1]["seq"] < found.last_seq,
        "reset": reset,
        "state": found.status,
        "holder": found.assignee.display_name if found.assignee else None,
    } | running_turn(found)


def news_for_staff(
    user: User, conversation: UUID, *, last: int
) -> list[dict[str, Any]]:
    """Return a conversation's events after `last` for an agent who may see it."""
    found = Conversation.objects.visible_to(user).filter(public_id=conversation).first()
    if found is None:
        return []
    return for_staff(found.events.filter(seq__gt=last).order_by("seq")[:PAGE])


def turn_text(conversation: Conversation, turn: UUID) -> dict[str, Any] | None:
    """Return the `turn` frame that answers a snapshot, if the turn belongs here."""
    found = conversation.turns.filter(pk=turn).first()
    return None if found is None else {"type": "turn", **_standing(found)}


def running_turn(conversation: Conversation) -> dict[str, Any]:
    """Return `{"turn": ...}` while an answer is made or waits to be, else nothing."""
    turn = conversation.turns.filter(status__in=Turn.LIVE).first()
    return {} if turn is None else {"turn": _standing(turn)}


def _standing(turn: Turn) -> dict[str, Any]:
    """Where a turn stands: what has been shown of it, and its place while it waits."""
    text = drafts.text_of(turn.pk) if turn.status in Turn.LIVE else None
    fields = {
        "id": str(turn.pk),
        "state": turn.status,
        "text": turn.text if text is None else text,
    }
    position = place_of(turn)
    if position is None:
        return fields
    # To whoever waits it is one line, before a worker and before a model.
    return fields | {"position": position, "state": Turn.Status.QUEUED.value}


def _public_after(conversation: Conversation, last: int) -> list[dict[str, Any]]:
    events = conversation.events.filter(pub_seq__gt=last).order_by("pub_seq")[:PAGE]
    return [for_customer(event) for event in events]
