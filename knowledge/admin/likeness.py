"""Texts that say nearly the same as an atom, or contradict it: beside the editor and on a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge import second_look
from knowledge.admin.access import may, reader_of, staff
from knowledge.admin.editor import sent_draft
from knowledge.admin.history import page_context
from knowledge.comparing import Part
from knowledge.format import ParsedAtom
from knowledge.indexing.units import AtomText
from knowledge.likeness.contradictions import Contradiction
from knowledge.likeness.marking import marked
from knowledge.llm.configured import has_model
from knowledge.lookalikes import Lookalike, lookalikes
from knowledge.models import Atom, AtomVersion, BothRight
from knowledge.retrieval.alike import Draft
from knowledge.rights import Right
from knowledge.services import likeness as services
from knowledge.services.versions import StaleEdit

MODEL_WORDS = {
    "same": gettext_lazy("The model says: one of the two could go."),
    "contradicts": gettext_lazy("The model says: they contradict each other."),
    "neither": gettext_lazy("The model says: they go well together."),
    None: gettext_lazy("The model gave no answer; what stands above counts."),
}


@dataclass(frozen=True)
class Clash:
    """Two sentences beside each other, with what differs marked."""

    own: Sequence[Part]
    other: Sequence[Part]


@dataclass(frozen=True)
class Shown:
    """Another text as a page shows it."""

    found: Lookalike
    clashes: Sequence[Clash]
    model: str = ""


def beside(
    admin: "ModelAdmin[Atom]", request: HttpRequest, atom: Atom | None
) -> HttpResponse:
    """Return the part of the editor that names other texts like the one that was sent."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may(request, Right.WRITE, atom):
        raise PermissionDenied
    parsed = sent_draft(request, atom)[1].parsed
    likes = likes_of(request, draft_of(parsed, atom))
    context = {"atom": atom, "likes": likes}
    return TemplateResponse(request, "admin/knowledge/atom/alike.html", context)


def page(admin: "ModelAdmin[Atom]", request: HttpRequest, atom: Atom) -> HttpResponse:
    """Show what is like the newest text of an atom, and let people decide about it."""
    newest = atom.versions.select_related("atom").latest("number")
    words: Mapping[int, str | None] = {}
    if request.method == "POST":
        _allow(request, atom)
        if request.POST.get("deed") != "ask_model":
            return _decide(request, atom, newest)
        found = lookalikes(Draft.of(newest), reader_of(request))
        words = second_look.words_about(Draft.of(newest), found)
    decisions = BothRight.objects.about(atom).select_related(
        "one", "other", "decided_by"
    )
    context = {
        **page_context(admin, request, atom),
        "title": _("Texts like “%(title)s”") % {"title": atom},
        "newest": newest,
        "likes": likes_of(request, Draft.of(newest), words),
        "decisions": [
            (decision, decision.beside(atom))
            for decision in decisions
            if _reads(request, decision.beside(atom))
        ],
        "decides": _may_decide(request, atom),
        "has_model": has_model(),
    }
    return TemplateResponse(request, "admin/knowledge/atom/alike_page.html", context)


def likes_of(
    request: HttpRequest, draft: Draft, words: Mapping[int, str | None] | None = None
) -> list[Shown]:
    """Return the texts like a draft that the person may read, ready to be shown."""
    said = words or {}
    return [
        Shown(
            found,
            [_clash(pair) for pair in found.likeness.contradictions],
            str(MODEL_WORDS[said[found.version.pk]])
            if found.version.pk in said
            else "",
        )
        for found in lookalikes(draft, reader_of(request))
    ]


def _decide(request: HttpRequest, atom: Atom, newest: AtomVersion) -> HttpResponse:
    sent = request.POST.get("which", "")
    if not (sent.isascii() and sent.isdigit() and len(sent) < 10):
        raise PermissionDenied
    readable = Atom.objects.readable_by(reader_of(request))
    if request.POST.get("deed") == "both_right":
        others = AtomVersion.objects.filter(atom__in=readable.exclude(pk=atom.pk))
        current = Q(live_atom__isnull=False) | Q(latest_atom__isnull=False)
        other = get_object_or_404(others.filter(current), pk=sent)
        _find_both_right(request, newest, other)
    elif request.POST.get("deed") == "take_back":
        decision = get_object_or_404(BothRight.objects.about(atom), pk=sent)
        if not _reads(request, decision.beside(atom)):
            raise PermissionDenied
        services.take_back(decision=decision, user=staff(request))
        messages.success(request, _("Taken back: the two are shown again."))
    else:
        raise PermissionDenied
    return HttpResponseRedirect(reverse("admin:knowledge_atom_alike", args=[atom.pk]))


def _find_both_right(
    request: HttpRequest, newest: AtomVersion, other: AtomVersion
) -> None:
    seen = request.POST.get("seen_version", "")
    try:
        if seen != str(newest.number):
            raise StaleEdit(newest)
        services.find_both_right(version=newest, other=other, user=staff(request))
    except StaleEdit as stale:
        text = _("Version %d was saved meanwhile: it is shown below, look at it.")
        messages.warning(request, text % stale.latest.number)
        return
    text = _("Kept: “%s” and this text are both right, until one of them changes.")
    messages.success(request, text % other.title)


def _may_decide(request: HttpRequest, atom: Atom) -> bool:
    return may(request, Right.WRITE, atom) or may(request, Right.REVIEW, atom)


def _allow(request: HttpRequest, atom: Atom) -> None:
    if not _may_decide(request, atom):
        raise PermissionDenied


def _reads(request: HttpRequest, version: AtomVersion) -> bool:
    readable = Atom.objects.readable_by(reader_of(request))
    return readable.filter(pk=version.atom_id).exists()


def _clash(pair: Contradiction) -> Clash:
    return Clash(
        marked(pair.one.text, pair.difference.one),
        marked(pair.other.text, pair.difference.other),
    )


def draft_of(parsed: ParsedAtom, atom: Atom | None = None) -> Draft:
    """Return what somebody writes, for an atom or for none yet, ready to be compared."""
    return Draft(AtomText.of(parsed), atom)
