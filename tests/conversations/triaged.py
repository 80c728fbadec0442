"""Conversations for tests of triage: what is said, and a worker that looks at it."""

from uuid import UUID, uuid4

from django.db import transaction

from accounts.identity import Identity, new_visitor, visitor_identity
from accounts.models import Site
from conversations import triaging
from conversations.models import Conversation, Event, Triage
from conversations.services import customers
from conversations.services.appending import Draft, append, locked

CHARGED = "You charged me twice for March. Please give me my money back!"
HOW_TO = "How do I export my contacts as a CSV file?"


def begin(site: Site, *texts: str, who: Identity | None = None) -> Conversation:
    """A customer says something; nobody has looked at it yet."""
    who = who or visitor_identity(site, new_visitor(site))
    for text in texts:
        stored = customers.send(identity=who, cid=uuid4(), text=text)
    return Conversation.objects.get(public_id=stored.conversation)


def looked_at(site: Site, *texts: str, who: Identity | None = None) -> Triage:
    """A customer says something, and triage has looked."""
    conversation = begin(site, *texts, who=who)
    triaging.look(conversation.pk)
    return Triage.objects.get(conversation=conversation)


def bot_says(
    conversation: Conversation, text: str, *titles: str, **more: object
) -> None:
    """The bot answers, from atoms of these titles."""
    citations = [
        {
            "n": n, "atom": title.lower(), "title": title, "section": "", "version": 1,
            "version_id": 1, "quote": "",
        }
        for n, title in enumerate(titles, start=1)
    ]  # fmt: skip
    payload = {"author": "bot", "text": text, "citations": citations, **more}
    with transaction.atomic():
        draft = Draft(Event.Kind.MESSAGE, f"turn:{uuid4()}", payload)
        append(locked(conversation.pk), draft)


def kinds(chat: UUID) -> list[str]:
    found = Conversation.objects.get(public_id=chat)
    return list(found.events.order_by("seq").values_list("kind", flat=True))
