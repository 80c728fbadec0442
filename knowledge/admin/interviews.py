"""The addresses of interviews, their list, and who may open what."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from knowledge.admin import (
    interview_extraction,
    interview_import,
    interview_page,
    interview_report,
)
from knowledge.admin.access import reader_of, staff
from knowledge.admin.of_collections import InOneCollection
from knowledge.models import Interview, SpokenTurn
from knowledge.services import interviews as services

ON_A_PAGE = 50
LONGEST_SEARCH = 200


@admin.register(Interview)
class InterviewAdmin(InOneCollection):
    """Transcripts of interviews; each page refuses by itself whom it is not for."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Interview]:
        """Interviews that the reader may see, by the one rule for all reading."""
        readable = Interview.objects.readable_by(reader_of(request))
        return readable.select_related("collection", "guide", "imported_by")

    def get_urls(self) -> list[URLPattern]:
        """The usual addresses but a history, which the audit log has, and our own."""
        view = self.admin_site.admin_view
        own = path(
            "<path:object_id>/original/",
            view(self.original_view),
            name="knowledge_interview_original",
        )
        extraction = path(
            "<path:object_id>/candidates/",
            view(self.extraction_view),
            name="knowledge_interview_extraction",
        )
        report = path(
            "<path:object_id>/report/",
            view(self.report_view),
            name="knowledge_interview_report",
        )
        history = "knowledge_interview_history"
        usual = (each for each in super().get_urls() if each.name != history)
        return [own, extraction, report, *usual]

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """List the interviews, the newest first, with who speaks and how much."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
        found = self.get_queryset(request)
        for word in words.split():
            found = found.filter(title__icontains=word)
        page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Interviews"),
            "q": words,
            "page": page,
            "query": urlencode({"q": words}) if words else "",
            "shown": _shown(page),
            "may_import": self.has_add_permission(request),
        }
        template = "admin/knowledge/interview/list.html"
        return TemplateResponse(request, template, context)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Take in a transcript."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return interview_import.take_in(self, request)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """Show who speaks and what was said."""
        return self.of_one(request, object_id, interview_page.page)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Ask before it is erased, and list what depends on what was said."""
        interview = self.get_object(request, unquote(object_id))
        depending = interview_page.depending(request, interview) if interview else {}
        shown = {**(extra_context or {}), **depending}
        answer: HttpResponse = super().delete_view(request, object_id, shown)
        return answer

    def original_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Send the file as it came."""
        return self.of_one(request, object_id, interview_page.original)

    def extraction_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show what it gives."""
        return self.of_one(request, object_id, interview_extraction.page)

    def report_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show what of its guide is answered, or send it as a table."""
        return self.of_one(request, object_id, interview_report.page)

    # Rights ------------------------------------------------------------------------------

    def delete_model(self, request: HttpRequest, obj: Interview) -> None:
        """Erase one."""
        services.delete(interview=obj, user=staff(request))


def _shown(page: Page[Interview]) -> list[tuple[Interview, dict[str, Any], list[str]]]:
    """Return the interviews of a page, how much was said in each, and by whom."""
    interviews = list(page.object_list.prefetch_related("speakers"))  # type: ignore[attr-defined]
    counted = (
        SpokenTurn.objects.filter(interview__in=interviews)
        .order_by()
        .values("interview")
        .annotate(turns=Count("pk"), until=Max("end"), latest=Max("start"))
    )
    figures: dict[int, Any] = {each["interview"]: each for each in counted}
    return [
        (each, figures.get(each.pk, {}), [str(who) for who in each.speakers.all()])
        for each in interviews
    ]
