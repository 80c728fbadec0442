"""What the editor answers with: its page in every state, or JSON for its script."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from knowledge.admin import origins, unsaved
from knowledge.admin.access import reader_of
from knowledge.admin.drafts import Draft, Finding, draft_of, fields_of
from knowledge.admin.forms import AtomForm, initial_of
from knowledge.admin.history import (
    index_word,
    is_waiting,
    page_context,
    standing,
    written,
)
from knowledge.admin.merged import merge_fields
from knowledge.admin.publishing_state import run_of, word_of
from knowledge.admin.stages import stage_word
from knowledge.comparing import compare
from knowledge.format.sections import skeleton
from knowledge.linked import problems_of
from knowledge.models import Atom, AtomVersion
from knowledge.models.atoms import AtomType
from knowledge.translated import standing_of, translations_of


def refusal(
    admin: "ModelAdmin[Atom]",
    request: HttpRequest,
    form: AtomForm,
    draft: Draft,
    **about: Any,
) -> HttpResponse:
    """Show what was sent with what is wrong with it; nothing was saved."""
    found = findings(request, form, draft)
    if wants_json(request):
        told = [asdict(finding) for finding in found]
        return JsonResponse({"findings": told}, status=422)
    text = _("Not saved: see what is marked below. What you wrote is still here.")
    messages.error(request, text)
    return page(admin, request, form, found=found, status=422, **about)


def stale(
    admin: "ModelAdmin[Atom]",
    request: HttpRequest,
    form: AtomForm,
    seen: AtomVersion,
    latest: AtomVersion,
) -> HttpResponse:
    """Show the text that was sent merged with the one that was saved meanwhile."""
    if wants_json(request):
        return JsonResponse({"stale": latest.number}, status=409)
    who = latest.author.display_name if latest.author else _("somebody")
    merged = merge_fields(
        base=fields_of(seen.header, seen.body),
        mine=form.asked,
        theirs=fields_of(latest.header, latest.body),
        who=f"{who} (v{latest.number})",
    )
    draft = draft_of(merged.fields, header=latest.header, body=latest.body)
    # Saving once more is then a choice made with both texts in view.
    shown = initial_of(merged.fields) | {
        "seen_version": latest.number,
        "revision": form.data.get("revision", ""),
        "reason": form.data.get("reason", ""),
        "id": latest.atom.slug,
    }
    return page(
        admin,
        request,
        AtomForm(initial=shown),
        atom=latest.atom,
        found=[*merged.told, *linked(request, draft).findings],
        theirs=latest,
        merged=merged,
        mine=form.asked.body,
        rows=compare(
            written(latest),
            written(AtomVersion(header=draft.parsed.header, body=draft.parsed.body)),
        ),
        status=409,
    )


def findings(request: HttpRequest, form: AtomForm, draft: Draft) -> list[Finding]:
    """Return what the form refused, what the parser found, and links that lead nowhere."""
    refused = [
        Finding(str(name), 0, str(error), "error")
        for name, errors in form.errors.items()
        for error in errors
    ]
    return [*refused, *linked(request, draft).findings]


def linked(request: HttpRequest, draft: Draft) -> Draft:
    """Return a draft with those of its links that lead to nothing which the person may read."""
    return draft.also(problems_of(draft.parsed, reader_of(request)))


def told(atom: Atom, **more: object) -> JsonResponse:
    """Tell the page how things stand, without a new page."""
    run = run_of(atom)
    stand = {
        "state": str(stage_word(atom)),
        "standing": standing(atom),
        "index": word_of(run) or index_word(atom) or "",
        "waiting": is_waiting(atom) or (run is not None and run.is_under_way),
    }
    return JsonResponse(stand | more)


def page(
    admin: "ModelAdmin[Atom]",
    request: HttpRequest,
    form: AtomForm,
    *,
    atom: Atom | None = None,
    found: Iterable[Finding] = (),
    status: int = 200,
    **about: Any,
) -> HttpResponse:
    """Return the editor with these fields and findings."""
    offers = unsaved.offers(request, form, atom)
    reader = reader_of(request)
    context = {
        **page_context(admin, request, atom),
        "title": _("New atom") if atom is None else str(atom),
        "form": form,
        "findings": [asdict(finding) for finding in found],
        "types": AtomType.choices,
        "skeletons": {kind: skeleton(kind) for kind in AtomType.values},
        "offers": offers,
        "offered": [offer.told for offer in offers],
        "unsaved": status != 200,
        "gap": origins.gap_of(request),
        "translation": standing_of(atom, reader) if atom else None,
        "translations": translations_of(atom, reader) if atom else [],
        **about,
    }
    return TemplateResponse(
        request, "admin/knowledge/atom/editor.html", context, status=status
    )


def wants_json(request: HttpRequest) -> bool:
    """Whether the page's script asks, not somebody who wants to see the page."""
    return request.headers.get("Accept") == "application/json"
