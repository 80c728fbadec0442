"""The page of a site's evaluations: plots over time, the runs, and a button for one more."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import Site
from knowledge.admin.access import reader_of, staff
from knowledge.admin.answers import wants_json
from knowledge.admin.charts import Chart, over_time
from knowledge.admin.golden_rights import written_by
from knowledge.admin.progress import progress_of
from knowledge.models import EvaluationRun, GoldenQuestion
from knowledge.models.traces import sites_seen_by
from knowledge.services import evaluations

DRAWN = 60
"""So many runs are drawn, the newest."""
SHOWN = 25


def history(admin: "ModelAdmin[Any]", request: HttpRequest) -> HttpResponse:
    """Show how the golden questions of a site ended over time; by POST ask them now."""
    seen = sites_seen_by(reader_of(request)).distinct()
    sites = list(seen.order_by("name"))
    site = _chosen(request, sites)
    if request.method == "POST":
        return _begin(request, site)
    runs: QuerySet[EvaluationRun] = admin.get_queryset(request).filter(site=site)
    running = runs.filter(finished_at=None).first()
    if wants_json(request):
        return progress_of(running)
    finished = list(runs.finished()[:DRAWN])  # type: ignore[attr-defined]
    page = Paginator(runs.exclude(finished_at=None), SHOWN).get_page(
        request.GET.get("p")
    )
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Evaluations"),
        "sites": sites,
        "site": site,
        "running": running,
        "page": page,
        "charts": _charts(site, finished[::-1]) if site and finished else [],
        "newest": finished[0] if finished else None,
        "below": below(site, finished[0].figures) if site and finished else [],
        "questions": _questions(request, site),
        "may_begin": site is not None and _may_begin(request, site),
    }
    return TemplateResponse(request, "admin/knowledge/evaluation/history.html", context)


def below(site: Site, figures: dict[str, Any]) -> list[str]:
    """Return in words which floors of a site its newest figures do not reach."""
    floors = [
        (_("right atom first"), figures.get("recall@1"), site.golden_recall_floor),
        (_("ends as it must"), figures.get("right"), site.golden_right_floor),
    ]
    return [
        _("%(name)s: %(value)s, the floor is %(floor)s")
        % {"name": name, "value": f"{value:.1%}", "floor": f"{floor:.1%}"}
        for name, value, floor in floors
        if floor is not None and value is not None and value < floor
    ]


def _chosen(request: HttpRequest, sites: Sequence[Site]) -> Site | None:
    """The site that is asked for; else the first that has questions, else the first."""
    asked = request.POST.get("site") or request.GET.get("site")
    if asked:
        return next((site for site in sites if site.key == asked), None)
    busy = set(
        EvaluationRun.objects.filter(site__in=sites).values_list("site", flat=True)
    ) | set(
        GoldenQuestion.objects.filter(site__in=sites).values_list("site", flat=True)
    )
    return next((site for site in sites if site.pk in busy), next(iter(sites), None))


def _questions(request: HttpRequest, site: Site | None) -> int:
    return GoldenQuestion.objects.asked_at(site).count() if site else 0


def _may_begin(request: HttpRequest, site: Site) -> bool:
    drawn = set(site.collections.values_list("pk", flat=True))
    return bool(drawn & written_by(request))


def _begin(request: HttpRequest, site: Site | None) -> HttpResponse:
    if site is None or not _may_begin(request, site):
        raise PermissionDenied
    here = reverse("admin:knowledge_evaluationrun_changelist")
    if not _questions(request, site):
        messages.warning(request, _("There is no golden question to ask yet."))
    else:
        evaluations.ask_for_run(site=site, user=staff(request))
    return HttpResponseRedirect(f"{here}?site={site.key}")


def _charts(site: Site, runs: Sequence[EvaluationRun]) -> list[dict[str, Any]]:
    moments = [_moment(run) for run in runs]

    def values(name: str) -> list[float | None]:
        return [run.figures.get(name) for run in runs]

    def chart(
        names: dict[str, str], floors: dict[str, float | None], **look: Any
    ) -> Chart:
        return over_time(
            [_("run"), *names.values()],
            moments,
            {told: values(name) for name, told in names.items()},
            {told: floor for told, floor in floors.items() if floor is not None},
            **look,
        )

    return [
        {
            "title": _("Questions that end as they must"),
            "chart": chart(
                {"right": _("right"), "citation_precision": _("right citations"),
                 "support": _("supported sentences")},
                {_("floor"): site.golden_right_floor},
            ),
        },
        {
            "title": _("Where the right atom stands"),
            "chart": chart(
                {"recall@1": _("Recall@1"), "recall@5": _("Recall@5"),
                 "mrr@10": _("MRR"), "ndcg@10": _("nDCG")},
                {_("floor"): site.golden_recall_floor},
            ),
        },
        {
            "title": _("Time for search and gate"),
            "chart": chart(
                {"p50_ms": _("half within"), "p95_ms": _("95 of 100 within")},
                {},
                share=False,
            ),
        },
    ]  # fmt: skip


def _moment(run: EvaluationRun) -> str:
    return date_format(localtime(run.asked_at), "j M H:i")
