"""What staff do with documents: bring one in, say what its columns hold, have it read, erase it."""

import hashlib
from collections.abc import Sequence
from pathlib import PurePath

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from accounts import audit
from accounts.models import User
from knowledge.documents.gathering import ALONE
from knowledge.format import Problem
from knowledge.models import (
    Collection,
    DocumentFile,
    SourceDocument,
)
from knowledge.nudge import read_documents_soon
from knowledge.services import jobs
from knowledge.services.candidate_texts import give_way

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
    *,
    document: SourceDocument,
    columns: Sequence[str],
    user: User,
    gathered: str = ALONE,
) -> None:
    """Say what the columns of a table hold and which lines become one text, and have it read anew.

    Raises UnderWay.
    """
    locked = _lock(document)
    if locked.is_under_way:
        raise UnderWay
    SourceDocument.objects.filter(pk=locked.pk).update(
        columns=list(columns), gathered=gathered
    )
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
    give_way(document.candidates.all())
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


def _told(problems: Sequence[Problem]) -> list[list[object]]:
    return [[p.line, p.key, p.message, p.severity] for p in problems]


def _note(
    user: User | None, verb: str, document: SourceDocument, **details: object
) -> None:
    target = f"document {document.pk}"
    audit.record(user=user, verb=f"{verb} document", target=target, details=details)
