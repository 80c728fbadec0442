"""The addresses of the pages about atoms, each handed to the module that makes the page."""

from functools import partial
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path

from knowledge.admin import (
    answers_given,
    asked_as,
    asking_unsaved,
    bench,
    calibration,
    editor,
    freshness,
    history,
    impact,
    import_page,
    importing,
    likeness,
    many,
    phrasings,
    picturing,
    publishing,
    review_queue,
    reviewing,
    suggestions,
    tags,
    unsaved,
)
from knowledge.admin.of_collections import OfCollections


class AtomPages(OfCollections):
    """Pages beside the list; each refuses by itself whom it is not for."""

    def get_urls(self) -> list[URLPattern]:
        """The usual addresses, and those of preview and versions."""
        view = self.admin_site.admin_view
        own = [
            path("bench/", view(self.bench_view), name="knowledge_bench"),
            path("calibration/<int:site>/", view(self.calibration_view),
                 name="knowledge_calibration"),
            re_path(r"^suggest/(?P<field>tags|related)/$", view(self.suggest), name="knowledge_suggest"),
            path("freshness/", view(self.freshness_view), name="knowledge_freshness"),
            path("import/", view(self.import_view), name="knowledge_atom_import"),
            path("import/<int:key>/", view(self.import_run_view),
                 name="knowledge_atom_import_run"),
            path("many/<int:key>/", view(self.many_view), name="knowledge_atom_many"),
            path("phrasings/", view(self.phrasings_view), name="knowledge_phrasings"),
            path("reviews/", view(self.reviews_view), name="knowledge_reviews"),
            path("tags/", view(self.tags_view), name="knowledge_tags"),
            path("preview/", view(self.preview_new), name="knowledge_atom_preview_new"),
            path("pictures/", view(self.upload_picture), name="knowledge_picture_upload"),
            path("unsaved/", view(self.keep_new), name="knowledge_atom_unsaved_new"),
            path("<path:object_id>/unsaved/", view(self.keep_edit),
                 name="knowledge_atom_unsaved"),
            path("ask/", view(self.ask_new), name="knowledge_atom_ask_new"),
            path("<path:object_id>/ask/", view(self.ask_edit), name="knowledge_atom_ask"),
            path("<path:object_id>/asked-as/", view(self.asked_as_view),
                 name="knowledge_atom_asked_as"),
            path("alike/", view(self.alike_new), name="knowledge_atom_alike_new"),
            path("<path:object_id>/alike/draft/", view(self.alike_draft),
                 name="knowledge_atom_alike_draft"),
            path("<path:object_id>/alike/", view(self.alike_view),
                 name="knowledge_atom_alike"),
            path("<path:object_id>/preview/", view(self.preview),
                 name="knowledge_atom_preview"),
            path("<path:object_id>/versions/", view(self.history_view),
                 name="knowledge_atom_versions"),
            path("<path:object_id>/versions/<int:number>/", view(self.version_view),
                 name="knowledge_atom_version"),
            path("<path:object_id>/review/", view(self.review_view),
                 name="knowledge_atom_review"),
            path("<path:object_id>/impact/", view(self.impact_view),
                 name="knowledge_atom_impact"),
            path("<path:object_id>/answers/", view(self.answers_view),
                 name="knowledge_atom_answers"),
            path("<path:object_id>/publishing/", view(self.publishing_view),
                 name="knowledge_atom_publishing"),
        ]  # fmt: skip
        return [*own, *super().get_urls()]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Write a new atom."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return editor.add(self, request)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """Edit an atom, or read it without the right to edit."""
        atom = self.get_object(request, unquote(object_id))
        if atom is None:
            rescue = request.method == "POST" and self.has_add_permission(request)
            if rescue:
                return editor.orphan(self, request)
        may_write = self.has_change_permission(request, atom)
        page = editor.change if may_write else history.newest
        return self.of_one(request, object_id, page)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """List the versions of an atom."""
        return self.of_one(request, object_id, history.versions)

    def version_view(
        self, request: HttpRequest, object_id: str, number: int
    ) -> HttpResponse:
        """Show one version as it was."""
        return self.of_one(request, object_id, partial(history.version, number=number))

    def review_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show what would change, and decide on it."""
        return self.of_one(request, object_id, reviewing.review)

    def publishing_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Publish now or later, end, archive."""
        return self.of_one(request, object_id, publishing.publishing)

    def impact_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show which answers the newest text would change."""
        return self.of_one(request, object_id, impact.impact_page)

    def answers_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """List the answers that used an atom."""
        return self.of_one(request, object_id, answers_given.answers_given)

    def asked_as_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Offer real questions as phrasings."""
        return self.of_one(request, object_id, asked_as.offered)

    def bench_view(self, request: HttpRequest) -> HttpResponse:
        """Ask a question as a customer would."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return bench.bench(self, request)

    def calibration_view(self, request: HttpRequest, site: int) -> HttpResponse:
        """Choose how sure a site's bot has to be."""
        return calibration.calibration(self, request, site)

    def freshness_view(self, request: HttpRequest) -> HttpResponse:
        """Show what should be looked at again."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return freshness.freshness(self, request)

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Take in files."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return importing.take_in(self, request)

    def import_run_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Show how far an import is, and what came of it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return import_page.page(self, request, key)

    def many_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Show what a deed on many atoms would do, and how far it is."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return many.page(self, request, key)

    def phrasings_view(self, request: HttpRequest) -> HttpResponse:
        """Offer what customers asked as phrasings of pairs."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return phrasings.page(self, request)

    def reviews_view(self, request: HttpRequest) -> HttpResponse:
        """List what waits for review."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return review_queue.review_queue(self, request)

    def tags_view(self, request: HttpRequest) -> HttpResponse:
        """List the tags."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return tags.tags(self, request)

    def suggest(self, request: HttpRequest, field: str) -> HttpResponse:
        """Offer words for a field of the editor."""
        return suggestions.suggestions(request, field)

    def upload_picture(self, request: HttpRequest) -> HttpResponse:
        """Take in a picture for a text."""
        return picturing.upload(request)

    def keep_edit(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Keep what somebody typed into an atom and has not saved."""
        return self.of_one(
            request, object_id, lambda _, asked, atom: unsaved.keep(asked, atom)
        )

    def keep_new(self, request: HttpRequest) -> HttpResponse:
        """Keep what somebody typed into a new atom and has not saved."""
        return unsaved.keep(request, None)

    def preview(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Say how an edit looks and what is wrong with it."""
        return self.of_one(request, object_id, editor.preview)

    def preview_new(self, request: HttpRequest) -> HttpResponse:
        """Say how a new atom looks and what is wrong with it."""
        return editor.preview(self, request, None)

    def ask_edit(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Say what would become of a question if an edit were live."""
        return self.of_one(request, object_id, asking_unsaved.ask)

    def ask_new(self, request: HttpRequest) -> HttpResponse:
        """Say what would become of a question if a new atom were live."""
        return asking_unsaved.ask(self, request, None)

    def alike_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show the texts like the newest one of an atom, and decide about them."""
        return self.of_one(request, object_id, likeness.page)

    def alike_draft(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Name the texts like an edit."""
        return self.of_one(request, object_id, likeness.beside)

    def alike_new(self, request: HttpRequest) -> HttpResponse:
        """Name the texts like a new atom."""
        return likeness.beside(self, request, None)
