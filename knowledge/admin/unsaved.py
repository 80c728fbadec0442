"""What is typed in the editor, kept by the desk until it is saved, for its author alone."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils.translation import gettext as _

from knowledge.admin.access import may, staff
from knowledge.admin.drafts import draft_of, draft_of_yaml
from knowledge.admin.forms import AtomForm
from knowledge.admin.history import written
from knowledge.comparing import Row, compare
from knowledge.models import Atom, AtomVersion, UnsavedEdit
from knowledge.rights import Right
from knowledge.services import unsaved as services

# The fields of the editor that hold what somebody typed.
FIELDS = (
    "title", "type", "summary", "audience", "language", "tags", "related", "review_by",
    "id", "needs_role", "needs_state", "needs_inputs", "others", "body", "header", "mode", "reason", "collection", "gap", "entry",
)  # fmt: skip


class KeepForm(forms.Form):
    """Where an edit belongs, and what its window knows to be kept."""

    tab = forms.UUIDField(required=False)
    revision = forms.UUIDField(required=False)
    seen_version = forms.IntegerField(required=False, min_value=0, max_value=10**9)


@dataclass(frozen=True)
class Offer:
    """An edit that may be taken up: as the page's script does it, and what it changes."""

    told: dict[str, Any]
    rows: list[Row]


def keep(request: HttpRequest, atom: Atom | None) -> HttpResponse:
    """Keep what was typed, or drop what is kept."""
    if not may(request, Right.WRITE, atom):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form = KeepForm(request.POST)
    if not form.is_valid() or (atom is None and form.cleaned_data["tab"] is None):
        return JsonResponse(
            {"error": _("This page is too old: load it again.")}, status=422
        )
    user, tab = staff(request), form.cleaned_data["tab"]
    if "_drop" in request.POST:
        _drop(request, atom, form)
        return JsonResponse({"dropped": True})
    try:
        kept = services.keep_edit(
            user=user,
            atom=atom,
            tab=tab,
            fields=_typed(request),
            seen_version=form.cleaned_data["seen_version"],
            revision=form.cleaned_data["revision"],
        )
    except services.TooLong:
        return JsonResponse(
            {"error": _("The text is too long to be kept.")}, status=413
        )
    except services.KeptElsewhere as other:
        return JsonResponse({"offer": _told(other.edit)}, status=409)
    return JsonResponse({"revision": str(kept.revision), "at": kept.kept_at})


def forget(request: HttpRequest, atom: Atom | None) -> None:
    """Drop what is kept of a text that was saved, unless another window kept more since."""
    form = KeepForm(request.POST)
    form.is_valid()
    _drop(request, atom, form)


def offers(request: HttpRequest, form: AtomForm, atom: Atom | None) -> list[Offer]:
    """Return what is kept for this page and does not stand in it, the newest first.

    What was begun for a gap or an entry of an inventory is offered there alone.
    """
    here = str(form["revision"].value() or "")
    edits = UnsavedEdit.objects.of(staff(request), atom)
    return [
        Offer(_told(edit), _rows(edit, atom))
        for edit in edits
        if str(edit.revision) != here and (atom or _is_for(edit, form))
    ]


def _is_for(edit: UnsavedEdit, form: AtomForm) -> bool:
    """Whether a new atom was begun for what this page is for."""
    return all(
        edit.fields.get(name, "") == str(form[name].value() or "")
        for name in ("gap", "entry")
    )


def _drop(request: HttpRequest, atom: Atom | None, form: KeepForm) -> None:
    services.drop_edit(
        user=staff(request),
        atom=atom,
        tab=form.cleaned_data.get("tab"),
        revision=form.cleaned_data.get("revision"),
    )


def _told(edit: UnsavedEdit) -> dict[str, Any]:
    """Return an edit as the page's script takes it up."""
    seen = "" if edit.seen_version is None else str(edit.seen_version)
    marks = {
        "seen_version": seen,
        "revision": str(edit.revision),
        "tab": str(edit.tab or ""),
    }
    return {"at": edit.kept_at, "title": str(edit), "fields": edit.fields | marks}


def _rows(edit: UnsavedEdit, atom: Atom | None) -> list[Row]:
    """Return what an edit changes in the version that it began with; all of it for a new atom."""
    began = _began_with(edit, atom)
    header, body = (began.header, began.body) if began else ("", "")
    form = AtomForm(edit.fields, initial={"id": atom.slug} if atom else None)
    form.is_valid()
    if form.yaml is None:
        draft = draft_of(form.asked, header=header, body=body)
    else:
        draft = draft_of_yaml(form.yaml, form.cleaned_data.get("body", ""), body=body)
    typed = AtomVersion(header=draft.parsed.header, body=draft.parsed.body)
    return compare(written(began) if began else "", written(typed))


def _began_with(edit: UnsavedEdit, atom: Atom | None) -> AtomVersion | None:
    if atom is None:
        return None
    seen = atom.versions.filter(number=edit.seen_version or 0).first()
    return seen or atom.versions.latest("number")


def _typed(request: HttpRequest) -> dict[str, str]:
    """Return the fields as the page has them: forms end lines in CR LF, and JSON knows no NUL."""
    sent = request.POST
    return {
        name: sent[name].replace("\r\n", "\n").replace("\0", "")
        for name in FIELDS
        if name in sent
    }
