"""The addresses of inventories, their list, and who may open what."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from knowledge import coverage
from knowledge.admin import inventory_entry, inventory_import, inventory_table
from knowledge.admin.access import reader_of, staff
from knowledge.admin.of_collections import InOneCollection
from knowledge.models import Inventory
from knowledge.services import inventories as services


@admin.register(Inventory)
class InventoryAdmin(InOneCollection):
    """Lists of errors and inputs; each page refuses by itself whom it is not for."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Inventory]:
        """Inventories that the reader may see, by the one rule for all reading."""
        readable = Inventory.objects.readable_by(reader_of(request))
        return readable.select_related("collection", "imported_by")

    def get_urls(self) -> list[URLPattern]:
        """The usual addresses but a history, which the audit log has, and our own."""
        view = self.admin_site.admin_view
        own = [
            path("<path:object_id>/import/", view(self.import_view),
                 name="knowledge_inventory_import"),
            path("<path:object_id>/export/", view(self.export_view),
                 name="knowledge_inventory_export"),
            path("<path:object_id>/entries/<int:number>/", view(self.entry_view),
                 name="knowledge_inventory_entry"),
        ]  # fmt: skip
        usual = super().get_urls()
        history = "knowledge_inventory_history"
        return [*own, *(each for each in usual if each.name != history)]

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """List the inventories with how much of each is answered."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        lists = list(self.get_queryset(request))
        shares = coverage.shares(lists)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Inventories"),
            "lists": [(each, shares[each.pk]) for each in lists],
            "may_import": self.has_add_permission(request),
        }
        page = "admin/knowledge/inventory/list.html"
        return TemplateResponse(request, page, context)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Make an inventory of a file."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return inventory_import.take_in(self, request, None)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """Show which entries are answered."""
        return self.of_one(request, object_id, inventory_table.table)

    def import_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Take in a newer file."""
        return self.of_one(request, object_id, inventory_import.take_in_newer)

    def export_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Send the table as a file."""
        return self.of_one(request, object_id, inventory_table.export)

    def entry_view(
        self, request: HttpRequest, object_id: str, number: int
    ) -> HttpResponse:
        """Show one entry, link it or put it aside."""
        page = partial(inventory_entry.entry, number=number)
        return self.of_one(request, object_id, page)

    # Rights ------------------------------------------------------------------------------

    def delete_model(self, request: HttpRequest, obj: Inventory) -> None:
        """Delete one."""
        services.delete(inventory=obj, user=staff(request))
