"""The page of one gap: its questions, the texts that come near, and what to do about it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge.admin import guide_choice
from knowledge.admin.access import may, reader_of, rights_of, staff
from knowledge.models import Atom, Evidence, Gap, InterviewGuide
from knowledge.retrieval.details import NearUnit, nearest_units
from knowledge.retrieval.scope import Scope
from knowledge.rights import Right
from knowledge.services import gaps, guides

STATES = {
    "open": gettext_lazy("○ Open"),
    "writing": gettext_lazy("◐ Being answered"),
    "closed": gettext_lazy("● Closed"),
    "dismissed": gettext_lazy("✕ Dismissed"),
}
QUESTIONS_PER_PAGE = 25
NEAREST = 3
LONGEST_REASON = 1000
NAMED = 5


class Refused(Exception):
    """A deed that could not be done; the message says why and what to do."""


def gap(admin: "ModelAdmin[Gap]", request: HttpRequest, gap: Gap) -> HttpResponse:
    """Show a gap; by POST, do one of the deeds."""
    if request.method != "POST":
        return _page(admin, request, gap)
    try:
        _decide(request, gap)
    except Refused as refused:
        # What was typed stands in the page that says what is wrong.
        messages.error(request, str(refused))
        return _page(admin, request, gap, status=422)
    here = reverse("admin:knowledge_gap_change", args=[gap.pk])
    return HttpResponseRedirect(here)


def _page(
    admin: "ModelAdmin[Gap]", request: HttpRequest, gap: Gap, status: int = 200
) -> HttpResponse:
    asked = gap.occurrences.select_related("question", "answered_by__latest_version")
    page = Paginator(asked.order_by("-at", "-pk"), QUESTIONS_PER_PAGE)
    occurrences = page.get_page(request.GET.get("page"))
    readable = Atom.objects.readable_by(reader_of(request))
    answered = readable.filter(gaps=gap).select_related("latest_version")
    own_guides = InterviewGuide.objects.filter(
        questions__gap=gap, collection__in=reader_of(request).collections
    )
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": Truncator(" ".join(gap.title.split())).chars(80),
        "gap": gap,
        "state": STATES[gap.state],
        "times": page.count,
        "now": _now(gap),
        "occurrences": occurrences,
        "evidence": _evidence(request, [each.question.turn for each in occurrences]),
        "readable": set(
            readable.filter(
                pk__in=[o.answered_by_id for o in occurrences if o.answered_by_id]
            ).values_list("pk", flat=True)
        ),
        "atom": answered.first(),
        "near": _near(request, gap),
        "guides": own_guides,
        **guide_choice.offered(request, own_guides),
        "may_decide": _may_decide(request, gap),
        "waits": gap.state in {Gap.State.OPEN, Gap.State.WRITING},
        "checking": gap.check_wanted,
        "typed": request.POST.get("title", ""),
    }
    return TemplateResponse(
        request, "admin/knowledge/gap/gap.html", context, status=status
    )


def _now(gap: Gap) -> dict[str, int] | None:
    """How many of the questions are answered now, of those that were asked again."""
    if gap.checked_at is None:
        return None
    asked = gap.occurrences.exclude(answered_now=None)
    return {"asked": asked.count(), "answered": asked.filter(answered_now=True).count()}


def _evidence(request: HttpRequest, turns: list[Any]) -> dict[Any, int]:
    if not staff(request).has_perm("knowledge.view_evidence"):
        return {}
    return dict(Evidence.objects.filter(turn__in=turns).values_list("turn", "pk"))


def _near(request: HttpRequest, gap: Gap) -> list[dict[str, Any]]:
    """The live texts that come nearest, each once, with whether it may be chosen."""
    scope = Scope(reader_of(request), gap.model, len(gap.center))
    units = nearest_units(gap.center, scope, most=NEAREST * 4)
    best: dict[str, NearUnit] = {}
    for unit in units:
        best.setdefault(unit.atom, unit)
    chosen = list(best.values())[:NEAREST]
    atoms = Atom.objects.select_related("collection").in_bulk(
        [unit.atom for unit in chosen], field_name="slug"
    )
    return [
        {
            "atom": atoms[unit.atom],
            "title": unit.title,
            "text": Truncator(unit.text).chars(160),
            "may_write": may(request, Right.WRITE, atoms[unit.atom]),
        }
        for unit in chosen
    ]


def _may_decide(request: HttpRequest, gap: Gap) -> bool:
    """Whether they write in a collection that the site answers from, or will."""
    linked = gap.site.collections.all()
    mine = rights_of(request).collections(Right.WRITE)
    if linked.exists():
        return linked.filter(pk__in=mine).exists()
    return may(request, Right.WRITE)


def _decide(request: HttpRequest, gap: Gap) -> None:
    deed = DEEDS.get(request.POST.get("deed", ""))
    if deed is None or not _may_decide(request, gap):
        raise PermissionDenied
    deed(request, gap)


def _attach(request: HttpRequest, gap: Gap) -> None:
    atom = _named(request)
    if not may(request, Right.WRITE, atom):
        text = _("You may not write “%s”: choose another, or ask its authors.")
        raise Refused(text % atom)
    gaps.attach(gap=gap, atom=atom, user=staff(request))
    text = _("“%s” is to answer this. Its questions are asked again once it does.")
    messages.success(request, text % atom)


def _named(request: HttpRequest) -> Atom:
    """Return the atom that was chosen, or that alone has the title or id which was typed."""
    readable = Atom.objects.readable_by(reader_of(request)).filter(archived_at=None)
    readable = readable.select_related("collection", "latest_version")
    key = request.POST.get("atom", "")
    words = " ".join(request.POST.get("title", "").replace("\0", "").split())
    if key.isascii() and key.isdigit() and len(key) < 16:
        found = list(readable.filter(pk=key))
    else:
        found = list(
            readable.filter(slug=words)
            or readable.filter(latest_version__title__iexact=words)[:NAMED]
        )
    if not found:
        raise Refused(_("There is no atom called “%s”.") % words)
    if len(found) > 1:
        text = _("Several atoms are called “%(title)s”: type the id of one, %(ids)s.")
        ids = ", ".join(atom.slug for atom in found)
        raise Refused(text % {"title": words, "ids": ids})
    return found[0]


def _guide(request: HttpRequest, gap: Gap) -> None:
    guide = guide_choice.chosen(request, gap.title)
    guides.add_gap(guide=guide, gap=gap, user=staff(request))
    messages.success(request, _("A question of the guide “%s” now.") % guide)


def _dismiss(request: HttpRequest, gap: Gap) -> None:
    gaps.dismiss(gap=gap, user=staff(request), reason=_reason(request))
    messages.success(request, _("Dismissed: more such questions do not bring it back."))


def _close(request: HttpRequest, gap: Gap) -> None:
    gaps.close(gap=gap, user=staff(request), reason=_reason(request))
    messages.success(request, _("Closed. Its questions are asked again in a moment."))


def _reopen(request: HttpRequest, gap: Gap) -> None:
    gaps.reopen(gap=gap, user=staff(request))
    messages.success(request, _("Open again."))


def _check(request: HttpRequest, gap: Gap) -> None:
    gaps.want_check(gap=gap)
    messages.success(request, _("Its questions are asked again in a moment."))


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").replace("\0", "").strip()[:LONGEST_REASON]


DEEDS: dict[str, Callable[[HttpRequest, Gap], None]] = {
    "attach": _attach,
    "guide": _guide,
    "dismiss": _dismiss,
    "close": _close,
    "reopen": _reopen,
    "check": _check,
}
