"""Joins resolved conversations and what knowledge learns from them: the public lines of people go down."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from django.db.models.functions import Now

from accounts.models import User
from conversations import nudge
from conversations.models import Conversation, Event, ToLearn
from conversations.services.learning import learned
from conversations.states import State
from knowledge.chats.exchanges import exchanges_of
from knowledge.chats.lines import Said, cleaned
from knowledge.services import proposals

PATIENCE = timedelta(seconds=30)
"""After so long nobody is on the way to a conversation: the sweep asks again."""
AT_ONCE = 50
_RESOLVED = frozenset({State.RESOLVED, State.ARCHIVED})
_PEOPLE = {"customer", "agent", "bot"}


def look(conversation: int) -> None:
    """Take in what people answered in a resolved conversation. Idempotent."""
    waiting = (
        ToLearn.objects.select_related("conversation__site", "conversation__customer")
        .filter(conversation=conversation)
        .first()
    )
    if waiting is None:
        return
    talk = waiting.conversation
    if talk.status in _RESOLVED and talk.site.learns_from_chats:
        lines = _lines(talk)
        staff = User.objects.in_bulk({line.user for line in lines if line.user})
        # Somebody whose account was deleted is nobody any more.
        known = [
            line if line.user in staff else replace(line, user=None) for line in lines
        ]
        found = exchanges_of(cleaned(known, _names(talk, staff.values())))
        proposals.take_in(
            site=talk.site,
            source=talk.public_id,
            at=talk.resolved_at or talk.created_at,
            verified=talk.customer.verified,
            exchanges=found,
        )
    learned(talk.pk, since=waiting.since)


def sweep() -> int:
    """Ask again for what nobody came for, and forget what was erased; return how many wait."""
    waiting = list(
        ToLearn.objects.filter(since__lt=Now() - PATIENCE)
        .order_by("since")
        .values_list("conversation", flat=True)[:AT_ONCE]
    )
    for pk in waiting:
        nudge.learn(pk)
    # Whatever way a conversation went, what quotes it goes too.
    there = Conversation.objects.values("public_id")
    for source in proposals.sources_not_in(there):
        proposals.forget(source=source)
    return len(waiting)


def _lines(talk: Conversation) -> list[Said]:
    """Return the public messages; notes have events of another kind, and no text in them."""
    events = talk.events.filter(
        kind=Event.Kind.MESSAGE, pub_seq__isnull=False, payload__author__in=_PEOPLE
    )
    return [_said(event) for event in events.order_by("seq") if "text" in event.payload]


def _said(event: Event) -> Said:
    author = event.payload["author"]
    _kind, _, number = event.actor.partition(":")
    cited = event.payload.get("citations", ())
    return Said(
        seq=event.seq,
        author=author,
        text=event.payload["text"],
        at=event.at,
        user=int(number) if author == "agent" and number.isdigit() else None,
        versions=tuple(each["version_id"] for each in cited),
    )


def _names(talk: Conversation, staff: Iterable[User]) -> list[str]:
    """Return the names of the customer and of the staff who wrote here."""
    names = [talk.customer.name, talk.customer.email.partition("@")[0]]
    for user in staff:
        names += [user.display_name, user.username]
    return [name for name in names if name]
