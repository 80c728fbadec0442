"""Interview guides in the admin: the questions of an interview, as a page and as text."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet, TextField
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget

from accounts.audited import AuditedAdmin
from knowledge.admin import guide_builder, guide_import
from knowledge.admin.access import rights_of, staff
from knowledge.admin.of_collections import OfCollections
from knowledge.models import GuideQuestion, InterviewGuide
from knowledge.rights import Right
from knowledge.services.guides import text_of

# A guide has dozens of questions, and each is a line or two.
LINES: Mapping[type[Any], Mapping[str, Any]] = {
    TextField: {"widget": UnfoldAdminTextareaWidget(attrs={"rows": 3})}
}


class QuestionInline(TabularInline):
    """The questions in their order."""

    model = GuideQuestion
    fields = ("ordinal", "section", "text", "goal")
    extra = 1
    # Each row shows its question already.
    hide_title = True
    formfield_overrides = LINES

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever sees the guide sees its questions."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may change the guide."""
        return may_write(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may change the guide."""
        return may_write(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may change the guide."""
        return may_write(request, obj)


@admin.register(InterviewGuide)
class GuideAdmin(OfCollections, AuditedAdmin):
    """Guides of the collections that somebody may view."""

    list_display = ("title", "collection", "expert", "question_count", "created_at")
    list_select_related = ("collection",)
    search_fields = ("title", "expert")
    fields = ("title", "collection", "expert", "notes")
    inlines = (QuestionInline,)
    change_list_template = "admin/knowledge/guide/change_list.html"
    list_before_template = "admin/knowledge/guide/list_links.html"
    change_form_outer_before_template = "admin/knowledge/guide/text_link.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[InterviewGuide]:
        """Guides of readable collections, with how many questions they have."""
        readable = rights_of(request).collections(Right.VIEW)
        found = InterviewGuide.objects.filter(collection__in=readable)
        return found.annotate(question_count=Count("questions"))

    @display(description=_("questions"), ordering="question_count")
    def question_count(self, guide: Any) -> int:
        """How many questions it has."""
        return int(guide.question_count)

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Offer the collections that somebody may write in."""
        if db_field.name == "collection":
            kwargs["queryset"] = rights_of(request).collections(Right.WRITE)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: InterviewGuide, form: Any, change: bool
    ) -> None:
        """Keep it, and who made it."""
        if not change:
            obj.created_by = staff(request)
        super().save_model(request, obj, form, change)

    def get_urls(self) -> list[URLPattern]:
        """The usual addresses, and those of import and text."""
        view = self.admin_site.admin_view(self.text_view)
        own = [
            path("build/", self.admin_site.admin_view(self.build_view),
                 name="knowledge_interviewguide_build"),
            path("import/", self.admin_site.admin_view(self.import_view),
                 name="knowledge_interviewguide_import"),
            path("<path:object_id>/text/", view, name="knowledge_interviewguide_text"),
        ]  # fmt: skip
        return [*own, *super().get_urls()]

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Make a guide of markdown."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return guide_import.take_in(self, request)

    def build_view(self, request: HttpRequest) -> HttpResponse:
        """Propose a guide of what customers ask in vain, and keep it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return guide_builder.build(self, request)

    def text_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Send a guide as a markdown file."""
        guide = self.get_object(request, unquote(object_id))
        if guide is None:
            raise Http404
        name = f"interview-{guide.pk}.md"
        return HttpResponse(
            text_of(guide),
            content_type="text/markdown; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether they may write in the guide's collection, or in any."""
        return may_write(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The same."""
        return may_write(request, obj)


def may_write(request: HttpRequest, guide: InterviewGuide | None = None) -> bool:
    """Whether somebody may write in the guide's collection; without one, in any."""
    rights = rights_of(request)
    if guide is None or guide.pk is None:
        return rights.somewhere(Right.WRITE)
    return Right.WRITE in rights.within(guide.collection)
