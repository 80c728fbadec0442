"""Choosing the interview guide that a question goes into: one that is there, or a new one."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.text import Truncator

from knowledge.admin.access import rights_of, staff
from knowledge.models import InterviewGuide
from knowledge.rights import Right
from knowledge.services import guides

LONGEST_TITLE = 120
OFFERED = 20


def offered(
    request: HttpRequest, without: QuerySet[InterviewGuide]
) -> dict[str, object]:
    """Return what the choice is made from, without the guides that have the question."""
    more = _writable(request).exclude(pk__in=without.values("pk"))
    collections = rights_of(request).collections(Right.WRITE)
    return {"more_guides": more[:OFFERED], "collections": collections}


def chosen(request: HttpRequest, title: str) -> InterviewGuide:
    """Return the guide that was chosen; a new one is made with this title.

    Raises Http404 for one that the person may not change.
    """
    kind, _sep, key = request.POST.get("guide", "").partition("-")
    if not (key.isascii() and key.isdigit() and len(key) < 16):
        raise PermissionDenied
    if kind != "new":
        return get_object_or_404(_writable(request), pk=key)
    collections = rights_of(request).collections(Right.WRITE)
    return guides.begin(
        title=Truncator(" ".join(title.split())).chars(LONGEST_TITLE),
        collection=get_object_or_404(collections, pk=key),
        user=staff(request),
    )


def _writable(request: HttpRequest) -> QuerySet[InterviewGuide]:
    """The guides that somebody may change, the newest first."""
    mine = rights_of(request).collections(Right.WRITE)
    return InterviewGuide.objects.filter(collection__in=mine)
