"""The page of a review: what would change, what was said about it, and the decision."""

from operator import attrgetter
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from knowledge.admin.access import may, reader_of, staff
from knowledge.admin.hindrances import why_hindered
from knowledge.admin.history import page_context, written
from knowledge.admin.likeness import likes_of
from knowledge.admin.publishing_state import asked_words
from knowledge.comparing import compare
from knowledge.format import AtomProblems, Problem, parse
from knowledge.linked import problems_of
from knowledge.looks import atom_to_html
from knowledge.models import Atom, AtomVersion, Review
from knowledge.retrieval.alike import Draft
from knowledge.rights import Right
from knowledge.services import atoms as services
from knowledge.services import publishing, reviews

REFUSALS = (
    reviews.NotOpen,
    reviews.OwnWork,
    reviews.NothingToReview,
    services.StaleEdit,
    services.NotApproved,
    services.Hindered,
    services.Archived,
    AtomProblems,
)


class Refused(Exception):
    """A deed that could not be done; the message says why and what to do."""


class NeedsWords(Refused):
    """A deed that says something, without what it says."""


class ReviewForm(forms.Form):
    """What a reviewer or author says, and which version they saw."""

    text = forms.CharField(required=False, max_length=5000)
    line = forms.IntegerField(required=False, min_value=1, max_value=1_000_000)
    seen_version = forms.IntegerField(required=False)


def review(admin: "ModelAdmin[Atom]", request: HttpRequest, atom: Atom) -> HttpResponse:
    """Show the newest request for review of an atom, or do one of its deeds."""
    found = (
        atom.reviews.select_related("version", "asked_by", "decided_by")
        .order_by("-asked_at")
        .first()
    )
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and not form.is_valid():
        wrong = "; ".join(str(e) for errors in form.errors.values() for e in errors)
        messages.error(request, wrong)
        return _page(admin, request, atom, found, form, status=422)
    if request.method == "POST":
        try:
            _do(request, atom, found, form.cleaned_data)
        except NeedsWords as refused:
            form.add_error("text", str(refused))
            return _page(admin, request, atom, found, form, status=409)
        except Refused as refused:
            messages.error(request, str(refused))
            # What was written stands in the page that says what is wrong.
            return _page(admin, request, atom, found, form, status=409)
        here = reverse("admin:knowledge_atom_review", args=[atom.pk])
        return HttpResponseRedirect(here)
    return _page(admin, request, atom, found, form)


def _page(
    admin: "ModelAdmin[Atom]",
    request: HttpRequest,
    atom: Atom,
    found: Review | None,
    form: ReviewForm,
    status: int = 200,
) -> HttpResponse:
    proposed = atom.versions.select_related("author").latest("number")
    before = written(atom.live_version) if atom.live_version else ""
    comments = found.comments.select_related("author", "version") if found else []
    context = {
        **page_context(admin, request, atom),
        "title": _("Review of “%(title)s”") % {"title": atom},
        "review": found,
        "is_open": found is not None and found.state == Review.State.OPEN,
        "proposed": proposed,
        "rows": compare(before, written(proposed)),
        "view_here": True,
        "html": atom_to_html(proposed.type, proposed.body),
        "likes": likes_of(request, Draft.of(proposed)),
        "hints": _hints(request, proposed),
        "comments": comments,
        "form": form,
        "past": atom.reviews.select_related("decided_by", "version")
        .prefetch_related("comments__author", "comments__version")
        .order_by("-asked_at")[1:11],
    }
    return TemplateResponse(
        request, "admin/knowledge/atom/review.html", context, status=status
    )


def _hints(request: HttpRequest, version: AtomVersion) -> list[Problem]:
    """Return what does not stop a text, in the lines of the comparison."""
    parsed = parse(written(version))
    found = [*parsed.problems, *problems_of(parsed, reader_of(request))]
    return sorted(found, key=attrgetter("line"))


def _do(
    request: HttpRequest, atom: Atom, found: Review | None, said: dict[str, Any]
) -> None:
    deed = request.POST.get("deed", "")
    _allow(request, atom, found, deed)
    try:
        if deed == "ask":
            reviews.ask_for_review(
                atom=atom,
                user=staff(request),
                seen_version=said["seen_version"] or 0,
                note=said["text"],
            )
        elif found is not None:
            _decide(request, found, deed, said)
    except REFUSALS as error:
        raise Refused(_why(error)) from None


def _decide(
    request: HttpRequest, found: Review, deed: str, said: dict[str, Any]
) -> None:
    user, seen = staff(request), said["seen_version"] or 0
    if deed == "comment":
        if not said["text"].strip():
            raise NeedsWords(_("A comment needs words."))
        reviews.comment(review=found, user=user, text=said["text"], line=said["line"])
    elif deed == "send_back":
        if not said["text"].strip():
            raise NeedsWords(_("Say what has to change: the author reads it."))
        reviews.send_back(review=found, user=user, reason=said["text"])
    elif deed == "withdraw":
        reviews.withdraw(review=found, user=user)
    else:
        reviews.approve(review=found, user=user, seen_version=seen, reason=said["text"])
        if deed == "approve_and_publish":
            run = publishing.publish_soon(atom=found.atom, user=user, seen_version=seen)
            done = _("Approved and published.")
            messages.success(request, asked_words(run) if run else done)
        else:
            messages.success(request, _("Approved."))


def _allow(request: HttpRequest, atom: Atom, found: Review | None, deed: str) -> None:
    """Refuse a deed that somebody has not the right to, or that is none."""
    needed = {
        "ask": (Right.WRITE,),
        "withdraw": (Right.WRITE,),
        "approve": (Right.REVIEW,),
        "approve_and_publish": (Right.REVIEW, Right.PUBLISH),
        "send_back": (Right.REVIEW,),
    }
    if deed == "comment":
        allowed = may(request, Right.WRITE, atom) or may(request, Right.REVIEW, atom)
    else:
        allowed = deed in needed and all(may(request, r, atom) for r in needed[deed])
    if not allowed or (found is None and deed != "ask"):
        raise PermissionDenied


def _why(error: Exception) -> str:
    """Return what hinders a deed, for the person who wanted it."""
    match error:
        case reviews.NotOpen():
            return _late(error.review)
        case services.StaleEdit():
            text = _("Version %d was saved meanwhile: it is shown below, look at it.")
            return text % error.latest.number
        case services.Hindered():
            return _("Not published. %s") % why_hindered(error)
        case AtomProblems():
            return _("Not yet: %s.") % "; ".join(p.message for p in error.problems)
    return {
        reviews.OwnWork: _(
            "You wrote part of this text: somebody else has to approve."
        ),
        reviews.NothingToReview: _("The newest text is the one that answers already."),
        services.NotApproved: _("This text has not been approved."),
        services.Archived: _("It is archived: bring it back first."),
    }[type(error)]


def _late(review: Review) -> str:
    who = review.decided_by.display_name if review.decided_by else _("Somebody")
    text = _("%(who)s was faster: %(state)s. %(reason)s")
    return text % {
        "who": who,
        "state": review.get_state_display(),
        "reason": review.reason,
    }
