"""One conversation as the inbox shows it: its head, what may be done, and whose it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from conversations.inbox.briefs import Brief, brief_of
from conversations.inbox.powers import Powers, Seat, powers
from conversations.inbox.standing import Standing, ago, owner_of, standing
from conversations.models import Conversation
from conversations.states import State
from knowledge.models import Proposal
from knowledge.rights import Right, Rights

MOST_EARLIER = 10


@dataclass(frozen=True)
class Earlier:
    """Another conversation of the same customer."""

    id: UUID
    reference: str
    subject: str
    at: datetime
    standing: Standing


@dataclass(frozen=True)
class Pane:
    """Everything around a transcript."""

    conversation: Conversation
    name: str
    standing: Standing
    waiting: str
    powers: Powers
    holds: bool
    holder: str
    leads: bool
    earlier: Sequence[Earlier]
    brief: Brief
    may_correct: bool
    proposals: Sequence[Proposal]


def pane_of(user: User, public_id: UUID) -> Pane | None:
    """Return what surrounds a conversation; None when this user may not see it."""
    conversation = (
        Conversation.objects.visible_to(user)
        .select_related("customer", "site", "assignee", "team", "triage")
        .filter(public_id=public_id)
        .first()
    )
    if conversation is None:
        return None
    owner = owner_of(conversation)
    leads = user.has_perm("conversations.lead_conversation")
    seat = Seat(
        state=State(conversation.status),
        holds=owner == user,
        held=owner is not None and owner != user,
        replies=user.has_perm("conversations.reply_conversation"),
        leads=leads,
    )
    return Pane(
        conversation=conversation,
        name=str(conversation.customer),
        standing=standing(conversation, user),
        waiting=_waiting(conversation),
        powers=powers(seat),
        holds=seat.holds,
        holder=owner.display_name if owner else "",
        leads=leads,
        earlier=_earlier(conversation, user),
        brief=brief_of(conversation, user),
        may_correct=seat.replies and seat.state != State.ARCHIVED,
        proposals=_proposals(conversation, user),
    )


def _proposals(conversation: Conversation, user: User) -> list[Proposal]:
    """Return what was learned from it, for whoever may write where that would go."""
    mine = Rights.of(user).collections(Right.WRITE)
    found = Proposal.objects.about(conversation.public_id).to_read()
    return list(found.filter(collection__in=mine).order_by("pk"))


def _waiting(conversation: Conversation) -> str:
    since = conversation.waiting_since
    if conversation.status != State.QUEUED or since is None:
        return ""
    return ago(since, timezone.now())


def _earlier(conversation: Conversation, user: User) -> list[Earlier]:
    others = (
        Conversation.objects.visible_to(user)
        .filter(customer=conversation.customer_id)
        .exclude(pk=conversation.pk)
        .select_related("assignee")
        .order_by("-pk")[:MOST_EARLIER]
    )
    return [
        Earlier(
            id=other.public_id,
            reference=other.reference,
            subject=other.subject,
            at=other.last_message_at or other.created_at,
            standing=standing(other, user),
        )
        for other in others
    ]
