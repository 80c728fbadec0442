"""The page of an import: how far it is, and what came of it."""

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from knowledge.admin.access import staff
from knowledge.admin.answers import wants_json
from knowledge.admin.many_words import WORDS
from knowledge.admin.progress import progress_of
from knowledge.models import Atom, ImportRun
from knowledge.services import imports
from knowledge.services.verdicts import Why

OUTCOME = (
    "finished_at", "failure", "why", "stopped", "created", "updated", "published", "unchanged",
)  # fmt: skip


def page(admin: "ModelAdmin[Atom]", request: HttpRequest, key: int) -> HttpResponse:
    """Show how far an import is, stop it, or say what came of it."""
    visible = ImportRun.objects.visible_to(staff(request)).defer("archive")
    run = get_object_or_404(visible.select_related("collection"), pk=key)
    if request.method == "POST":
        imports.stop(run)
        return HttpResponseRedirect(address_of(run))
    if wants_json(request):
        return progress_of(run)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Import into “%(collection)s”") % {"collection": run.collection},
        "run": run,
        "told": told(run) if run.is_done else "",
        "why": _why(run),
    }
    return TemplateResponse(request, "admin/knowledge/atom/import_run.html", context)


def told(run: ImportRun) -> str:
    """Return what was done, in words."""
    counts = [
        (run.created, _("%d created")),
        (run.updated, _("%d updated")),
        (run.published, _("%d published")),
        (run.unchanged, _("%d unchanged")),
    ]
    words = ", ".join(said % number for number, said in counts if number)
    return f"{words}."


def address_of(run: ImportRun) -> str:
    """Return where an import is followed."""
    return reverse("admin:knowledge_atom_import_run", args=[run.pk])


def _why(run: ImportRun) -> str:
    """Return why nothing was taken in, in words; nothing where it was, or will be."""
    if run.failure:
        return run.failure
    if run.why == Why.BROKEN:
        return _("Files have errors.")
    if run.why == Why.CHANGED:
        return _("Texts have changed since you looked: look again.")
    return str(WORDS[Why(run.why)]) if run.why else ""
