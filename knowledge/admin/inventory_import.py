"""Inventories in from a file: see first what would change, then let it happen."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from knowledge.admin.access import may_in, staff
from knowledge.admin.inventory_forms import ImportForm
from knowledge.admin.uploaded import uploaded
from knowledge.inventories.reading import read
from knowledge.inventories.values import Item, Reading, Refused, shown
from knowledge.models import Inventory
from knowledge.rights import Right
from knowledge.services import inventories as services
from knowledge.services.inventories import Changes

MOST_SHOWN = 200


@dataclass(frozen=True)
class Line:
    """One entry of the preview; `differs` are its changed fields, before and after."""

    deed: str
    key: str
    label: str
    differs: list[tuple[str, str, str]]


@dataclass(frozen=True)
class _Asked:
    """A file that was read, where it goes, and under which ticket and name it came."""

    reading: Reading
    inventory: Inventory | None
    ticket: str
    source: str
    sent: dict[str, Any]

    @property
    def name(self) -> str:
        if self.inventory is not None:
            return self.inventory.name
        stem = self.source.rpartition(".")[0] or self.source
        return str(self.sent.get("name") or stem)[:120]

    @property
    def kind(self) -> str:
        return self.inventory.kind if self.inventory else str(self.sent["kind"])


def take_in_newer(
    admin: "ModelAdmin[Inventory]", request: HttpRequest, inventory: Inventory
) -> HttpResponse:
    """Show what a newer file would change and, asked with its ticket, change it."""
    if not may_in(request, Right.WRITE, inventory.collection):
        raise PermissionDenied
    return take_in(admin, request, inventory)


def take_in(
    admin: "ModelAdmin[Inventory]", request: HttpRequest, inventory: Inventory | None
) -> HttpResponse:
    """Show what an upload would bring and, asked with its ticket, bring it."""
    form = ImportForm(
        request.POST or None,
        request.FILES or None,
        request=request,
        newer=inventory is not None,
    )
    context: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            asked = _asked(request, form, inventory)
        except Refused as refused:
            context = {"faults": refused.faults}
            asked = None
        if asked is not None:
            done = _carried_out(request, form, asked)
            if done is not None:
                return done
            context = _preview(asked)
    context |= {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Import an inventory"),
        "form": form,
        "inventory": inventory,
    }
    return TemplateResponse(
        request,
        "admin/knowledge/inventory/import.html",
        context,
        status=422 if form.errors or "faults" in context else 200,
    )


def _asked(
    request: HttpRequest, form: ImportForm, inventory: Inventory | None
) -> _Asked | None:
    """Read what was uploaded now or, with a ticket, a moment ago; raises Refused."""
    sent, file = form.cleaned_data, uploaded(form, staff(request))
    if file is None:
        return None
    kind, source = inventory.kind if inventory else sent["kind"], file.source
    content = file.path.read_bytes()
    reading = read(content, name=source, kind=kind, format=sent["format"])
    return _Asked(reading, inventory, file.ticket, source, sent)


def _carried_out(
    request: HttpRequest, form: ImportForm, asked: _Asked
) -> HttpResponse | None:
    """Take in what was looked at, if that is asked for and it is still the same."""
    if "_import" not in request.POST:
        return None
    try:
        if request.POST.get("looked") != _seal(asked):
            raise services.StaleImport
        inventory = _taken_in(request, asked)
    except services.StaleImport:
        text = _("Something has changed since you looked: look again.")
        messages.warning(request, text)
    except services.NameTaken:
        text = _(
            "The collection has an inventory of this name: open it and import there."
        )
        form.add_error("name", text)
    else:
        messages.success(request, _("“%s” is up to date.") % inventory)
        page = reverse("admin:knowledge_inventory_change", args=[inventory.pk])
        return HttpResponseRedirect(page)
    return None


def _taken_in(request: HttpRequest, asked: _Asked) -> Inventory:
    user = staff(request)
    if asked.inventory is None:
        return services.add(
            collection=asked.sent["collection"],
            name=asked.name,
            kind=asked.kind,
            reading=asked.reading,
            source=asked.source,
            user=user,
        )
    services.update(
        inventory=asked.inventory,
        reading=asked.reading,
        source=asked.source,
        seen=asked.inventory.imported_at,
        user=user,
    )
    return asked.inventory


def _seal(asked: _Asked) -> str:
    """Return a word for what a preview showed: another file, place or time gives another."""
    inventory = asked.inventory
    place = asked.sent["collection"].pk if inventory is None else inventory.pk
    when = inventory.imported_at if inventory else None
    told = [asked.ticket, asked.source, asked.name, asked.kind, asked.reading.format]
    return salted_hmac("inventory-import", repr([*told, place, when])).hexdigest()


def _preview(asked: _Asked) -> dict[str, Any]:
    found = services.changes(asked.inventory, asked.reading.items)
    lines = list(_lines(asked, found))
    return {
        "ticket": asked.ticket,
        "source": asked.source,
        "looked": _seal(asked),
        "name": asked.name,
        "format": Inventory.Format(asked.reading.format).label,
        "changes": found,
        "lines": lines[:MOST_SHOWN],
        "more": max(0, len(lines) - MOST_SHOWN),
        "warnings": asked.reading.warnings,
    }


def _lines(asked: _Asked, found: Changes) -> Iterator[Line]:
    items = {each.key: each for each in asked.reading.items}
    for deed in ("gone", "changed", "back", "new"):
        for key in getattr(found, deed):
            before = found.known[key].item if key in found.known else None
            item = items.get(key) or before
            assert item is not None  # noqa: S101 it is in the file or was before
            differs = _differs(before, item) if before and deed == "changed" else []
            yield Line(deed, key, item.label, differs)


def _differs(before: Item, after: Item) -> list[tuple[str, str, str]]:
    def told(item: Item) -> dict[str, str]:
        own = {"label": item.label, "description": item.description}
        return own | {name: shown(value) for name, value in item.details.items()}

    old, new = told(before), told(after)
    return [
        (name, old.get(name, ""), new.get(name, ""))
        for name in {**old, **new}
        if old.get(name, "") != new.get(name, "")
    ]
