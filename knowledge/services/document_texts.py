"""The texts that documents may become, written as they are read: passages, and candidates made of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Max

from knowledge.documents.values import Piece
from knowledge.models import Candidate, DocumentPassage, SourceDocument
from knowledge.services import jobs
from knowledge.services.candidate_texts import Text, new


@dataclass(frozen=True)
class Found:
    """A text of a document, the pieces that it is made of, and the sentences by those' places.

    The numbers of its sentences count its own pieces, from 1. `is_known` where the atom of its id says
    all that already.
    """

    text: Text
    pieces: Sequence[Piece]
    is_known: bool = False


@transaction.atomic
def keep_some(
    *, document: SourceDocument, found: Sequence[Found], first: int, total: int
) -> bool:
    """Write the texts from the place `first` on, once; False when somebody stopped it or erased it.

    A text that a file of this name gave before, word for word, is not proposed again.
    """
    rows = SourceDocument.objects.select_for_update(no_key=True)
    locked = rows.filter(pk=document.pk).first()
    if locked is None or locked.stopped_at is not None or locked.done != first:
        return False
    known = _given_before(locked, found)
    for ordinal, each in enumerate(found, first + 1):
        numbers = _keep_pieces(locked, each.pieces)
        if not each.is_known and each.text.file not in known:
            _propose(locked, each, numbers, ordinal)
    unchanged = F("unchanged") + sum(each.is_known for each in found)
    SourceDocument.objects.filter(pk=locked.pk).update(unchanged=unchanged)
    jobs.keep_progress(job=locked, done=first + len(found), total=total)
    return True


def _given_before(document: SourceDocument, found: Sequence[Found]) -> set[str]:
    before = Candidate.objects.filter(
        collection=document.collection_id,
        document__name=document.name,
        said__in=[each.text.file for each in found],
    )
    return set(before.values_list("said", flat=True))


def _keep_pieces(document: SourceDocument, pieces: Sequence[Piece]) -> list[int]:
    """Return the numbers of pieces; what an earlier look has kept already has its number."""
    places = {piece.place[:200] for piece in pieces}
    kept = {
        (row.place, row.heading, row.text): row.number
        for row in document.pieces.filter(place__in=places)
    }
    last = document.pieces.aggregate(last=Max("number"))["last"] or 0
    numbers, made = [], []
    for piece in pieces:
        key = (piece.place[:200], piece.heading, piece.text)
        if key not in kept:
            last += 1
            kept[key] = last
            made.append(_row(document, last, key))
        numbers.append(kept[key])
    DocumentPassage.objects.bulk_create(made)
    return numbers


def _row(
    document: SourceDocument, number: int, key: tuple[str, str, str]
) -> DocumentPassage:
    place, heading, text = key
    return DocumentPassage(
        document=document, number=number, place=place, heading=heading, text=text
    )


def _propose(
    document: SourceDocument, found: Found, numbers: Sequence[int], ordinal: int
) -> None:
    new(
        found.text.numbered(numbers),
        ordinal,
        collection=document.collection,
        document=document,
        said=found.text.file,
    )
