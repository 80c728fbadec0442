"""The page of repeated answers: what they saved, a sample to judge, and a way to clear them."""

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Site
from knowledge.admin.access import reader_of, staff
from knowledge.models import CachedAnswer, CacheHit, Evidence
from knowledge.models.cache import CacheHitQuerySet
from knowledge.models.traces import sites_seen_by
from knowledge.reader import Reader
from knowledge.rendering import to_html
from knowledge.repeats import by_site, repeats
from knowledge.services import cache

DAYS = 30
SAMPLE = 5
LATEST = 200
"""The sample is drawn from so many of the newest."""
JUDGED = 5


class JudgeForm(forms.Form):
    """What somebody says of a repeated answer."""

    hit = forms.IntegerField()
    right = forms.TypedChoiceField(
        choices=[("yes", ""), ("no", "")], coerce=lambda said: said == "yes"
    )


class ClearForm(forms.Form):
    """Whose kept answers are to go; of all sites when there is none."""

    clear = forms.ModelChoiceField(Site.objects.none(), required=False)


@dataclass(frozen=True)
class Shown:
    """A repeated answer as the page shows it."""

    hit: CacheHit
    html: str
    evidence: Evidence | None


def page(admin: "ModelAdmin[CachedAnswer]", request: HttpRequest) -> HttpResponse:
    """Show the figures and a sample; judge one, or clear what is kept."""
    user, reader = staff(request), reader_of(request)
    if not user.has_perm("knowledge.view_cachedanswer"):
        raise PermissionDenied
    if request.method == "POST":
        _carry_out(request, reader)
        return HttpResponseRedirect(reverse("admin:knowledge_cache"))
    since = timezone.now() - timedelta(days=DAYS)
    near = CacheHit.objects.to_judge(reader).filter(at__gte=since)
    waiting = near.filter(right=None)
    newest = waiting.order_by("-at").values("pk")[:LATEST]
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Repeated answers"),
        "days": DAYS,
        "total": repeats(since, reader),
        "rows": by_site(since, reader),
        "waiting": waiting.count(),
        "sample": _shown(CacheHit.objects.filter(pk__in=newest).order_by("?")[:SAMPLE]),
        "judged": _shown(near.exclude(right=None).order_by("-judged_at")[:JUDGED]),
        "may_judge": user.has_perm("knowledge.judge_cachehit"),
        "may_clear": user.has_perm("knowledge.delete_cachedanswer"),
        "sees_evidence": user.has_perm("knowledge.view_evidence"),
    }
    return TemplateResponse(request, "admin/knowledge/cache/page.html", context)


def _carry_out(request: HttpRequest, reader: Reader) -> None:
    if "hit" in request.POST:
        _judge(request, reader)
    else:
        _clear(request, reader)


def _judge(request: HttpRequest, reader: Reader) -> None:
    if not staff(request).has_perm("knowledge.judge_cachehit"):
        raise PermissionDenied
    form = JudgeForm(request.POST)
    hit = None
    if form.is_valid():
        found = CacheHit.objects.to_judge(reader)
        hit = found.filter(pk=form.cleaned_data["hit"]).first()
    if hit is None:
        messages.error(request, _("That answer is not there any more."))
        return
    right = form.cleaned_data["right"]
    cache.judge(hit=hit, user=staff(request), right=right)
    messages.success(
        request,
        _("Noted as right.")
        if right
        else _("Noted as wrong: that answer is not given again."),
    )


def _clear(request: HttpRequest, reader: Reader) -> None:
    if not staff(request).has_perm("knowledge.delete_cachedanswer"):
        raise PermissionDenied
    form = ClearForm(request.POST)
    form.fields["clear"].queryset = sites_seen_by(reader).distinct()  # type: ignore[attr-defined]
    if not form.is_valid():
        messages.error(request, _("There is no such site."))
        return
    site = form.cleaned_data["clear"]
    gone = cache.clear(user=staff(request), reader=reader, site=site)
    told = ngettext(
        "%(number)d kept answer was cleared.", "%(number)d kept answers were cleared.", gone
    )  # fmt: skip
    messages.success(request, told % {"number": gone})


def _shown(hits: CacheHitQuerySet) -> list[Shown]:
    found = list(hits.select_related("site", "judged_by"))
    turns = [hit.turn for hit in found]
    records = {
        evidence.turn: evidence
        for evidence in Evidence.objects.filter(turn__in=turns).defer("record")
    }
    return [Shown(hit, to_html(hit.text), records.get(hit.turn)) for hit in found]
