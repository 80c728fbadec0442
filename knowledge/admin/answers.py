"""What the editor answers with: its page in every state, or JSON for its script."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from knowledge.admin.drafts import Draft, Finding
from knowledge.admin.forms import AtomForm
from knowledge.admin.history import (
    STATES,
    changes,
    index_word,
    is_waiting,
    page_context,
    standing,
)
from knowledge.models import Atom, AtomVersion
from knowledge.models.atoms import AtomType
from knowledge.services.versions import header_of


def refusal(
    admin: "ModelAdmin[Atom]",
    request: HttpRequest,
    form: AtomForm,
    draft: Draft,
    **about: Any,
) -> HttpResponse:
    """Show what was sent with what is wrong with it; nothing was saved."""
    found = findings(form, draft)
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
    draft: Draft,
    latest: AtomVersion,
) -> HttpResponse:
    """Show both texts: the one that was saved meanwhile, and the one that was sent."""
    if wants_json(request):
        return JsonResponse({"stale": latest.number}, status=409)
    header = header_of(draft.parsed, latest.atom.slug, latest.number)
    mine = AtomVersion(header=header, body=draft.parsed.body)
    # Saving once more is then a choice made with both texts in view.
    form.data = dict(form.data.items()) | {"seen_version": str(latest.number)}
    return page(
        admin,
        request,
        form,
        atom=latest.atom,
        found=findings(form, draft),
        theirs=latest,
        changes=list(changes(latest, mine)),
        status=409,
    )


def findings(form: AtomForm, draft: Draft) -> list[Finding]:
    """Return what the form refused and what the parser found."""
    refused = [
        Finding(str(name), 0, str(error), "error")
        for name, errors in form.errors.items()
        for error in errors
    ]
    return [*refused, *draft.findings]


def told(atom: Atom, **more: object) -> JsonResponse:
    """Tell the page how things stand, without a new page."""
    stand = {
        "state": STATES[atom.state],
        "standing": standing(atom),
        "index": index_word(atom) or "",
        "waiting": is_waiting(atom),
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
    context = {
        **page_context(admin, request, atom),
        "title": _("New atom") if atom is None else str(atom),
        "form": form,
        "findings": [asdict(finding) for finding in found],
        "types": AtomType.choices,
        "unsaved": status != 200 or about.get("earlier") is not None,
        **about,
    }
    return TemplateResponse(
        request, "admin/knowledge/atom/editor.html", context, status=status
    )


def wants_json(request: HttpRequest) -> bool:
    """Whether the page's script asks, not somebody who wants to see the page."""
    return request.headers.get("Accept") == "application/json"
