"""Evaluations in the admin: how golden questions end, over time and in each run."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from knowledge.admin import evaluation_history, evaluation_page
from knowledge.admin.access import reader_of
from knowledge.admin.of_collections import Recorded
from knowledge.models import EvaluationRun


@admin.register(EvaluationRun)
class EvaluationAdmin(Recorded):
    """Runs of the sites that answer from what somebody may view."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[EvaluationRun]:
        """Runs that the reader may see."""
        readable = EvaluationRun.objects.readable_by(reader_of(request))
        return readable.select_related("site", "asked_by")

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """Show the history of a site, and begin a run."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return evaluation_history.history(self, request)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """Show one run."""
        return self.of_one(request, object_id, evaluation_page.run_page)

    def get_urls(self) -> list[Any]:
        """The list and the runs: there is nothing else to do with them."""
        wanted = {
            "knowledge_evaluationrun_changelist",
            "knowledge_evaluationrun_change",
        }
        return [each for each in super().get_urls() if each.name in wanted]
