"""What programs are told of documents: plain values, the same names in lists and alone."""

from typing import Any

from django.db.models import Count

from knowledge.api.shown import MOST_NOTES, STATES
from knowledge.documents.tables import headings_of
from knowledge.documents.values import Refused
from knowledge.models import Candidate, SourceDocument


def row(document: SourceDocument) -> dict[str, Any]:
    """Return a document as it stands in a list; `collection` and `asked_by` come with it."""
    who = document.asked_by
    return {
        "id": document.pk,
        "name": document.name,
        "collection": document.collection.slug,
        "format": document.kind,
        "language": document.language,
        "bytes": document.size,
        "sha256": document.sha256,
        "state": document.state,
        "done": document.done,
        "total": document.total,
        "unchanged": document.unchanged,
        "failure": document.failure,
        "brought_at": document.asked_at,
        "brought_by": who.display_name if who is not None else None,
        "finished_at": document.finished_at,
    }


def whole(document: SourceDocument) -> dict[str, Any]:
    """Return all that is told of one document."""
    waiting = document.candidates.exclude(state=Candidate.State.SPLIT)
    counts = waiting.order_by().values_list("state").annotate(Count("pk"))
    return {
        **row(document),
        "headings": headings(document),
        "columns": document.columns,
        "together": document.gathered,
        "notes": [
            {"line": line, "message": message, "severity": severity}
            for line, _key, message, severity in document.notes[:MOST_NOTES]
        ],
        "more_notes": max(0, len(document.notes) - MOST_NOTES),
        "candidates": dict.fromkeys(STATES, 0) | dict(counts),
    }


def headings(document: SourceDocument) -> list[str] | None:
    """Return the headings of a table; None for other files, and where it has none to read."""
    if document.kind != SourceDocument.Kind.CSV:
        return None
    try:
        return headings_of(bytes(document.original.data))
    except Refused:
        return None
