"""The queue of resolved conversations that the desk is yet to learn from."""

from datetime import datetime

from accounts import clock
from conversations import nudge
from conversations.models import Conversation, Event, ToLearn


def learn_later(conversation: Conversation) -> None:
    """Queue a conversation that was just resolved, if a person answered in it and its site learns.

    Called in the transaction that resolves it.
    """
    said = conversation.events.filter(kind=Event.Kind.MESSAGE, payload__author="agent")
    if conversation.site.learns_from_chats and said.exists():
        ToLearn.objects.update_or_create(
            conversation=conversation, defaults={"since": clock.now()}
        )
        nudge.learn(conversation.pk)


def learned(conversation: int, *, since: datetime) -> None:
    """Take a conversation out of the queue, unless it was resolved once more meanwhile."""
    ToLearn.objects.filter(conversation=conversation, since=since).delete()
