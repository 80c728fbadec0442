"""What the columns of a table hold: guessed by their headings, corrected, tried on its first lines."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge.admin.access import may_in, staff
from knowledge.converting import Refused, read_apart
from knowledge.documents.columns import ROLES, guessed
from knowledge.documents.gathering import ALL, ALONE, BY_CATEGORY, WAYS
from knowledge.documents.tables import headings_of
from knowledge.documents.values import Text
from knowledge.format import Problem
from knowledge.looks import atom_to_html
from knowledge.models import SourceDocument
from knowledge.rights import Right
from knowledge.services import source_documents as services

MOST_SHOWN = 3
WORDS = {
    "": gettext_lazy("not used"),
    "question": gettext_lazy("question"),
    "phrasings": gettext_lazy("also asked as"),
    "answer": gettext_lazy("answer"),
    "title": gettext_lazy("title"),
    "body": gettext_lazy("text"),
    "tags": gettext_lazy("tags"),
    "category": gettext_lazy("category"),
    "type": gettext_lazy("type"),
    "id": gettext_lazy("id"),
    "language": gettext_lazy("language"),
}
TOGETHER = {
    ALONE: gettext_lazy("each line a text of its own"),
    BY_CATEGORY: gettext_lazy("the pairs of a category one text"),
    ALL: gettext_lazy("all pairs of the file one text"),
}


@dataclass(frozen=True)
class Column:
    """A column of the form: its heading, and what it is said to hold."""

    number: int
    name: str
    role: str


@dataclass(frozen=True)
class Shown:
    """A line of the file as the text that it would be."""

    text: Text
    html: str


def page(
    admin: "ModelAdmin[SourceDocument]", request: HttpRequest, document: SourceDocument
) -> HttpResponse:
    """Show what the columns would give; by POST, try another description or have it read."""
    if not may_in(request, Right.WRITE, document.collection):
        raise PermissionDenied
    if document.kind != SourceDocument.Kind.CSV:
        return HttpResponseRedirect(_page_of(document))
    data = bytes(document.original.data)
    names, problems = _headings(data)
    roles = _roles(request, document, names)
    together = _together(request, document)
    texts: tuple[Text, ...] = ()
    if names:
        texts, problems = _tried(data, document.name, roles, together)
    if request.method == "POST" and "_read" in request.POST and not problems:
        return _kept(request, document, roles, together)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("What the columns of “%s” hold") % document,
        "document": document,
        "columns": [
            Column(n, name, role)
            for n, (name, role) in enumerate(zip(names, roles, strict=True), 1)
        ],
        "roles": WORDS.items(),
        "together": together,
        "ways": TOGETHER.items(),
        "problems": problems,
        "count": len(texts),
        "texts": [Shown(t, atom_to_html(t.type, t.body)) for t in texts[:MOST_SHOWN]],
    }
    template = "admin/knowledge/document/columns.html"
    status = 422 if request.method == "POST" and problems else 200
    return TemplateResponse(request, template, context, status=status)


def _headings(data: bytes) -> tuple[list[str], tuple[Problem, ...]]:
    try:
        return headings_of(data), ()
    except Refused as refused:
        return [], refused.problems


def _roles(
    request: HttpRequest, document: SourceDocument, names: list[str]
) -> list[str]:
    """Return what was sent for each column, or kept with the document, or is guessed."""
    if request.method == "POST":
        sent = (request.POST.get(f"column-{n}", "") for n in range(1, len(names) + 1))
        return [role if role in ROLES else "" for role in sent]
    kept = document.columns
    return kept if kept and len(kept) == len(names) else guessed(names)


def _together(request: HttpRequest, document: SourceDocument) -> str:
    """Return which lines become one text: as sent, or as kept with the document."""
    sent = request.POST.get("together", document.gathered)
    return sent if sent in WAYS else ALONE


def _tried(
    data: bytes, name: str, roles: list[str], together: str
) -> tuple[tuple[Text, ...], tuple[Problem, ...]]:
    try:
        return read_apart(data, name, roles, together).texts, ()
    except Refused as refused:
        return (), refused.problems


def _kept(
    request: HttpRequest, document: SourceDocument, roles: list[str], together: str
) -> HttpResponse:
    try:
        services.map_columns(
            document=document, columns=roles, gathered=together, user=staff(request)
        )
    except services.UnderWay:
        messages.error(request, _("It is being read just now."))
    return HttpResponseRedirect(_page_of(document))


def _page_of(document: SourceDocument) -> Any:
    return reverse("admin:knowledge_sourcedocument_change", args=[document.pk])
