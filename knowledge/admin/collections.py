"""Collections in the admin: which sites draw on them, and who has which rights."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.admin import TICKS
from accounts.audited import AuditedAdmin
from knowledge.admin import people, watching
from knowledge.admin.access import rights_of, staff
from knowledge.models import Collection
from knowledge.rights import Right, Rights
from knowledge.services.grants import Subject, set_grants


@admin.register(Collection)
class CollectionAdmin(AuditedAdmin):
    """Name and sites; `people` is the page of who may do what."""

    list_display = ("name", "slug", "site_names", "atom_count")
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ["name"]}
    formfield_overrides = TICKS
    fields = ("name", "slug", "sites", "review_required", "distinct_required", "read_twice",
              "fresh_days", "restricted")  # fmt: skip
    change_list_template = "admin/knowledge/collection/change_list.html"
    list_before_template = "admin/knowledge/collection/list_hint.html"
    change_form_outer_before_template = "admin/knowledge/collection/people_link.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Collection]:
        """Collections that somebody may view, with their sites and the number of atoms."""
        found = rights_of(request).collections(Right.VIEW)
        return found.prefetch_related("sites").annotate(atom_count=Count("atoms"))

    @display(description=_("sites"))
    def site_names(self, collection: Collection) -> str:
        """The sites that answer from it."""
        names = ", ".join(site.name for site in collection.sites.all())
        return names or gettext("none: nothing in it answers")

    @display(description=_("atoms"), ordering="atom_count")
    def atom_count(self, collection: Any) -> int:
        """How many atoms it holds."""
        count: int = collection.atom_count
        return count

    def save_model(
        self, request: HttpRequest, obj: Collection, form: Any, change: bool
    ) -> None:
        """Keep it; whoever makes a restricted one must not be shut out of it at once."""
        super().save_model(request, obj, form, change)
        if obj.restricted and Right.MANAGE not in Rights.of(staff(request)).within(obj):
            wanted: dict[Subject, list[Right]] = {staff(request): [Right.MANAGE]}
            set_grants(collection=obj, wanted=wanted, user=staff(request))

    # Who may do what ---------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        """The usual addresses, and those of people and watched folders."""
        view = self.admin_site.admin_view(self.people_view)
        watched = self.admin_site.admin_view(self.watched_view)
        own = [
            path("watched/", watched, name="knowledge_watched"),
            path("<path:object_id>/people/", view, name="knowledge_collection_people"),
        ]
        return [*own, *super().get_urls()]

    def people_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show and change who may do what in a collection."""
        collection = self.get_object(request, unquote(object_id))
        if collection is None:
            raise Http404
        if not self.has_change_permission(request, collection):
            raise PermissionDenied
        return people.people(self, request, collection)

    # Folders that are kept in step ---------------------------------------------------------

    def watched_view(self, request: HttpRequest) -> HttpResponse:
        """Show the watched folders of the collections that somebody may write in."""
        return watching.page(self, request)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """List; with a hint when a watched folder is not in step."""
        found = watching.of_writer(request)
        more = {"watched": found.exists(), "failing": watching.failing(request)}
        return super().changelist_view(request, (extra_context or {}) | more)  # type: ignore[no-any-return]

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Collection | None = None,
    ) -> Any:
        """Show one; with how its watched folder stands, for those who may write in it."""
        if obj is not None:
            found = watching.of_writer(request).filter(collection=obj)
            context["watched"] = found.first()
        return super().render_change_form(request, context, add, change, form_url, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether there is anything here for them."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether they may view some collection; which ones, `get_queryset` says."""
        return rights_of(request).somewhere(Right.VIEW)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether they manage this one, or any."""
        if obj is None:
            return rights_of(request).somewhere(Right.MANAGE)
        return Right.MANAGE in rights_of(request).within(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only empty ones can be deleted: atoms and interviews do not go away by the way."""
        if obj is not None and (obj.atoms.exists() or obj.interviews.exists()):
            return False
        return self.has_change_permission(request, obj)
