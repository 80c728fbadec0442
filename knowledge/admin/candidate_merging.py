"""Which atom somebody thinks of merging a candidate into, and what that would make of it."""

from typing import Any

from django.http import HttpRequest

from knowledge.admin.access import may, reader_of
from knowledge.comparing import compare
from knowledge.format import ParsedAtom, join, parse
from knowledge.interviews.joining import joined
from knowledge.models import Atom
from knowledge.rights import Right

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


def merged(atom: Atom, found: ParsedAtom) -> str:
    """Return the file of an atom with what a candidate adds to its newest text."""
    return joined(parse(_file(atom)), found)


def comparison(atom: Atom, found: ParsedAtom) -> list[Any]:
    """Return what a merge would change, line by line."""
    return compare(_file(atom), merged(atom, found))


def _file(atom: Atom) -> str:
    """The newest text of an atom, which has one from its first moment on."""
    latest = atom.latest_version
    return join(latest.header, latest.body) if latest else ""
