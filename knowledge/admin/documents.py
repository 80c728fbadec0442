"""The addresses of documents, their list, and who may open what."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from knowledge.admin import document_columns, document_page, document_upload
from knowledge.admin.access import reader_of, staff
from knowledge.admin.of_collections import InOneCollection
from knowledge.models import SourceDocument
from knowledge.rights import Right
from knowledge.services import source_documents as services

ON_A_PAGE = 50
LONGEST_SEARCH = 200
NEWEST_FIRST = ("-asked_at", "-pk")


@admin.register(SourceDocument)
class SourceDocumentAdmin(InOneCollection):
    """Documents that texts are made of; each page refuses by itself whom it is not for."""

    # Whoever brings a file in may take it out again.
    needed_to_delete = Right.WRITE

    def get_queryset(self, request: HttpRequest) -> QuerySet[SourceDocument]:
        """Documents that the reader may see, by the one rule for all reading."""
        readable = SourceDocument.objects.readable_by(reader_of(request))
        return readable.select_related("collection", "asked_by")

    def get_urls(self) -> list[URLPattern]:
        """The usual addresses but a history, which the audit log has, and our own."""
        view = self.admin_site.admin_view
        own = path(
            "<path:object_id>/original/",
            view(self.original_view),
            name="knowledge_sourcedocument_original",
        )
        columns = path(
            "<path:object_id>/columns/",
            view(self.columns_view),
            name="knowledge_sourcedocument_columns",
        )
        history = "knowledge_sourcedocument_history"
        usual = (each for each in super().get_urls() if each.name != history)
        return [own, columns, *usual]

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """List the documents, the newest first, with how reading went and what waits."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
        found = self.get_queryset(request)
        for word in words.split():
            found = found.filter(name__icontains=word)
        waiting = Count("candidates", filter=Q(candidates__state="open"))
        kept = Count(
            "candidates", filter=Q(candidates__state__in=["accepted", "merged"])
        )
        counted = found.annotate(to_read=waiting, kept=kept).order_by(*NEWEST_FIRST)
        page = Paginator(counted, ON_A_PAGE).get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Documents"),
            "q": words,
            "page": page,
            "query": urlencode({"q": words}) if words else "",
            "shown": [(each, document_page.WORDS[each.state]) for each in page],
            "may_bring": self.has_add_permission(request),
        }
        template = "admin/knowledge/document/list.html"
        return TemplateResponse(request, template, context)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Bring documents in."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return document_upload.take_in(self, request)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """Show what it gives and what stands in it."""
        return self.of_one(request, object_id, document_page.page)

    def original_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Send the file as it came."""
        return self.of_one(request, object_id, document_page.original)

    def columns_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Say what the columns of a table hold."""
        return self.of_one(request, object_id, document_columns.page)

    # Rights ------------------------------------------------------------------------------

    def delete_model(self, request: HttpRequest, obj: SourceDocument) -> None:
        """Erase one."""
        services.delete(document=obj, user=staff(request))
