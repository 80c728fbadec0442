"""The part of the editor that asks a question of the text as it stands there."""

from typing import TYPE_CHECKING

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Site
from knowledge.admin.access import may, reader_of
from knowledge.admin.bench import LONGEST_QUESTION, reader_as
from knowledge.admin.editor import sent_draft
from knowledge.llm.embedder import EmbeddingFailed
from knowledge.models import Atom
from knowledge.rights import Right

if TYPE_CHECKING:
    from knowledge.asking_unsaved import Told

TEMPLATE = "admin/knowledge/atom/asked.html"
OWN = gettext_lazy("✓ This text answers.")
TORN = gettext_lazy(
    "? Two texts fit alike: where no model reads both, the chat asks which is meant."
)
ANOTHER = gettext_lazy("✕ Another text answers.")
UNSURE = gettext_lazy("✕ Not sure enough: the chat says that it does not know.")


def ask(
    admin: "ModelAdmin[Atom]", request: HttpRequest, atom: Atom | None
) -> HttpResponse:
    """Return what would become of a question if the text that was sent were live."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may(request, Right.WRITE, atom):
        raise PermissionDenied
    question = " ".join(request.POST.get("question", "").replace("\0", " ").split())
    try:
        told = _ask(request, atom, question[:LONGEST_QUESTION])
    except _Unasked as why:
        return TemplateResponse(request, TEMPLATE, {"failure": str(why)})
    context = {"found": told.found, "words": _words_for(told)}
    return TemplateResponse(request, TEMPLATE, context)


class _Unasked(Exception):
    """Nothing was asked; the message says why, for the person who wanted to know."""


def _ask(request: HttpRequest, atom: Atom | None, question: str) -> "Told":
    # What answers is heavy: only whoever asks waits for it.
    from knowledge import asking_unsaved
    from knowledge.retrieval.live import asked_embedder

    form, draft = sent_draft(request, atom)
    collection = atom.collection if atom else form.cleaned_data.get("collection")
    if not question:
        raise _Unasked(_("Type a question."))
    if draft.parsed.errors or collection is None:
        raise _Unasked(_("The text has an error: mend it first."))
    site = Site.objects.filter(active=True, collections=collection).first()
    reader = reader_as(reader_of(request), site=site, verified=True)
    try:
        return asking_unsaved.ask(
            question,
            draft.parsed,
            collection=collection,
            atom=atom,
            site=site,
            reader=reader,
            embedder=asked_embedder(),
        )
    except EmbeddingFailed as failed:
        text = _("It could not be asked: %s") % failed
        raise _Unasked(text) from failed


def _words_for(told: "Told") -> str | Promise:
    if told.found.torn:
        return TORN
    if not told.found.answered:
        return UNSURE
    return OWN if told.is_own else ANOTHER
