"""The editor of an atom: fields, text, preview; nothing that was typed is ever lost."""

from dataclasses import asdict, replace
from uuid import uuid4

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    JsonResponse,
)
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knowledge.admin import answers, origins, saved, unsaved
from knowledge.admin.access import may, rights_of, staff
from knowledge.admin.beginnings import entry_asked_for, first_form, link_new
from knowledge.admin.drafts import (
    Draft,
    Finding,
    draft_of,
    draft_of_yaml,
    fields_of,
    header_shown,
)
from knowledge.admin.forms import AtomForm, initial_of
from knowledge.format import AtomProblems, ParsedAtom
from knowledge.looks import atom_to_html
from knowledge.models import Atom, AtomVersion, Collection
from knowledge.rights import Right
from knowledge.services import atoms as services

# What the embedder counts, in English prose; exact only where texts are cut.
TOKENS_PER_WORD = 4 / 3


def add(admin: "ModelAdmin[Atom]", request: HttpRequest) -> HttpResponse:
    """Write a new atom: the skeleton of its type first, then what was sent."""
    collections = _collections(request)
    if request.method != "POST":
        entry = entry_asked_for(request, request.GET.get("entry", ""))
        form = first_form(request, collections, entry)
        begun_for_gap = "gap" in form.initial
        return answers.page(admin, request, form, entry=entry, unsaved=begun_for_gap)
    entry = entry_asked_for(request, request.POST.get("entry", ""))
    form = AtomForm(request.POST, collections=collections, new=True)
    valid = form.is_valid()
    draft = _draft(form, None)
    if not valid or draft.parsed.errors:
        return answers.refusal(admin, request, form, draft, entry=entry)
    try:
        version = services.add_atom(
            collection=form.cleaned_data["collection"],
            parsed=draft.parsed,
            author=staff(request),
            reason=form.cleaned_data["reason"],
        )
    except AtomProblems as refused:
        taken = Finding("id", 0, refused.problems[0].message, "error")
        draft = replace(draft, findings=(taken,))
        return answers.refusal(admin, request, form, draft, entry=entry)
    if entry is not None:
        link_new(request, entry, version.atom)
    unsaved.forget(request, None)
    return saved.answer(request, version, entry)


def change(admin: "ModelAdmin[Atom]", request: HttpRequest, atom: Atom) -> HttpResponse:
    """Edit an atom; somebody else's newer text is shown beside, never written over."""
    if request.method != "POST":
        asks = answers.wants_json(request)
        return answers.told(atom) if asks else _open(admin, request, atom)
    _refuse_publishing_without_right(request, atom)
    form = AtomForm(request.POST, initial={"id": atom.slug})
    valid = form.is_valid()
    draft = _draft(form, atom)
    if not valid or draft.parsed.errors:
        return answers.refusal(admin, request, form, draft, atom=atom)
    try:
        version = services.save_version(
            atom=atom,
            parsed=draft.parsed,
            # A page that does not say what it saw has seen nothing.
            seen_version=form.cleaned_data["seen_version"] or 0,
            author=staff(request),
            reason=form.cleaned_data["reason"],
        )
    except services.StaleEdit as stale:
        return answers.stale(admin, request, form, _seen(form, atom), stale.latest)
    except Atom.DoesNotExist:
        return orphan(admin, request)
    unsaved.forget(request, atom)
    return saved.answer(request, version)


