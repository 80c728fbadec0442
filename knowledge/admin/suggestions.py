"""Words that the editor offers while somebody types: tags and titles that are there already."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Func, TextField
from django.http import HttpRequest, JsonResponse

from knowledge.admin.access import may, reader_of
from knowledge.models import Atom, AtomVersion
from knowledge.models.atoms import AtomQuerySet
from knowledge.rights import Right

MOST = 10
LONGEST = 100


def suggestions(request: HttpRequest, field: str) -> JsonResponse:
    """Return known words of a field that hold what was typed, the best first.

    Only of atoms that the person may read: a title alone can tell too much.
    """
    if not may(request, Right.WRITE):
        raise PermissionDenied
    typed = request.GET.get("q", "").strip()[:LONGEST]
    known = {"tags": _tags, "related": _titles}[field]
    return JsonResponse({"found": known(request, typed) if typed else []})


def _tags(request: HttpRequest, typed: str) -> list[str]:
    unnested = Func(F("tags"), function="unnest", output_field=TextField())
    newest = AtomVersion.objects.filter(latest_atom__in=_readable(request))
    tags = (
        newest.order_by()
        .values(tag=unnested)
        .annotate(uses=Count("pk"))
        .order_by("-uses", "tag")
    )
    words = typed.casefold()
    # The function that unnests cannot stand in a WHERE; distinct tags are few.
    found = [row["tag"] for row in tags.iterator() if words in row["tag"].casefold()]
    found.sort(key=lambda tag: not tag.casefold().startswith(words))
    return found[:MOST]


def _titles(request: HttpRequest, typed: str) -> list[str]:
    atoms = _readable(request).filter(latest_version__title__icontains=typed)
    titles = atoms.order_by("latest_version__title").values_list(
        "latest_version__title", flat=True
    )
    return list(titles[:MOST])


def _readable(request: HttpRequest) -> AtomQuerySet:
    return Atom.objects.readable_by(reader_of(request)).filter(archived_at=None)
