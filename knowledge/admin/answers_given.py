"""Every answer that an atom was used for: when, in which version, how it was liked."""

from collections.abc import Callable, Collection, Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts.models import User
from knowledge.admin.access import reader_of, staff
from knowledge.admin.outcomes import OUTCOMES
from knowledge.models import AskedQuestion, Atom, Evidence

SHOWN = 50
Seen = Callable[[User, Iterable[UUID]], Collection[UUID]]


def may_see(request: HttpRequest) -> bool:
    """Whether somebody may see what customers asked."""
    return staff(request).has_perm("knowledge.view_evidence")


def answers_given(
    admin: "ModelAdmin[Atom]", request: HttpRequest, atom: Atom
) -> HttpResponse:
    """List the answers of sites that somebody sees which cite any version of an atom."""
    if not may_see(request):
        raise PermissionDenied
    numbers = dict(atom.versions.values_list("pk", "number"))
    used = Evidence.objects.readable_by(reader_of(request)).filter(
        versions__overlap=list(numbers)
    )
    found = used.select_related("site").defer("record").order_by("-at")
    page = Paginator(found, SHOWN).get_page(request.GET.get("p"))
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Answers that used it"),
        "atom": atom,
        "page": page,
        "rows": _rows(request, list(page.object_list), numbers),
        "live": atom.live_version.number if atom.live_version else None,
    }
    return TemplateResponse(request, "admin/knowledge/atom/answers_given.html", context)


def _rows(
    request: HttpRequest, found: list[Evidence], numbers: dict[int, int]
) -> list[dict[str, Any]]:
    turns = [each.turn for each in found]
    asked = {
        each.turn: each
        for each in AskedQuestion.objects.filter(turn__in=turns).defer("vector")
    }
    seen_by: Seen = import_string(settings.CONVERSATIONS_SEEN_AMONG)
    sources = seen_by(staff(request), {each.source for each in asked.values()})
    return [
        {
            "evidence": each,
            "outcome": OUTCOMES.get(each.outcome, each.outcome),
            "versions": sorted(numbers[v] for v in each.versions if v in numbers),
            "vote": asked[each.turn].vote if each.turn in asked else None,
            "conversation": _conversation(asked.get(each.turn), sources),
        }
        for each in found
    ]


def _conversation(
    asked: AskedQuestion | None, sources: Collection[UUID]
) -> UUID | None:
    return asked.source if asked is not None and asked.source in sources else None
