"""Golden questions out as a file."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, StreamingHttpResponse

from knowledge.admin.access import reader_of
from knowledge.golden_files import as_csv, as_jsonl
from knowledge.models import GoldenQuestion


def export(admin: "ModelAdmin[Any]", request: HttpRequest) -> StreamingHttpResponse:
    """Send all that somebody may see, as CSV or, with `?format=jsonl`, as JSON lines."""
    if not admin.has_view_permission(request):
        raise PermissionDenied
    questions = GoldenQuestion.objects.readable_by(reader_of(request)).defer("vector")
    found = questions.select_related("site").prefetch_related("atoms").order_by("pk")
    in_json = request.GET.get("format") == "jsonl"
    lines = (as_jsonl if in_json else as_csv)(found.iterator(chunk_size=500))
    kind, ending = ("application/x-ndjson", "jsonl") if in_json else ("text/csv", "csv")
    return StreamingHttpResponse(
        lines,
        content_type=f"{kind}; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="golden-questions.{ending}"'
        },
    )
