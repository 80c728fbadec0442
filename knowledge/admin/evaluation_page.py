"""The page of one evaluation: its figures, what changed, and what became of each question."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from knowledge.admin.access import reader_of
from knowledge.admin.charts import Chart, against
from knowledge.admin.evaluation_history import below
from knowledge.admin.outcomes import worded
from knowledge.models import (
    Atom,
    Collection,
    EvaluationResult,
    EvaluationRun,
    GoldenQuestion,
)
from knowledge.models.atoms import AtomType

SHOWN = 50
MOST_CHANGED = 100
FIGURES = (
    ("right", gettext_lazy("end as they must")),
    ("recall@1", gettext_lazy("right atom first")),
    ("ndcg@10", gettext_lazy("nDCG")),
    ("citation_precision", gettext_lazy("right citations")),
    ("support", gettext_lazy("supported sentences")),
)


def run_page(
    admin: "ModelAdmin[Any]", request: HttpRequest, run: EvaluationRun
) -> HttpResponse:
    """Show one run beside the one before."""
    before = (
        EvaluationRun.objects.finished().filter(site=run.site, pk__lt=run.pk).first()
    )
    results = _readable(request, run)
    chosen = request.GET.get("show", "wrong" if results.filter(right=False) else "all")
    shown = {
        "wrong": results.filter(right=False),
        "right": results.filter(right=True),
    }.get(chosen, results)
    page = Paginator(shown.order_by("right", "pk"), SHOWN).get_page(
        request.GET.get("p")
    )
    changed = _changed(request, run, before) if before else []
    rows = [*page.object_list, *(result for result, _then in changed)]
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": str(run),
        "run": run,
        "before": before,
        "figures": _figures(run.figures, before.figures if before else {}),
        "below": below(run.site, run.figures),
        "chart": _chart(run),
        "groups": _groups(request, run.figures),
        "changed": changed[:MOST_CHANGED],
        "more_changed": max(0, len(changed) - MOST_CHANGED),
        "page": page,
        "chosen": chosen,
        "counts": _counts(results),
        "atoms": _atoms(request, rows),
        "ends": {row.pk: worded(row.outcome, row.score) for row in rows},
    }
    return TemplateResponse(request, "admin/knowledge/evaluation/run.html", context)


def _readable(request: HttpRequest, run: EvaluationRun) -> QuerySet[EvaluationResult]:
    """What became of the questions that somebody may read."""
    mine = GoldenQuestion.objects.readable_by(reader_of(request))
    found = run.results.filter(question__in=mine)
    return found.select_related("question").prefetch_related("question__atoms")


def _changed(
    request: HttpRequest, run: EvaluationRun, before: EvaluationRun
) -> list[tuple[EvaluationResult, EvaluationResult]]:
    """What ended otherwise than in the run before, newly wrong ones first."""
    then = {each.question_id: each for each in _readable(request, before)}
    pairs = [
        (now, then[now.question_id])
        for now in _readable(request, run)
        if now.question_id in then and now.right != then[now.question_id].right
    ]
    return sorted(pairs, key=lambda pair: pair[0].right)


def _figures(now: Mapping[str, Any], before: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "name": word,
            "value": f"{now[name]:.1%}",
            "change": _change(now[name], before.get(name)),
        }
        for name, word in FIGURES
        if now.get(name) is not None
    ]


def _change(now: float, before: float | None) -> str:
    if before is None:
        return ""
    points = round(100 * (now - before), 1)
    if not points:
        return _("as before")
    sign = "▲ +" if points > 0 else "▼ "
    text = ngettext("%s point", "%s points", 1 if abs(points) == 1 else 2)
    return text % f"{sign}{points}"


def _chart(run: EvaluationRun) -> Chart | None:
    points = run.figures.get("tradeoff") or []
    if not points:
        return None
    asked = run.figures["n_in"] + run.figures["n_out"]
    answered = run.figures["answered"] / asked if asked else 0.0
    return against(
        [_("answered"), _("right"), _("threshold")],
        _("answers"),
        [(p["coverage"], p["precision"], p["threshold"]) for p in points],
        {_("this run"): answered},
    )


def _groups(request: HttpRequest, figures: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Figures by expectation, by type and by the collections that somebody may read."""
    readable = Collection.objects.filter(pk__in=reader_of(request).collections)
    collections = {str(key): name for key, name in readable.values_list("pk", "name")}
    names: list[tuple[str, str, Mapping[str, Any]]] = [
        ("by_expected", _("By what is right"), dict(GoldenQuestion.Expected.choices)),
        ("by_type", _("By type of the atom"), dict(AtomType.choices)),
        ("by_collection", _("By collection"), collections),
    ]
    return [
        {
            "title": title,
            "rows": [
                (words[key], each)
                for key, each in sorted(figures.get(group, {}).items())
                if key in words
            ],
        }
        for group, title, words in names
    ]


def _counts(results: QuerySet[EvaluationResult]) -> dict[str, int]:
    ends = list(results.values_list("right", flat=True))
    return {"all": len(ends), "wrong": ends.count(False), "right": ends.count(True)}


def _atoms(
    request: HttpRequest, results: Sequence[EvaluationResult]
) -> dict[str, Atom]:
    """The atoms that were cited, as far as somebody may read them, by their ids."""
    cited = {result.cited for result in results}
    readable = Atom.objects.readable_by(reader_of(request)).filter(slug__in=cited)
    return {atom.slug: atom for atom in readable}
