"""The text behind a citation, for whoever got that answer."""

from dataclasses import dataclass

from accounts.identity import Identity
from conversations.models import Event
from conversations.services.customer_chats import current_conversation
from knowledge.models import AtomVersion


@dataclass(frozen=True)
class SourceText:
    """A cited version as it was when the answer used it."""

    title: str
    section: str
    version: int
    quote: str
    type: str
    text: str


def source_text(identity: Identity, *, seq: int, n: int) -> SourceText | None:
    """Return the n-th source of the customer's event; None when there is none."""
    conversation = current_conversation(identity)
    if conversation is None:
        return None
    event = conversation.events.filter(pub_seq=seq, kind=Event.Kind.MESSAGE).first()
    return source_of(event, n) if event is not None else None


def source_of(event: Event, n: int) -> SourceText | None:
    """Return the n-th source of an event; None when it has none or the atom was deleted."""
    for citation in event.payload.get("citations", []):
        if citation["n"] == n:
            version = AtomVersion.objects.filter(pk=citation["version_id"]).first()
            if version is None:
                return None
            return SourceText(
                title=version.title,
                section=citation["section"],
                version=version.number,
                quote=citation["quote"],
                type=version.type,
                text=version.body,
            )
    return None
