"""The page of an atom's publishing: now, later, until when, and the archive."""

from collections.abc import Callable
from dataclasses import dataclass
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
from knowledge.admin.hindrances import why_hindered
from knowledge.admin.history import page_context
from knowledge.models import Atom
from knowledge.rights import Right
from knowledge.services import atoms as services
from knowledge.services import care, schedule
from knowledge.services.versions import is_approved


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
    form = MomentForm(request.POST or None)
    status = 200
    if request.method == "POST":
        refused = _do(request, atom, form)
        if not refused:
            here = reverse("admin:knowledge_atom_publishing", args=[atom.pk])
            return HttpResponseRedirect(here)
        messages.error(request, refused)
        status = 422
    newest = atom.versions.latest("number")
    context = {
        **page_context(admin, request, atom),
        "may_go_live": not atom.collection.review_required or is_approved(newest),
        "title": _("Publishing of “%(title)s”") % {"title": atom},
        "newest": newest,
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
        return _("Choose a moment that is still to come.")
    asked = Asked(atom, staff(request), form.cleaned_data["seen_version"] or 0, at)
    try:
        deed.do(asked)
    except services.StaleEdit as stale:
        return _("Version %d was saved meanwhile: read it first.") % stale.latest.number
    except services.NotApproved:
        return _("Somebody else has to approve this text first: send it for review.")
    except services.Hindered as refused:
        return _("Not published. %s") % why_hindered(refused)
    except services.Archived:
        return _("It is archived: bring it back first.")
    return ""


def _publish(a: Asked) -> None:
    services.publish(atom=a.atom, user=a.user, seen_version=a.seen)


def _publish_later(a: Asked) -> None:
    assert a.at is not None  # noqa: S101 the page refused before
    schedule.publish_later(atom=a.atom, user=a.user, seen_version=a.seen, at=a.at)


DEEDS = {
    "publish": Deed(_publish),
    "publish_later": Deed(_publish_later, needs_moment=True),
    "cancel": Deed(lambda a: schedule.cancel_publishing(atom=a.atom, user=a.user)),
    "expire": Deed(
        lambda a: schedule.expire(atom=a.atom, user=a.user, at=a.at), needs_moment=True
    ),
    "never_expire": Deed(lambda a: schedule.expire(atom=a.atom, user=a.user, at=None)),
    "unpublish": Deed(lambda a: services.unpublish(atom=a.atom, user=a.user)),
    "archive": Deed(lambda a: care.archive(atom=a.atom, user=a.user)),
    "bring_back": Deed(lambda a: care.bring_back(atom=a.atom, user=a.user)),
}
