"""Who is asking, and what they may do with the atoms of a collection."""

from typing import Any, cast

from django.http import HttpRequest

from accounts.models import User
from knowledge.models import Atom, Collection
from knowledge.reader import Reader
from knowledge.readers import reader_with
from knowledge.rights import Right, Rights


def staff(request: HttpRequest) -> User:
    """Return who is signed in: nobody else reaches a page of the admin."""
    return cast("User", request.user)


def rights_of(request: HttpRequest) -> Rights:
    """Return what they may do; read once for a request, as a page asks many times."""
    kept: Any = request
    if not hasattr(kept, "rights_of_staff"):
        kept.rights_of_staff = Rights.of(staff(request))
    rights: Rights = kept.rights_of_staff
    return rights


def reader_of(request: HttpRequest) -> Reader:
    """Return what they may read; read once for a request."""
    kept: Any = request
    if not hasattr(kept, "reader_of_staff"):
        kept.reader_of_staff = reader_with(rights_of(request))
    reader: Reader = kept.reader_of_staff
    return reader


def may(request: HttpRequest, right: Right, atom: Atom | None = None) -> bool:
    """Whether they have a right to an atom; without one, to any that there may be."""
    rights = rights_of(request)
    if atom is None:
        return rights.somewhere(right)
    return right in rights.within(atom.collection)


def may_in(request: HttpRequest, right: Right, collection: Collection) -> bool:
    """Whether they have a right in a collection."""
    return right in rights_of(request).within(collection)
