"""The report of one interview: what of its guide is answered, which gaps it closed, what it took."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge.admin.access import may_in, staff
from knowledge.admin.answers import wants_json
from knowledge.admin.inventory_table import safe_cell
from knowledge.interview_coverage import (
    Cover,
    Covered,
    closed_by,
    coverage_of,
    rows_of,
    work_on,
)
from knowledge.models import Interview
from knowledge.rights import Right
from knowledge.services import comparisons

COVERS = {
    Cover.ANSWERED: gettext_lazy("● Answered"),
    Cover.PARTLY: gettext_lazy("◐ Told, nothing accepted yet"),
    Cover.NOT: gettext_lazy("○ Not answered"),
    Cover.UNKNOWN: gettext_lazy("… Not looked for yet"),
}


def page(
    admin: "ModelAdmin[Interview]", request: HttpRequest, interview: Interview
) -> HttpResponse:
    """Show the report, or send it as a table for a spreadsheet; by POST, look for answers anew."""
    may_write = may_in(request, Right.WRITE, interview.collection)
    if request.method == "POST":
        if not may_write:
            raise PermissionDenied
        comparisons.begin(interview=interview, user=staff(request))
        return HttpResponseRedirect(request.path)
    runs = interview.comparisons.under_way().exists()
    if wants_json(request):
        return JsonResponse({"finished": not runs, "done": 0, "total": 0})
    covered = coverage_of(interview)
    if request.GET.get("format") == "csv":
        return _table(interview, covered)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Report on “%(title)s”") % {"title": interview},
        "interview": interview,
        "rows": [(each, COVERS[each.cover]) for each in covered],
        "counts": _counts(covered),
        "unknown": sum(each.cover == Cover.UNKNOWN for each in covered),
        "comparison": interview.comparisons.first(),
        "runs": runs,
        "may_write": may_write,
        "gaps": closed_by(covered),
        "work": work_on(interview),
    }
    return TemplateResponse(request, "admin/knowledge/interview/report.html", context)


def _counts(covered: Sequence[Covered]) -> list[tuple[Any, int]]:
    counted = [
        (word, sum(each.cover == cover for each in covered))
        for cover, word in COVERS.items()
    ]
    return [(word, count) for word, count in counted if count]


def _table(interview: Interview, covered: Sequence[Covered]) -> HttpResponse:
    file = io.StringIO()
    csv.writer(file).writerows(
        [safe_cell(cell) for cell in row] for row in rows_of(covered)
    )
    name = f"interview-{interview.pk}.csv"
    # With a byte order mark, spreadsheets read UTF-8 as such.
    return HttpResponse(
        "\ufeff" + file.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
