"""The page of an atom's publishing: now, later, until when, and the archive."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from knowledge.admin.access import may, staff
from knowledge.admin.answers import wants_json
from knowledge.admin.hindrances import fallen_of, why_hindered
from knowledge.admin.history import page_context
from knowledge.admin.progress import progress_of
from knowledge.admin.publishing_state import failed, run_of, why_of
from knowledge.models import Atom
from knowledge.rights import Right
from knowledge.services import atoms, care, schedule
from knowledge.services import publishing as services
from knowledge.services.versions import is_approved

REFUSALS = (
    atoms.StaleEdit,
    atoms.NotApproved,
    atoms.Hindered,
    atoms.Archived,
    services.FloorHolds,
)


@dataclass(frozen=True)
class Asked:
    """What somebody wants done, with which text in view."""

    atom: Atom
    user: User
    seen: int
    at: datetime | None


@dataclass(frozen=True)
class Deed:
    """One button of the page."""

    do: Callable[[Asked], None]
    needs_moment: bool = False


class MomentForm(forms.Form):
    """A moment to come, in the time zone of the desk, and which version was seen."""

    at = forms.DateTimeField(
        label=gettext_lazy("Date and time"),
        required=False,
        error_messages={
            "invalid": gettext_lazy(
                "That is no date and time; take one from the calendar."
            )
        },
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        ),
    )
    seen_version = forms.IntegerField(required=False)


def publishing(
    admin: "ModelAdmin[Atom]", request: HttpRequest, atom: Atom
) -> HttpResponse:
    """Show how the publishing of an atom stands, or change it."""
    if not may(request, Right.PUBLISH, atom):
        raise PermissionDenied
    if request.method == "GET" and wants_json(request):
        return progress_of(run_of(atom))
    form = MomentForm(request.POST or None)
    status = 200
    if request.method == "POST":
        refused = _do(request, atom, form)
        if not refused:
            here = reverse("admin:knowledge_atom_publishing", args=[atom.pk])
            return HttpResponseRedirect(here)
        if not form.has_error("at"):
            messages.error(request, refused)
        status = 422
    newest = atom.versions.latest("number")
    run = run_of(atom)
    context = {
        **page_context(admin, request, atom),
        "may_go_live": not atom.collection.review_required or is_approved(newest),
        "title": _("Publishing of “%(title)s”") % {"title": atom},
        "newest": newest,
        "run": run,
        "fallen": fallen_of(request, run) if run and failed(run) else [],
        "why": why_of(run) if run else "",
        "may_override": run is not None and services.may_override(run),
        "form": form,
        "deed": request.POST.get("deed", ""),
        "zone": timezone.get_current_timezone_name(),
    }
    return TemplateResponse(
        request, "admin/knowledge/atom/publishing.html", context, status=status
    )


def _do(request: HttpRequest, atom: Atom, form: MomentForm) -> str:
    """Do what was asked for; return why not, or nothing."""
    deed = DEEDS.get(request.POST.get("deed", ""))
    if deed is None:
        raise PermissionDenied
    if not form.is_valid():
        return _("That is no date and time; take one from the calendar.")
    at = form.cleaned_data["at"]
    if deed.needs_moment and (at is None or at <= timezone.now()):
        refused = _("Choose a moment that is still to come.")
        form.add_error("at", refused)
        return refused
    asked = Asked(atom, staff(request), form.cleaned_data["seen_version"] or 0, at)
    try:
        deed.do(asked)
    except REFUSALS as error:
        return _why(error)
    return ""


def _why(error: Exception) -> str:
    """Return what hinders a deed, for the person who wanted it."""
    match error:
        case atoms.StaleEdit():
            text = _("Version %d was saved meanwhile: read it first.")
            return text % error.latest.number
        case atoms.Hindered():
            return _("Not published. %s") % why_hindered(error)
    return {
        atoms.NotApproved: _(
            "Somebody else has to approve this text first: send it for review."
        ),
        atoms.Archived: _("It is archived: bring it back first."),
        services.FloorHolds: _(
            "Not published: a site does not let people publish below its floor."
        ),
    }[type(error)]


def _publish_soon(a: Asked) -> None:
    services.publish_soon(atom=a.atom, user=a.user, seen_version=a.seen, at=a.at)


def _publish_all_the_same(a: Asked) -> None:
    run = run_of(a.atom)
    if run is None or run.version.number != a.seen:
        raise services.FloorHolds
    services.publish_all_the_same(run=run, user=a.user)


DEEDS = {
    "publish": Deed(lambda a: _publish_soon(replace(a, at=None))),
    "publish_later": Deed(_publish_soon, needs_moment=True),
    "publish_all_the_same": Deed(_publish_all_the_same),
    "cancel": Deed(lambda a: schedule.cancel_publishing(atom=a.atom, user=a.user)),
    "expire": Deed(
        lambda a: schedule.expire(atom=a.atom, user=a.user, at=a.at), needs_moment=True
    ),
    "never_expire": Deed(lambda a: schedule.expire(atom=a.atom, user=a.user, at=None)),
    "unpublish": Deed(lambda a: atoms.unpublish(atom=a.atom, user=a.user)),
    "archive": Deed(lambda a: care.archive(atom=a.atom, user=a.user)),
    "bring_back": Deed(lambda a: care.bring_back(atom=a.atom, user=a.user)),
}
