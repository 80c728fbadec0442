"""What programs are told of interviews: plain values, the same names in lists and alone."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Max

from knowledge.interview_facts import Found, speakers_of
from knowledge.interviews.turns import Transcript
from knowledge.models import Candidate, Extraction, Interview, SpokenTurn
from knowledge.reader import Reader

MOST_NOTES = 100


def preview(found: Found, transcript: Transcript) -> dict[str, Any]:
    """Return what a file holds that is not kept yet."""
    return {
        "format": transcript.format,
        "language": found.language,
        "turns": found.turns,
        "words": found.words,
        "seconds": found.until,
        "speakers": [
            {
                "name": voice.name,
                "role": voice.role,
                "turns": voice.turns,
                "share": round(voice.share, 4),
            }
            for voice in found.voices
        ],
        "notes": _notes([(note.line, note.message) for note in transcript.notes]),
        "more_notes": max(0, len(transcript.notes) - MOST_NOTES),
    }


def rows(interviews: Sequence[Interview], reader: Reader) -> list[dict[str, Any]]:
    """Return interviews as they stand in a list; two queries for all of them."""
    counted = (
        SpokenTurn.objects.filter(interview__in=interviews)
        .order_by()
        .values("interview")
        .annotate(turns=Count("pk"), until=Max("end"), latest=Max("start"))
    )
    figures: dict[int, Any] = {each["interview"]: each for each in counted}
    return [_row(each, figures.get(each.pk, {}), reader) for each in interviews]


def whole(interview: Interview, reader: Reader) -> dict[str, Any]:
    """Return all that is told of one interview."""
    waiting = interview.candidates.exclude(state=Candidate.State.SPLIT)
    counts = waiting.order_by().values_list("state").annotate(Count("pk"))
    return {
        **rows([interview], reader)[0],
        "speakers": [
            {
                "id": each.pk,
                "name": each.name,
                "role": each.role,
                "turns": each.turn_count,
                "share": round(each.share, 4),
            }
            for each in speakers_of(interview)
        ],
        "notes": _notes(interview.notes),
        "more_notes": max(0, len(interview.notes) - MOST_NOTES),
        "candidates": dict.fromkeys(STATES, 0) | dict(counts),
        "extraction": extraction(interview.extractions.first()),
    }


def extraction(found: Extraction | None) -> dict[str, Any] | None:
    """Return how far a look through an interview is."""
    if found is None:
        return None
    return {
        "id": found.pk,
        "engine": found.engine,
        "state": _state(found),
        "done": found.done,
        "total": found.total,
        "asked_at": found.asked_at,
        "finished_at": found.finished_at,
        "failure": found.failure,
    }


def candidate(found: Candidate, seen: Mapping[int, str]) -> dict[str, Any]:
    """Return a candidate with its sentences; `seen` are the atoms that the reader sees, by key."""
    return {
        "id": found.pk,
        "title": found.title,
        "type": found.type,
        "state": found.state,
        "text": found.text,
        "atom": seen.get(found.atom_id or 0),
        "sentences": [
            {
                "text": sentence.text,
                "turns": sentence.turns,
                "supported": sentence.supported,
            }
            for sentence in found.sentences.all()
        ],
    }


def _row(
    interview: Interview, figures: Mapping[str, Any], reader: Reader
) -> dict[str, Any]:
    guide = interview.guide
    who = interview.imported_by
    return {
        "id": interview.pk,
        "title": interview.title,
        "collection": interview.collection.slug,
        # The guide of a collection that somebody may not read stays out of sight.
        "guide": {"id": guide.pk, "title": guide.title}
        if guide is not None and guide.collection_id in reader.collections
        else None,
        "language": interview.language,
        "held_on": interview.held_on,
        "state": interview.state,
        "format": interview.format,
        "source": interview.source,
        "bytes": interview.size,
        "sha256": interview.sha256,
        "imported_at": interview.imported_at,
        "imported_by": who.display_name if who is not None else None,
        "turns": figures.get("turns", 0),
        "seconds": max(figures.get("until") or 0.0, figures.get("latest") or 0.0),
    }


def _state(found: Extraction) -> str:
    if found.failure:
        return "failed"
    if found.finished_at is not None:
        return "finished"
    if found.stopped_at is not None:
        return "stopped"
    return "waiting" if found.leased_until is None else "running"


def _notes(notes: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    return [{"line": line, "message": said} for line, said in notes[:MOST_NOTES]]


STATES = [state for state in Candidate.State.values if state != Candidate.State.SPLIT]