def preview(
    admin: "ModelAdmin[Atom]",
    request: HttpRequest,
    atom: Atom | None,
) -> HttpResponse:
    """Say how the text looks, what is wrong with it and how long it is."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may(request, Right.WRITE, atom):
        raise PermissionDenied
    form, draft = sent_draft(request, atom)
    parsed = draft.parsed
    above = parsed.body_line - 1
    return JsonResponse(
        {
            "html": atom_to_html(parsed.type, parsed.body),
            "findings": [asdict(f) for f in answers.findings(request, form, draft)],
            "tokens": round(parsed.words * TOKENS_PER_WORD),
            "length": _length(parsed),
            "pairs": [
                {
                    "phrasings": pair.phrasings,
                    "answer": pair.answer,
                    "line": pair.line - above,
                    "last_line": pair.last_line - above,
                }
                for pair in parsed.pairs
            ],
            "header": header_shown(parsed),
            "shown": initial_of(form.asked),
        }
    )


def _length(parsed: ParsedAtom) -> str:
    """Say how long a text is, as it stands above the text."""
    words, tokens = parsed.words, round(parsed.words * TOKENS_PER_WORD)
    pairs = len(parsed.pairs)
    phrasings = sum(len(pair.phrasings) for pair in parsed.pairs)
    told = [
        ngettext("%d word", "%d words", words) % words,
        ngettext("~%d token", "~%d tokens", tokens) % tokens,
    ]
    if pairs:
        asked = [
            ngettext("%d FAQ pair", "%d FAQ pairs", pairs) % pairs,
            ngettext("%d phrasing", "%d phrasings", phrasings) % phrasings,
        ]
        told.append(", ".join(asked))
    return " · ".join(told)


def sent_draft(request: HttpRequest, atom: Atom | None) -> tuple[AtomForm, Draft]:
    """Return what the editor's page sent of a text that is still being written."""
    form = AtomForm(request.POST, collections=_collections(request), new=atom is None)
    form.is_valid()
    return form, _draft(form, atom)


def orphan(admin: "ModelAdmin[Atom]", request: HttpRequest) -> HttpResponse:
    """Offer the text of an atom that was deleted meanwhile as a new one."""
    sent = AtomForm(request.POST)
    sent.is_valid()
    form = AtomForm(
        initial=initial_of(sent.asked) | {"tab": uuid4()},
        collections=_collections(request),
        new=True,
    )
    text = _("This atom was deleted while you were writing. Save it to make it anew.")
    messages.warning(request, text)
    return answers.page(admin, request, form, status=409)


def _open(admin: "ModelAdmin[Atom]", request: HttpRequest, atom: Atom) -> HttpResponse:
    """Show the newest text, or with `?from=` an earlier one to go on from."""
    latest = atom.versions.latest("number")
    earlier = request.GET.get("from", "")
    number = (
        int(earlier)
        if earlier.isascii() and earlier.isdigit() and len(earlier) < 8
        else latest.number
    )
    version = atom.versions.filter(number=number).first() or latest
    fields = fields_of(version.header, version.body)
    begun = origins.begun_for(request, fields)
    form = AtomForm(
        initial=initial_of(fields) | begun | {"seen_version": latest.number}
    )
    draft = draft_of(fields, header=version.header, body=version.body)
    return answers.page(
        admin,
        request,
        form,
        atom=atom,
        found=answers.linked(request, draft).findings,
        earlier=version if version != latest else None,
        unsaved=version != latest or "gap" in begun,
    )


def _draft(form: AtomForm, atom: Atom | None) -> Draft:
    """Return what was sent, on the ground of the version that its author began with."""
    seen = None if atom is None else _seen(form, atom)
    header, body = (seen.header, seen.body) if seen else ("", "")
    if form.yaml is not None:
        return draft_of_yaml(form.yaml, form.cleaned_data.get("body", ""), body=body)
    return draft_of(form.asked, header=header, body=body)


def _seen(form: AtomForm, atom: Atom) -> AtomVersion:
    """Return the version that was begun with; a page that does not say so saw the newest."""
    seen = form.cleaned_data.get("seen_version") or 0
    found = atom.versions.filter(number=seen).first()
    return found or atom.versions.latest("number")


def _refuse_publishing_without_right(request: HttpRequest, atom: Atom) -> None:
    if "_publish" in request.POST and not may(request, Right.PUBLISH, atom):
        raise PermissionDenied


def _collections(request: HttpRequest) -> QuerySet[Collection]:
    return rights_of(request).collections(Right.WRITE)
