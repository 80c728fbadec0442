"""The page of one document: how far reading it is, what it gives, what stands in it, and the file."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge.admin.access import may_in, staff
from knowledge.admin.answers import wants_json
from knowledge.admin.candidate_page import STATES
from knowledge.models import Candidate, DocumentPassage, SourceDocument
from knowledge.originals import sent_as_it_came
from knowledge.rights import Right
from knowledge.services import source_documents as services

ON_A_PAGE = 100
WORDS = {
    "columns": gettext_lazy("◐ Say what its columns hold"),
    "waiting": gettext_lazy("○ Waits to be read"),
    "reading": gettext_lazy("○ Being read"),
    "stopped": gettext_lazy("◐ Stopped"),
    "failed": gettext_lazy("✕ Refused"),
    "read": gettext_lazy("● Read"),
}
"""What stands for the states of documents."""


def page(
    admin: "ModelAdmin[SourceDocument]", request: HttpRequest, document: SourceDocument
) -> HttpResponse:
    """Show a document; by POST, do one of the deeds."""
    if request.method == "POST":
        return _do(request, document)
    if wants_json(request):
        return JsonResponse(_progress(document))
    number = _number(request.GET.get("of", ""))
    found = document.candidates.exclude(state=Candidate.State.SPLIT)
    counts = _counts(document)
    if number:
        found = found.filter(sentences__turns__contains=[number]).distinct()
    rows = Paginator(_with_missing(found), ON_A_PAGE).get_page(request.GET.get("c"))
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": document.name,
        "document": document,
        "state": WORDS[document.state],
        "of": document.pieces.filter(number=number).first() if number else None,
        "rows": [(each, STATES[each.state]) for each in rows],
        "candidates": rows,
        "first": document.candidates.waiting().values_list("pk", flat=True).first(),
        "counts": counts,
        "notes": [dict(zip(NOTE, each, strict=True)) for each in document.notes],
        "may_write": may_in(request, Right.WRITE, document.collection),
        "lit": _number(request.GET.get("passage", "")),
        "page": _passages(request, document),
    }
    template = "admin/knowledge/document/document.html"
    return TemplateResponse(request, template, context)


NOTE = ("line", "key", "message", "severity")


def original(
    _admin: "ModelAdmin[SourceDocument]",
    _request: HttpRequest,
    document: SourceDocument,
) -> HttpResponse:
    """Send the file as it came: to be kept, never to be shown by a browser."""
    return sent_as_it_came(bytes(document.original.data), document.name)


def _with_missing(found: Any) -> Any:
    missing = Count("sentences", filter=Q(sentences__supported=False))
    rows = found.annotate(missing=missing).select_related("atom__latest_version")
    return rows.order_by("ordinal", "pk").defer("text", "said")


def _passages(request: HttpRequest, document: SourceDocument) -> Page[DocumentPassage]:
    """Return a page of passages: the one asked for, or that of a passage that is."""
    rows = Paginator(document.pieces.order_by("number"), ON_A_PAGE)
    number = _number(request.GET.get("passage", ""))
    wanted = (number - 1) // ON_A_PAGE + 1 if number else request.GET.get("p")
    return rows.get_page(wanted)


def _counts(document: SourceDocument) -> list[tuple[Any, int]]:
    counted = document.candidates.exclude(state=Candidate.State.SPLIT)
    by_state = dict(counted.order_by().values_list("state").annotate(Count("pk")))
    return [(word, by_state[s]) for s, word in STATES.items() if s in by_state]


def _progress(document: SourceDocument) -> dict[str, object]:
    return {
        "finished": not document.is_under_way,
        "done": document.done,
        "total": document.total,
    }


def _number(sent: str) -> int:
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


def _do(request: HttpRequest, document: SourceDocument) -> HttpResponse:
    deed = DEEDS.get(request.POST.get("deed", ""))
    if deed is None or not may_in(request, Right.WRITE, document.collection):
        raise PermissionDenied
    try:
        deed(document=document, user=staff(request))
    except services.UnderWay:
        messages.error(request, _("It is being read just now."))
    return HttpResponseRedirect(request.path)


DEEDS: dict[str, Callable[..., None]] = {
    "again": services.look_again,
    "stop": services.stop,
    "go_on": services.go_on,
}
