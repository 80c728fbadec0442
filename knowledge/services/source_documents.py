"""What staff do with documents: bring one in, say what its columns hold, have it read, erase it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.db.models.functions import Now

from accounts import audit
from accounts.models import User
from knowledge.documents.values import Piece
from knowledge.format import Problem
from knowledge.models import (
    Candidate,
    Collection,
    DocumentFile,
    DocumentPassage,
    SourceDocument,
)
from knowledge.nudge import read_documents_soon
from knowledge.services import jobs
from knowledge.services.candidate_texts import Text, new

KINDS = {
    ".pdf": SourceDocument.Kind.PDF,
    ".docx": SourceDocument.Kind.WORD,
    ".html": SourceDocument.Kind.HTML,
    ".htm": SourceDocument.Kind.HTML,
    ".csv": SourceDocument.Kind.CSV,
    ".tsv": SourceDocument.Kind.CSV,
}


class BroughtAlready(Exception):
    """The collection has this very file, as `document`."""

    def __init__(self, document: SourceDocument) -> None:
        self.document = document
        super().__init__(f"brought in as document {document.pk}")


class UnderWay(Exception):
    """Somebody reads it just now: it can be stopped first."""


@dataclass(frozen=True)
class Found:
    """A text of a document, the pieces that it is made of, and the sentences by those' places.

    The numbers of its sentences count its own pieces, from 1. `is_known` where the atom of its id says
    all that already.
    """

    text: Text
    pieces: Sequence[Piece]
    is_known: bool = False


def add(
    *, collection: Collection, name: str, data: bytes, user: User | None
) -> SourceDocument:
    """Keep a file and have it read; a table waits until somebody says what its columns hold.

    Its name has one of the endings of KINDS. Raises BroughtAlready.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        try:
            with transaction.atomic():
                document = SourceDocument.objects.create(
                    collection=collection,
                    name=name,
                    kind=KINDS[PurePath(name).suffix.lower()],
                    sha256=sha256,
                    size=len(data),
                    asked_by=user,
                )
        except IntegrityError:
            found = collection.documents.filter(sha256=sha256).first()
            if found is None:
                raise
            raise BroughtAlready(found) from None
        DocumentFile.objects.create(document=document, data=data)
        _note(user, "brought in", document, size=len(data))
        read_documents_soon()
    return document


@transaction.atomic
def map_columns(
    *, document: SourceDocument, columns: Sequence[str], user: User
) -> None:
    """Say what the columns of a table hold, and have it read anew. Raises UnderWay."""
    locked = _lock(document)
    if locked.is_under_way:
        raise UnderWay
    SourceDocument.objects.filter(pk=locked.pk).update(columns=list(columns))
    _begin_anew(locked)
    _note(user, "described columns of", locked)


@transaction.atomic
def look_again(*, document: SourceDocument, user: User) -> None:
    """Have it read anew; what nobody touched gives way to what is found now. Raises UnderWay."""
    locked = _lock(document)
    if locked.is_under_way or locked.needs_columns:
        raise UnderWay
    _begin_anew(locked)
    _note(user, "looked through", locked)


def claim() -> SourceDocument | None:
    """Take the next one that nobody reads, leased to the caller."""
    waiting = SourceDocument.objects.to_run()
    return jobs.claim(waiting.select_related("collection"))


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


def refuse(*, document: SourceDocument, problems: Sequence[Problem]) -> None:
    """Keep why nothing can be made of a file, every reason with its line."""
    SourceDocument.objects.filter(pk=document.pk).update(notes=_told(problems))
    jobs.give_up(job=document, failure=problems[0].message)


def keep_notes(
    *, document: SourceDocument, language: str, notes: Sequence[Problem]
) -> None:
    """Keep what was left out of a document, and what language it is in."""
    rows = SourceDocument.objects.filter(pk=document.pk)
    rows.update(language=language[:35], notes=_told(notes))


@transaction.atomic
def stop(*, document: SourceDocument, user: User) -> None:
    """Let reading end where it is; what was found stays."""
    rows = SourceDocument.objects.filter(pk=document.pk, finished_at=None)
    if rows.filter(stopped_at=None).update(stopped_at=Now()):
        _note(user, "stopped looking through", document)


@transaction.atomic
def go_on(*, document: SourceDocument, user: User) -> None:
    """Let reading go on from where it was stopped."""
    rows = SourceDocument.objects.filter(pk=document.pk, finished_at=None)
    if rows.exclude(stopped_at=None).update(stopped_at=None, leased_until=None):
        _note(user, "went on looking through", document)
        read_documents_soon()


@transaction.atomic
def delete(*, document: SourceDocument, user: User | None) -> None:
    """Erase a document, its file and its candidates; atoms that were made of it stay."""
    _note(user, "erased", document)
    document.delete()


def _lock(document: SourceDocument) -> SourceDocument:
    return SourceDocument.objects.select_for_update(no_key=True).get(pk=document.pk)


def _begin_anew(document: SourceDocument) -> None:
    untouched = document.candidates.waiting().filter(revision=1, first_reader=None)
    untouched.filter(split_from=None).delete()
    SourceDocument.objects.filter(pk=document.pk).update(
        done=0,
        total=0,
        unchanged=0,
        notes=[],
        failure="",
        finished_at=None,
        stopped_at=None,
        leased_until=None,
    )
    read_documents_soon()


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


def _told(problems: Sequence[Problem]) -> list[list[object]]:
    return [[p.line, p.key, p.message, p.severity] for p in problems]


def _note(
    user: User | None, verb: str, document: SourceDocument, **details: object
) -> None:
    target = f"document {document.pk}"
    audit.record(user=user, verb=f"{verb} document", target=target, details=details)
