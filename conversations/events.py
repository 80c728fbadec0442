"""What each audience is told of an event: allow-listed fields, one function an audience."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext

from conversations.models import Event, Note
from knowledge.rendering import plain_to_html, to_html

_CITATION_FIELDS = ("n", "atom", "title", "section", "version", "quote")
_CUSTOMER_FIELDS: Mapping[str, tuple[str, ...]] = {
    Event.Kind.MESSAGE: ("author", "name", "text", "turn", "confidence", "actions"),
    Event.Kind.PARTIAL: ("turn", "text", "reason"),
    Event.Kind.STATE: ("state", "resolution"),
    Event.Kind.ASSIGNED: ("name",),
    Event.Kind.NOTICE: ("code", "params", "text"),
    Event.Kind.CSAT: ("resolution", "score"),
}
_STAFF_FIELDS: Mapping[str, tuple[str, ...]] = {
    **_CUSTOMER_FIELDS,
    Event.Kind.STATE: ("state", "resolution", "reason"),
    Event.Kind.NOTICE: ("code", "params", "text", "reason", "rule"),
    Event.Kind.CSAT: ("resolution", "score", "comment"),
    Event.Kind.TAKEOVER: ("name", "from"),
    Event.Kind.TRIAGE: ("name", "category", "priority", "sentiment", "needs_person"),
}


def stamp(moment: datetime) -> str:
    """Return a time as the protocol writes it: RFC 3339, UTC, milliseconds."""
    return (
        moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    )


def for_customer(event: Event) -> dict[str, Any]:
    """Return the frame a customer gets; internal events never come here."""
    if event.pub_seq is None:
        message = f"Event {event.pk} is internal"
        raise ValueError(message)
    return _frame(event, event.pub_seq, _CUSTOMER_FIELDS)


def for_staff(events: Iterable[Event]) -> list[dict[str, Any]]:
    """Return the frames agents get; the texts of notes are joined here and nowhere else."""
    events = list(events)
    ids = [e.payload["note"] for e in events if e.kind == Event.Kind.NOTE]
    notes = {
        note.pk: note
        for note in Note.objects.filter(pk__in=ids).select_related("author")
    }
    return [_staff_frame(event, notes) for event in events]


def _staff_frame(event: Event, notes: Mapping[int, Note]) -> dict[str, Any]:
    frame = _frame(event, event.seq, _STAFF_FIELDS)
    if event.kind == Event.Kind.NOTE:
        note = notes.get(event.payload["note"])
        text = note.text if note else ""
        author = note.author.display_name if note and note.author else ""
        frame |= {"name": author, "text": text, "html": plain_to_html(text)}
    return frame


def _frame(
    event: Event, seq: int, fields: Mapping[str, tuple[str, ...]]
) -> dict[str, Any]:
    payload = event.payload
    frame: dict[str, Any] = {
        "type": "ev",
        "seq": seq,
        "kind": event.kind,
        "at": stamp(event.at),
    }
    frame |= {k: payload[k] for k in fields.get(event.kind, ()) if k in payload}
    match event.kind:
        case Event.Kind.MESSAGE:
            frame |= _message_parts(event)
        case Event.Kind.PARTIAL:
            frame["html"] = to_html(payload["text"])
        case Event.Kind.NOTICE:
            frame["text"] = gettext(payload["text"])
    if event.client_id is not None and event.actor.startswith("customer:"):
        frame["cid"] = str(event.client_id)
    return frame


def _message_parts(event: Event) -> dict[str, Any]:
    payload = event.payload
    render = plain_to_html if payload["author"] == "customer" else to_html
    return {
        "html": render(payload["text"]),
        "citations": [
            {key: citation[key] for key in _CITATION_FIELDS}
            | {"url": f"/widget/v1/events/{event.pub_seq}/sources/{citation['n']}"}
            for citation in payload.get("citations", [])
        ],
        "files": [],
    }
