"""The editor of an atom: fields, text, preview; nothing that was typed is ever lost."""

from dataclasses import asdict

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    JsonResponse,
)
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge.admin import answers
from knowledge.admin.access import may, rights_of, staff
from knowledge.admin.drafts import (
    Draft,
    Finding,
    draft_of,
    draft_of_yaml,
    fields_of,
    header_shown,
    new_fields,
)
from knowledge.admin.forms import AtomForm, initial_of
from knowledge.admin.hindrances import why_not_distinct
from knowledge.format import AtomProblems
from knowledge.format.sections import skeleton
from knowledge.models import Atom, AtomVersion, Collection
from knowledge.models.atoms import AtomType
from knowledge.rendering import to_html
from knowledge.rights import Right
from knowledge.services import atoms as services
from knowledge.services import reviews

# What the embedder counts, in English prose; exact only where texts are cut.
TOKENS_PER_WORD = 4 / 3


def add(admin: "ModelAdmin[Atom]", request: HttpRequest) -> HttpResponse:
    """Write a new atom: the skeleton of its type first, then what was sent."""
    collections = _collections(request)
    if request.method != "POST":
        kind = request.GET.get("type", AtomType.PROCEDURE)
        kind = kind if kind in AtomType.values else AtomType.PROCEDURE
        fields = new_fields(
            kind=kind,
            author=staff(request).display_name,
            today=timezone.localdate(),
            body=skeleton(kind),
        )
        shown = initial_of(fields) | {"title": request.GET.get("title", "")}
        form = AtomForm(initial=shown, collections=collections, new=True)
        return answers.page(admin, request, form)
    form = AtomForm(request.POST, collections=collections, new=True)
    valid = form.is_valid()
    draft = _draft(form, None)
    if not valid or draft.parsed.errors:
        return answers.refusal(admin, request, form, draft)
    try:
        version = services.add_atom(
            collection=form.cleaned_data["collection"],
            parsed=draft.parsed,
            author=staff(request),
            reason=form.cleaned_data["reason"],
        )
    except AtomProblems as refused:
        taken = Finding("id", 0, refused.problems[0].message, "error")
        return answers.refusal(admin, request, form, Draft(draft.parsed, (taken,)))
    return _kept(request, version)


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
    return _kept(request, version)


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
            "html": to_html(form.asked.body),
            "findings": [asdict(finding) for finding in answers.findings(form, draft)],
            "words": parsed.words,
            "tokens": round(parsed.words * TOKENS_PER_WORD),
            "phrasings": sum(len(pair.phrasings) for pair in parsed.pairs),
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
        initial=initial_of(sent.asked), collections=_collections(request), new=True
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
    form = AtomForm(initial=initial_of(fields) | {"seen_version": latest.number})
    return answers.page(
        admin,
        request,
        form,
        atom=atom,
        found=draft_of(fields, header=version.header, body=version.body).findings,
        earlier=version if version != latest else None,
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


def _kept(request: HttpRequest, version: AtomVersion) -> HttpResponse:
    """Publish if asked, say what happened, and go on editing."""
    text = ""
    if "_publish" in request.POST:
        text = _published(request, version)
    elif "_review" in request.POST:
        text = _sent_for_review(request, version)
    atom = Atom.objects.select_related("live_version", "latest_version").get(
        pk=version.atom_id
    )
    if not text and atom.live_version == version:
        text = _("Nothing has changed: version %d is published.") % version.number
    text = text or _("Saved as version %d, not published yet.") % version.number
    if answers.wants_json(request):
        return answers.told(atom, version=version.number, message=text)
    messages.success(request, text)
    page = reverse("admin:knowledge_atom_change", args=[atom.pk])
    # The browser may now forget the copy that it keeps of a text without an address.
    return HttpResponseRedirect(f"{page}?kept={staff(request).pk}-new")


def _published(request: HttpRequest, version: AtomVersion) -> str:
    if not may(request, Right.PUBLISH, version.atom):
        text = _("Saved as version %(own)d, not published: that needs the right to.")
        return text % {"own": version.number}
    try:
        services.publish(
            atom=version.atom, user=staff(request), seen_version=version.number
        )
    except services.StaleEdit as stale:
        text = _("Saved as version %(own)d, not published: version %(newer)d is newer.")
        return text % {"own": version.number, "newer": stale.latest.number}
    except services.NotApproved:
        text = _("Saved as version %d, not published: send it for review first.")
        return text % version.number
    except services.NotDistinct as refused:
        text = _("Saved as version %(own)d, not published. %(why)s")
        return text % {"own": version.number, "why": why_not_distinct(refused)}
    except services.Archived:
        text = _("Saved as version %d, not published: it is archived.")
        return text % version.number
    return _("Version %d is published and answers in a moment.") % version.number


def _sent_for_review(request: HttpRequest, version: AtomVersion) -> str:
    try:
        reviews.ask_for_review(
            atom=version.atom, user=staff(request), seen_version=version.number
        )
    except AtomProblems as missing:
        text = _("Saved as version %(own)d, not sent for review: %(why)s.")
        why = "; ".join(problem.message for problem in missing.problems)
        return text % {"own": version.number, "why": why}
    except services.Archived:
        text = _("Saved as version %d, not sent for review: it is archived.")
        return text % version.number
    except reviews.NothingToReview:
        return _("Nothing has changed: this text is published already.")
    except services.StaleEdit as stale:
        text = _("Saved as version %(own)d, not sent: version %(newer)d is newer.")
        return text % {"own": version.number, "newer": stale.latest.number}
    return _("Version %d waits for review.") % version.number


def _refuse_publishing_without_right(request: HttpRequest, atom: Atom) -> None:
    if "_publish" in request.POST and not may(request, Right.PUBLISH, atom):
        raise PermissionDenied


def _collections(request: HttpRequest) -> QuerySet[Collection]:
    return rights_of(request).collections(Right.WRITE)
