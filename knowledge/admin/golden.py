"""Golden questions in the admin: what must become of a question, whatever is edited."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.urls import URLPattern, path
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from knowledge.admin import golden_export, golden_import
from knowledge.admin.access import may, reader_of, staff
from knowledge.admin.golden_filters import (
    AtomFilter,
    GoldenCollectionFilter,
    LastEndFilter,
    TypeFilter,
)
from knowledge.admin.golden_form import ChosenAtoms, GoldenForm
from knowledge.admin.golden_rights import may_write
from knowledge.admin.of_collections import OfCollections
from knowledge.models import EvaluationResult, GoldenQuestion
from knowledge.rights import Right
from knowledge.services import golden as services


@admin.register(GoldenQuestion)
class GoldenAdmin(OfCollections):
    """Golden questions of what somebody may view."""

    form = GoldenForm
    fields = ("text", "expects", "atoms", "site", "before", "verified")
    autocomplete_fields = ("atoms",)
    list_display = ("question", "expected", "named_atoms", "site", "last_end")
    list_filter = (
        "expects", LastEndFilter, ("site", RelatedOnlyFieldListFilter),
        GoldenCollectionFilter, TypeFilter, AtomFilter,
    )  # fmt: skip
    list_select_related = ("site",)
    list_per_page = 50
    ordering = ("-pk",)
    search_fields = ("text", "before")
    search_help_text = _("Search questions")
    show_facets = admin.ShowFacets.NEVER
    change_list_template = "admin/knowledge/golden/change_list.html"
    list_before_template = "admin/knowledge/golden/list_links.html"

    # What is listed ----------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[GoldenQuestion]:
        """Questions that the reader may see, each with how it ended last."""
        readable = GoldenQuestion.objects.readable_by(reader_of(request))
        last = EvaluationResult.objects.filter(question=OuterRef("pk")).order_by(
            "-run_id"
        )
        ends = readable.annotate(last_right=Subquery(last.values("right")[:1]))
        return ends.defer("vector").prefetch_related("atoms")

    @display(description=_("question"), ordering="text")
    def question(self, golden: GoldenQuestion) -> str:
        """The question, after the one before it."""
        said = f"{golden.before} / {golden.text}" if golden.before else golden.text
        return Truncator(said).chars(110)

    @display(
        description=_("what is right"),
        ordering="expects",
        label={
            "answer": "success",
            "silence": "warning",
            "ask_back": "info",
            "person": "info",
            "small_talk": "default",
        },
    )
    def expected(self, golden: GoldenQuestion) -> tuple[str, str]:
        """What must become of it, in a word."""
        return golden.expects, str(WORDS[golden.expects])

    @display(description=_("atoms"))
    def named_atoms(self, golden: GoldenQuestion) -> str:
        """The atoms that may answer it."""
        return ", ".join(str(atom) for atom in golden.atoms.all())

    @display(description=_("last run"), ordering="last_right")
    def last_end(self, golden: Any) -> str:
        """Whether it ended as it must when it was asked last."""
        return str(
            {None: "-", True: _("✓ right"), False: _("✕ wrong")}[golden.last_right]
        )

    # Pages -------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        """The usual addresses, and those of files."""
        view = self.admin_site.admin_view
        own = [
            path("import/", view(self.import_view), name="knowledge_goldenquestion_import"),
            path("export/", view(self.export_view), name="knowledge_goldenquestion_export"),
        ]  # fmt: skip
        return [*own, *super().get_urls()]

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Take in a file of questions."""
        return golden_import.take_in(self, request)

    def export_view(self, request: HttpRequest) -> StreamingHttpResponse:
        """Send the questions as a file."""
        return golden_export.export(self, request)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Show or keep one; what somebody else did a moment before is told."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except (services.Known, services.TooMany):
            messages.error(
                request, _("Somebody was faster: look at the list and save once more.")
            )
            return HttpResponseRedirect(request.get_full_path())

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Offer no new atom or site from here: both have pages of their own."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in {"atoms", "site"}:
            for name in ("add", "change", "delete", "view"):
                setattr(field.widget, f"can_{name}_related", False)
        return field

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Let the atoms be looked up by their titles."""
        kwargs["widget"] = ChosenAtoms(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Give the form who asks: what may be chosen depends on it."""
        form = super().get_form(request, obj, change, **kwargs)
        return type("FormOfSomebody", (form,), {"request": request})

    def save_model(
        self, request: HttpRequest, obj: GoldenQuestion, form: Any, change: bool
    ) -> None:
        """Keep it."""
        if change:
            services.change(question=obj, golden=form.golden, user=staff(request))
        else:
            obj.pk = services.add(golden=form.golden, user=staff(request)).pk

    def save_related(self, request: HttpRequest, *args: Any) -> None:
        """Nothing: the atoms are kept with the question."""

    def delete_model(self, request: HttpRequest, obj: GoldenQuestion) -> None:
        """Forget one."""
        services.forget(questions=[obj], user=staff(request))

    def delete_queryset(
        self, request: HttpRequest, queryset: QuerySet[GoldenQuestion]
    ) -> None:
        """Forget several; the page before named none without the right to."""
        mine = [each for each in queryset if may_write(request, each)]
        services.forget(questions=mine, user=staff(request))

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[Any, int], set[str], list[Any]]:
        """Name the questions alone: what became of them in runs goes as well."""
        names = [str(each) for each in objs]
        foreign = {str(each) for each in objs if not may_write(request, each)}
        plural = GoldenQuestion._meta.verbose_name_plural
        return names, {plural: len(names)}, foreign, []

    # Rights ------------------------------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether they may write in the collections of its atoms or site, or in any."""
        return may(request, Right.WRITE) if obj is None else may_write(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The same."""
        return self.has_change_permission(request, obj)


WORDS = {
    "answer": _("● answer"),
    "silence": _("○ no answer"),
    "ask_back": _("◐ question back"),
    "person": _("▲ person"),
    "small_talk": _("- small talk"),
}
