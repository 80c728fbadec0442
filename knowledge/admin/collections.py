"""Collections in the admin: which sites draw on them, and who has which rights."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from guardian.admin import GuardedModelAdmin
from unfold.decorators import display

from accounts.audited import AuditedAdmin
from knowledge.models import Collection


@admin.register(Collection)
class CollectionAdmin(AuditedAdmin, GuardedModelAdmin):  # type: ignore[misc]
    """Name, sites and, by object permissions, the people."""

    list_display = ("name", "slug", "site_names", "atom_count")
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ["name"]}
    filter_horizontal = ("sites",)
    list_before_template = "admin/knowledge/collection/list_hint.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Collection]:
        """Collections with their sites and the number of their atoms."""
        found: QuerySet[Collection] = super().get_queryset(request)  # type: ignore[no-untyped-call]
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

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only empty ones can be deleted: atoms do not go away by the way."""
        if obj is not None and obj.atoms.exists():
            return False
        return bool(super().has_delete_permission(request, obj))
