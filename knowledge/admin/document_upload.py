"""Documents in from files: each becomes a job of its own, and each may be refused for itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from knowledge.admin.access import staff
from knowledge.admin.document_form import BringForm
from knowledge.documents.values import MOST_BYTES
from knowledge.models import Collection, SourceDocument
from knowledge.services import source_documents as services

# What people have in its place, by ending.
SAVE_AS = {
    ".doc": gettext_lazy("is of Word before 2007: save it as .docx"),
    ".odt": gettext_lazy("is of another word processor: save it as .docx"),
    ".rtf": gettext_lazy("is rich text: save it as .docx"),
    ".xls": gettext_lazy("is a workbook: save its sheet as CSV"),
    ".xlsx": gettext_lazy("is a workbook: save its sheet as CSV"),
    ".ods": gettext_lazy("is a workbook: save its sheet as CSV"),
    ".ppt": gettext_lazy("is a presentation: save it as PDF"),
    ".pptx": gettext_lazy("is a presentation: save it as PDF"),
    ".odp": gettext_lazy("is a presentation: save it as PDF"),
    ".md": gettext_lazy("is markdown: import it under Atoms > Import files"),
    ".zip": gettext_lazy("is an archive: choose the files in it"),
}


@dataclass(frozen=True)
class Turned:
    """A file that was refused, and why; `document` is where it stands already."""

    name: str
    why: str
    document: SourceDocument | None = None


def take_in(admin: "ModelAdmin[SourceDocument]", request: HttpRequest) -> HttpResponse:
    """Keep each file that can be one, and name the others with the reason."""
    form = BringForm(request.POST or None, request.FILES or None, request=request)
    kept: list[SourceDocument] = []
    refused: list[Turned] = []
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        kept, refused = keep(request, sent["upload"], sent["collection"])
        if kept and not refused:
            return done(request, kept)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Bring documents in"),
        "form": form,
        "kept": kept,
        "refused": refused,
    }
    template = "admin/knowledge/document/bring.html"
    wrong = form.errors or (refused and not kept)
    return TemplateResponse(request, template, context, status=422 if wrong else 200)


def keep(
    request: HttpRequest, files: "Iterable[UploadedFile[Any]]", collection: Collection
) -> tuple[list[SourceDocument], list[Turned]]:
    """Keep each file that can be a document; return these, and the others with the reason."""
    taken = [_taken(request, file, collection) for file in files]
    kept = [each for each in taken if not isinstance(each, Turned)]
    return kept, [each for each in taken if isinstance(each, Turned)]


def done(request: HttpRequest, kept: list[SourceDocument]) -> HttpResponse:
    """Lead to a document that was kept, or to all of them."""
    if len(kept) == 1:
        page = "columns" if kept[0].needs_columns else "change"
        url = reverse(f"admin:knowledge_sourcedocument_{page}", args=[kept[0].pk])
        return HttpResponseRedirect(url)
    text = ngettext("%d document is here.", "%d documents are here.", len(kept))
    messages.success(request, text % len(kept))
    return HttpResponseRedirect(reverse("admin:knowledge_sourcedocument_changelist"))


def _taken(
    request: HttpRequest, file: "UploadedFile[Any]", collection: Collection
) -> SourceDocument | Turned:
    name = str(file.name)[-200:].replace("\0", "")
    ending = PurePath(name).suffix.lower()
    why = _why_not(ending, file.size or 0)
    if why:
        return Turned(name, why)
    data = file.read()
    if not data.strip():
        return Turned(name, _("is empty"))
    try:
        return services.add(
            collection=collection, name=name, data=data, user=staff(request)
        )
    except services.BroughtAlready as before:
        return Turned(name, _("is here already"), before.document)


def _why_not(ending: str, size: int) -> str:
    if ending in SAVE_AS:
        return str(SAVE_AS[ending])
    if ending not in services.KINDS:
        return _("is none of PDF, Word (.docx), HTML and CSV")
    if size > MOST_BYTES:
        return _("has more than %d MB") % (MOST_BYTES // 1_000_000)
    return ""
