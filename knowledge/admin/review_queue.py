"""What waits for review: those that somebody may decide on, then those that wait for others."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.paginator import Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from knowledge.admin.access import rights_of, staff
from knowledge.models import AtomVersion, Review
from knowledge.rights import Right

SHOWN = 50


def to_decide(request: HttpRequest) -> "QuerySet[Review]":
    """Return the open reviews in the collections where somebody may approve and send back."""
    # By their keys: with a sub-query the planner would rather go through all atoms.
    mine = rights_of(request).collections(Right.REVIEW).values_list("pk", flat=True)
    return Review.objects.open().filter(atom__collection__in=list(mine))


def review_queue(admin: "ModelAdmin[Any]", request: HttpRequest) -> HttpResponse:
    """List what waits, the oldest on top; each row leads to the page of its review."""
    waiting = _listed(to_decide(request)).annotate(is_own=_is_own(request))
    pages = Paginator(waiting.order_by("is_own", "asked_at", "pk"), SHOWN)
    asked = _listed(_asked_of_others(request)).order_by("asked_at", "pk")
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Reviews"),
        "page": pages.get_page(request.GET.get("p")),
        "asked": asked[:SHOWN],
        "decides": rights_of(request).somewhere(Right.REVIEW),
    }
    return TemplateResponse(request, "admin/knowledge/atom/reviews.html", context)


def _is_own(request: HttpRequest) -> Q:
    """Whether somebody else has to approve, as it holds words of the person who asks."""
    newer = AtomVersion.objects.filter(
        atom=OuterRef("atom"),
        author=staff(request),
        number__gt=Coalesce(OuterRef("atom__live_version__number"), 0),
    )
    return Q(atom__collection__review_required=True) & Q(Exists(newer))


def _asked_of_others(request: HttpRequest) -> "QuerySet[Review]":
    """Return what somebody asked for and cannot decide on."""
    mine = rights_of(request).collections(Right.REVIEW).values_list("pk", flat=True)
    readable = rights_of(request).collections(Right.VIEW).values_list("pk", flat=True)
    own = Review.objects.open().filter(asked_by=staff(request))
    readable_own = own.filter(atom__collection__in=list(readable))
    return readable_own.exclude(atom__collection__in=list(mine))


def _listed(reviews: "QuerySet[Review]") -> "QuerySet[Review]":
    """Read with each what its row shows, and no texts."""
    found = reviews.select_related("atom__collection", "version", "asked_by")
    counted = found.annotate(
        said=Count("comments"), live_number=F("atom__live_version__number")
    )
    return counted.defer("version__header", "version__body")
