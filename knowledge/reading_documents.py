"""A document as it is read, and what the texts are that it may become."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from knowledge.converting import Refused, read_apart
from knowledge.documents.proposing import atoms_of
from knowledge.documents.values import Piece
from knowledge.documents.values import Text as Read
from knowledge.format import ParsedAtom, Problem, join, parse, with_values
from knowledge.interviews.sourcing import sourced, statements_of
from knowledge.interviews.support import Sentence
from knowledge.models import Atom, AtomVersion, SourceDocument
from knowledge.passages import Passage
from knowledge.services import jobs, source_documents
from knowledge.services.candidate_texts import Text
from knowledge.services.document_texts import Found, keep_some
from knowledge.services.renewals import renewed, taken_of

KEPT_AT_ONCE = 10

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What reading a document gave."""

    found: list[Found]
    notes: tuple[Problem, ...]
    language: str


def carry_out(document: SourceDocument) -> None:
    """Read a document that a worker has claimed, and keep what it gives or why it gives nothing."""
    try:
        # Reading says nothing for as long as a file may take, which is longer than a lease.
        with jobs.held(document):
            read = found_in(document)
        source_documents.keep_notes(
            document=document, language=read.language, notes=read.notes
        )
        for first in range(document.done, len(read.found), KEPT_AT_ONCE):
            some = read.found[first : first + KEPT_AT_ONCE]
            if not keep_some(
                document=document, found=some, first=first, total=len(read.found)
            ):
                return
    except Refused as refused:
        source_documents.refuse(document=document, problems=refused.problems)
    except Exception:
        logger.exception("Could not read document %s", document.pk)
        jobs.give_up(job=document, failure="It broke off; the log says why.")
    else:
        jobs.finish(job=document)


def found_in(document: SourceDocument) -> Outcome:
    """Read a document in a process apart; raises Refused with every reason.

    An atom that an earlier file of its name gave is compared with what this one says; the id of an atom
    that somebody wrote is left to that one.
    """
    data = bytes(document.original.data)
    reading = read_apart(data, document.name, document.columns, document.gathered)
    texts = list(atoms_of(reading, document.name, stem_of(document.name)))
    known = _Known([parsed.id for parsed, _text in texts], document)
    found = [_found(parsed, text, known) for parsed, text in texts]
    language = next((text.language for text in reading.texts), "")
    return Outcome(found, reading.notices, language)


def stem_of(name: str) -> str:
    """Return what the ids of a file's texts begin with."""
    return PurePath(name).stem


class _Known:
    """The atoms whose ids a document's texts have, and what an earlier file said of them."""

    def __init__(self, ids: list[str], document: SourceDocument) -> None:
        rows = Atom.objects.filter(slug__in=ids).select_related("latest_version")
        self._atoms: Mapping[str, Atom] = {atom.slug: atom for atom in rows}
        self._taken = taken_of(atom.pk for atom in self._atoms.values())
        self._collection = document.collection_id

    def of_document(self, slug: str) -> tuple[AtomVersion, AtomVersion] | None:
        """Return what a document said last of an atom here, and the atom's newest text."""
        atom = self._atoms.get(slug)
        if atom is None or atom.collection_id != self._collection:
            return None
        taken, latest = self._taken.get(atom.pk), atom.latest_version
        return (taken, latest) if taken and latest else None

    def free(self, slug: str) -> str:
        """Return an id that no atom of somebody has."""
        if slug not in self._atoms or self.of_document(slug):
            return slug
        number = 2
        while Atom.objects.filter(slug=f"{slug}-{number}").exists():
            number += 1
        return f"{slug}-{number}"


def _found(parsed: ParsedAtom, text: Read, known: _Known) -> Found:
    before = known.of_document(parsed.id)
    is_known = False
    if before is not None:
        made, problem = renewed(parsed, taken=before[0], latest=before[1])
        is_known = made is None and problem is None
    slug = known.free(parsed.id)
    if slug != parsed.id:
        header = with_values(parsed.header, {"id": slug})
        parsed = parse(join(header, parsed.body))
    file = join(parsed.header, parsed.body)
    sentences = sentences_of(parsed.body, text.pieces)
    return Found(Text(parsed, file, sentences), text.pieces, is_known)


def sentences_of(body: str, pieces: tuple[Piece, ...]) -> tuple[Sentence, ...]:
    """Return the sentences of a text, each with the pieces that say it, counted from 1."""
    known = [
        Sentence(statement, (number,))
        for number, piece in enumerate(pieces, 1)
        for statement in statements_of(piece.text)
    ]
    passages = [Passage(n, piece.text) for n, piece in enumerate(pieces, 1)]
    return sourced(body, passages, known)
