"""Who may write a golden question: by its atoms, or without atoms by its site."""

from collections.abc import Iterable

from django.http import HttpRequest

from accounts.models import Site
from knowledge.admin.access import rights_of
from knowledge.models import Atom, Collection, GoldenQuestion
from knowledge.rights import Right


def may_write(request: HttpRequest, question: GoldenQuestion) -> bool:
    """Whether somebody may change a golden question."""
    return may_keep(request, question.atoms.all(), question.site)


def may_keep(request: HttpRequest, atoms: Iterable[Atom], site: Site | None) -> bool:
    """Whether somebody may write in every collection of some atoms; without atoms, of a site."""
    needed = {atom.collection_id for atom in atoms}
    if not needed and site is not None:
        needed = set(Collection.objects.filter(sites=site).values_list("pk", flat=True))
    return bool(needed) and needed <= written_by(request)


def written_by(request: HttpRequest) -> set[int]:
    """Return the collections that somebody may write in; read once for a request."""
    if not hasattr(request, "collections_written"):
        mine = rights_of(request).collections(Right.WRITE)
        request.collections_written = set(mine.values_list("pk", flat=True))  # type: ignore[attr-defined]
    written: set[int] = request.collections_written  # type: ignore[attr-defined]
    return written
