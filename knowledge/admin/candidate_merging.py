"""Which atom somebody thinks of merging a candidate into, and what that would make of it."""

from typing import Any

from django.http import HttpRequest

from knowledge.admin.access import may, reader_of
from knowledge.comparing import compare
from knowledge.documents.proposing import SOURCE, source_of
from knowledge.format import ParsedAtom, join, parse, with_values
from knowledge.interviews.joining import joined
from knowledge.models import Atom, Candidate
from knowledge.rights import Right
from knowledge.services.renewals import renewed, taken_of

LONGEST_KEY = 16


def target_of(request: HttpRequest, name: str) -> Atom | None:
    """Return the atom of this key or title, if there is one that they may write."""
    readable = Atom.objects.readable_by(reader_of(request))
    found = readable.select_related("collection", "latest_version")
    if name.isascii() and name.isdigit() and len(name) < LONGEST_KEY:
        atom = found.filter(pk=name).first()
    else:
        title = " ".join(name.replace("\0", "").split())
        atom = found.filter(title__iexact=title).first() if title else None
    return atom if atom and may(request, Right.WRITE, atom) else None


def gave_before(candidate: Candidate) -> Atom | None:
    """Return the atom that an earlier file of a document's name gave, and this text is newer of."""
    slug = parse(candidate.said or "").id
    rows = Atom.objects.filter(slug=slug, collection=candidate.collection_id)
    atom = rows.first() if slug else None
    return atom if atom and atom.pk in taken_of([atom.pk]) else None


def merged(candidate: Candidate, atom: Atom, found: ParsedAtom) -> str:
    """Return the file of an atom with what a candidate adds to its newest text.

    Of a newer document it is what changed since the last one, with what people edited meanwhile kept;
    where both changed the same lines, what is new is added and a person decides.
    """
    taken = taken_of([atom.pk]).get(atom.pk) if candidate.said else None
    if taken and atom.latest_version and found.id == atom.slug:
        made, _problem = renewed(found, taken=taken, latest=atom.latest_version)
        if made is not None:
            header = with_values(made.header, {SOURCE: source_of(found)})
            return join(header, made.body)
    return joined(parse(_file(atom)), found)


def comparison(candidate: Candidate, atom: Atom, found: ParsedAtom) -> list[Any]:
    """Return what a merge would change, line by line."""
    return compare(_file(atom), merged(candidate, atom, found))


def _file(atom: Atom) -> str:
    """The newest text of an atom, which has one from its first moment on."""
    latest = atom.latest_version
    return join(latest.header, latest.body) if latest else ""
