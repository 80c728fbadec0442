"""Chats of two sites and teams, and what there is to see and to change in each of them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from accounts.identity import Identity, new_visitor, visitor_identity
from accounts.models import Site, Team
from conversations.models import Conversation, Event, Feedback, Turn
from conversations.services import customers
from conversations.services.appending import Draft, append, locked
from knowledge.models import Collection
from tests.knowledge.admin.pages import atom_in

SECRET = "Only for whom it was written."
ANSWER_SEQ = 2


@dataclass(frozen=True)
class Chat:
    """A chat with an answer that cites a source, and with a turn that runs."""

    identity: Identity
    id: UUID
    turn: UUID


def chat_of(site: Site, *, team: Team | None = None) -> Chat:
    """Begin a chat of a new customer, answered once and rated never."""
    identity = visitor_identity(site, new_visitor(site))
    stored = customers.send(identity=identity, cid=uuid4(), text=SECRET)
    found = Conversation.objects.get(public_id=stored.conversation)
    Conversation.objects.filter(pk=found.pk).update(team=team, resolutions=1)
    collection, _ = Collection.objects.get_or_create(name="Manual", slug="manual")
    title = f"title: About {uuid4()}\ntype: article\n"
    version = atom_in(collection, title, SECRET)
    citation = {
        "n": 1, "atom": version.atom.slug, "title": version.title, "section": "",
        "version": 1, "version_id": version.pk, "quote": "",
    }  # fmt: skip
    payload = {"author": "bot", "text": SECRET, "citations": [citation]}
    with transaction.atomic():
        append(locked(found.pk), Draft(Event.Kind.MESSAGE, "turn:0", payload))
    turn = Turn.objects.get(conversation=found)
    return Chat(identity, found.public_id, turn.pk)


def beginner_of(site: Site) -> Chat:
    """Begin a chat with one message and nothing else."""
    identity = visitor_identity(site, new_visitor(site))
    stored = customers.send(identity=identity, cid=uuid4(), text="Hello")
    turn = Turn.objects.get(conversation__public_id=stored.conversation)
    return Chat(identity, stored.conversation, turn.pk)


def footprint(chat: UUID) -> dict[str, Any]:
    """Everything about a chat that somebody could have changed."""
    found = Conversation.objects.get(public_id=chat)
    return {
        "status": found.status,
        "assignee": found.assignee_id,
        "read": found.customer_read_seq,
        "events": list(found.events.order_by("seq").values("kind", "payload")),
        "turns": list(found.turns.order_by("pk").values_list("pk", "status")),
        "votes": Feedback.objects.filter(event__conversation=found).count(),
        "notes": found.notes.count(),
    }
