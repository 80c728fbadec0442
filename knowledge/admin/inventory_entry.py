"""The page of one entry: what the file says, which atom tells about it, and what to do."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    QueryDict,
)
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from knowledge import coverage
from knowledge.admin import guide_choice
from knowledge.admin.access import may_in, reader_of, staff
from knowledge.admin.inventory_forms import ReasonForm
from knowledge.admin.inventory_table import LONGEST_SEARCH, kept, shown
from knowledge.models import Atom, InterviewGuide, Inventory, InventoryEntry
from knowledge.models.atoms import AtomQuerySet
from knowledge.rights import Right
from knowledge.services import guides
from knowledge.services import inventories as services

MOST_FOUND = 20


def entry(
    admin: "ModelAdmin[Inventory]",
    request: HttpRequest,
    inventory: Inventory,
    number: int,
) -> HttpResponse:
    """Show an entry, or do with it what was asked."""
    row = _row(request, inventory, number)
    back = kept(QueryDict(request.POST.get("back") or request.GET.get("back")))
    form = ReasonForm(request.POST if request.POST.get("deed") == "dismiss" else None)
    if request.method == "POST":
        if not may_in(request, Right.WRITE, inventory.collection):
            raise PermissionDenied
        done = _do(request, row.entry, form)
        if done:
            messages.success(request, done)
            table = reverse("admin:knowledge_inventory_change", args=[inventory.pk])
            return HttpResponseRedirect(f"{table}?{back.urlencode()}".rstrip("?"))
    guides_with = InterviewGuide.objects.filter(
        questions__entry=row.entry, collection__in=reader_of(request).collections
    )
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": row.entry.key,
        "inventory": inventory,
        "each": shown(request, [row])[0],
        "back": back.urlencode(),
        "form": form,
        "guides": guides_with,
        **guide_choice.offered(request, guides_with),
        "may_write": may_in(request, Right.WRITE, inventory.collection),
        **_search(request),
    }
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(
        request, "admin/knowledge/inventory/entry.html", context, status=status
    )


def _row(request: HttpRequest, inventory: Inventory, number: int) -> coverage.Row:
    rows = coverage.rows_of(inventory, reader_of(request), entry=number)
    if not rows:
        raise Http404
    return rows[0]


def _search(request: HttpRequest) -> dict[str, Any]:
    """Return the atoms whose title or id holds the words that were searched."""
    words = request.GET.get("q_atom", "").strip()[:LONGEST_SEARCH]
    found = _linkable(request)
    for word in words.split():
        found = found.filter(
            Q(latest_version__title__icontains=word) | Q(slug__icontains=word)
        )
    atoms = found.order_by("latest_version__title")[:MOST_FOUND] if words else ()
    return {"words": words, "found": atoms}


def _linkable(request: HttpRequest) -> AtomQuerySet:
    readable = Atom.objects.readable_by(reader_of(request)).filter(archived_at=None)
    return readable.select_related("latest_version", "live_version", "collection")


def _do(request: HttpRequest, chosen: InventoryEntry, form: ReasonForm) -> str:
    """Do what was asked for; return what happened, or nothing when it was refused."""
    deed, user = request.POST.get("deed", ""), staff(request)
    if deed == "link":
        return _link(request, chosen)
    if deed == "guide":
        guide = guide_choice.chosen(request, chosen.key)
        guides.add_entry(guide=guide, entry=chosen, user=user)
        return _("A question of the guide “%s” now.") % guide
    if deed == "unlink":
        services.unlink(entry=chosen, user=user)
        return _("“%s” is not linked any more.") % chosen
    if deed == "need":
        services.need(entry=chosen, user=user)
        return _("“%s” needs an atom again.") % chosen
    if deed != "dismiss":
        raise PermissionDenied
    if not form.is_valid():
        return ""
    services.dismiss(entry=chosen, reason=form.cleaned_data["reason"], user=user)
    return _("“%s” needs no atom.") % chosen


def _link(request: HttpRequest, chosen: InventoryEntry) -> str:
    sent = request.POST.get("atom", "")
    if not (sent.isascii() and sent.isdigit() and len(sent) < 16):
        raise PermissionDenied
    atom = get_object_or_404(_linkable(request), pk=sent)
    try:
        services.link(entry=chosen, atom=atom, user=staff(request))
    except services.LinkedAlready:
        text = _("Somebody linked “%s” to another atom meanwhile: unlink that first.")
        messages.error(request, text % chosen)
        return ""
    return _("“%(entry)s” is linked to “%(atom)s”.") % {"entry": chosen, "atom": atom}
