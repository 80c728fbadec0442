"""The page of tags: which there are, on how many atoms, and what can be done with them."""

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from knowledge.admin import many
from knowledge.admin.access import may, reader_of
from knowledge.admin.tag_words import counted
from knowledge.models import Atom, Errand
from knowledge.models.atoms import AtomQuerySet
from knowledge.rights import Right

MOST_SHOWN = 1000
LONGEST = 60


def tags(admin: "ModelAdmin[Atom]", request: HttpRequest) -> HttpResponse:
    """List the tags, or begin to rename, merge or take away one of them."""
    if request.method == "POST" and may(request, Right.WRITE):
        return _prepare(request)
    sought = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    found = counted(_readable(request), sought)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Tags"),
        "tags": found[:MOST_SHOWN],
        "more": max(0, len(found) - MOST_SHOWN),
        "q": sought,
        "may_write": may(request, Right.WRITE),
    }
    return TemplateResponse(request, "admin/knowledge/atom/tags.html", context)


def _prepare(request: HttpRequest) -> HttpResponse:
    deeds = {"rename": Errand.Deed.RENAME_TAG, "delete": Errand.Deed.REMOVE_TAG}
    deed = deeds.get(request.POST.get("deed", ""))
    tag = request.POST.get("tag", "").replace("\0", "")[:LONGEST]
    # Archived ones too: who brings one back should not bring back the tag.
    atoms = Atom.objects.readable_by(reader_of(request)).filter(tags__contains=[tag])
    if deed is None or not atoms.exists():
        messages.warning(request, _("No atom that you may read has this tag any more."))
        return HttpResponseRedirect(reverse("admin:knowledge_tags"))
    return many.prepare(request, atoms.order_by("slug"), deed, tag)


def _readable(request: HttpRequest) -> AtomQuerySet:
    return Atom.objects.readable_by(reader_of(request))
