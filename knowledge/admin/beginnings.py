"""What a new atom begins with: the sections of its type, or what an inventory knows."""

from uuid import uuid4

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from knowledge.admin import origins
from knowledge.admin.access import may_in, reader_of, staff
from knowledge.admin.drafts import new_fields
from knowledge.admin.forms import AtomForm, initial_of
from knowledge.format.sections import skeleton
from knowledge.inventories.drafting import begin
from knowledge.models import Atom, Collection, Inventory, InventoryEntry
from knowledge.models.atoms import AtomType
from knowledge.rights import Right
from knowledge.services import inventories as services


def first_form(
    request: HttpRequest,
    collections: QuerySet[Collection],
    entry: InventoryEntry | None,
) -> AtomForm:
    """Return the form of a new atom: of the type, title or entry that the address names."""
    kind = request.GET.get("type", "")
    kind = kind if kind in AtomType.values else ""
    title, body = "", ""
    if entry is not None:
        beginning = begin(entry.item, entry.inventory.kind, kind)
        kind, title, body = beginning.type, beginning.title, beginning.body
    kind = kind or AtomType.PROCEDURE
    fields = new_fields(
        kind=kind,
        author=staff(request).display_name,
        today=timezone.localdate(),
        body=body or skeleton(kind),
    )
    shown = initial_of(fields) | {"title": title}
    shown |= origins.begun_for(request, fields) | {"tab": uuid4()}
    if entry is not None:
        shown |= {"entry": entry.pk, "collection": entry.inventory.collection_id}
    return AtomForm(initial=shown, collections=collections, new=True)


def entry_asked_for(request: HttpRequest, key: str) -> InventoryEntry | None:
    """Return the entry of an inventory that an atom is written for, if they may link it."""
    if not (key.isascii() and key.isdigit() and len(key) < 16):
        return None
    readable = Inventory.objects.readable_by(reader_of(request))
    entry = (
        InventoryEntry.objects.filter(pk=key, inventory__in=readable)
        .select_related("inventory__collection", "atom")
        .first()
    )
    if entry and may_in(request, Right.WRITE, entry.inventory.collection):
        return entry
    return None


def link_new(request: HttpRequest, entry: InventoryEntry, atom: Atom) -> None:
    """Link a new atom to the entry that it was written for, and say so."""
    page = reverse("admin:knowledge_inventory_change", args=[entry.inventory_id])
    try:
        services.link(entry=entry, atom=atom, user=staff(request))
    except (services.LinkedAlready, InventoryEntry.DoesNotExist):
        text = _("“%s” was linked to another atom meanwhile, and stays so.")
        messages.warning(request, text % entry)
        return
    text = _("Linked to “%s”.") % entry
    link = format_html(
        '<a class="underline" href="{}">{}</a>', page, entry.inventory.name
    )
    messages.success(request, format_html("{} {}", text, link))
