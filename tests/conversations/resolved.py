"""Chats that a person answers and resolves, and workers that learn from them."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.db import transaction

from accounts.models import Site, User
from conversations import learning
from conversations.models import Conversation, Event, ToLearn
from conversations.services import agents
from conversations.services.appending import Draft, append, locked
from knowledge import tasks
from knowledge.models import AtomVersion
from tests.conversations.triaged import begin

EXPORT = "How do I export all my invoices as a file?"
TOLD = "The list of invoices has a button called Export at the top."


def cite(conversation: Conversation, version: AtomVersion) -> None:
    """The bot answers from a version."""
    citation = {
        "n": 1, "atom": version.atom.slug, "title": version.title, "section": "",
        "version": version.number, "version_id": version.pk, "quote": "",
    }  # fmt: skip
    payload = {"author": "bot", "text": "Press Print. [1]", "citations": [citation]}
    with transaction.atomic():
        draft = Draft(Event.Kind.MESSAGE, f"turn:{uuid4()}", payload)
        append(locked(conversation.pk), draft)


def resolved(
    site: Site,
    agent: User,
    *said: str,
    asked: str = EXPORT,
    cited: AtomVersion | None = None,
    notes: Sequence[str] = (),
) -> UUID:
    """A customer asks, a person answers and resolves; nobody has learned from it yet."""
    conversation = begin(site, asked)
    if cited is not None:
        cite(conversation, cited)
    chat = conversation.public_id
    for text in said:
        agents.reply(user=agent, conversation=chat, cid=uuid4(), text=text)
    for note in notes:
        agents.add_note(user=agent, conversation=chat, cid=uuid4(), text=note)
    agents.resolve(user=agent, conversation=chat, cid=uuid4())
    return chat


def learn() -> None:
    """Do what the workers do."""
    for key in list(ToLearn.objects.values_list("conversation", flat=True)):
        learning.look(key)
    tasks.propose()
