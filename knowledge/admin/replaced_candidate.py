"""The old address of a candidate that gave way or was withdrawn: it leads on, and keeps what was typed."""

import hashlib

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from knowledge.admin import candidate_page
from knowledge.admin.access import reader_of
from knowledge.admin.candidate_order import address
from knowledge.admin.candidate_text import Typed
from knowledge.models import Candidate, ReplacedCandidate

LONGEST_KEY = 18


def replaced(
    admin: "ModelAdmin[Candidate]", request: HttpRequest, key: str
) -> HttpResponse:
    """Lead to what stands in a candidate's place now; raises Http404 where there was none."""
    gone = _gone(request, key)
    if gone is None:
        raise Http404
    successor = _successor(admin, request, gone)
    if successor is None:
        return _without(admin, request, gone)
    if request.method != "POST":
        messages.info(request, _told(gone))
        query = request.GET.urlencode()
        leads = address(successor.pk)
        return HttpResponseRedirect(f"{leads}?{query}" if query else leads)
    messages.warning(
        request,
        " ".join(
            [
                _told(gone),
                _("Nothing is decided yet. What you typed stands below: go on with it here."),
            ]
        ),
    )  # fmt: skip
    typed = Typed.of(request, successor)
    typed.seen_revision = successor.revision
    if _digest(typed.file) == gone.digest:
        # Nobody typed a text: the newer one is not to be written over with the old one.
        typed.file = successor.text
    return candidate_page.shown(admin, request, successor, typed=typed)


def _gone(request: HttpRequest, key: str) -> ReplacedCandidate | None:
    if not (key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY):
        return None
    mine = ReplacedCandidate.objects.readable_by(reader_of(request))
    sources = ("interview", "document", "proposal__candidate")
    return mine.select_related(*sources).filter(pk=key).first()


def _successor(
    admin: "ModelAdmin[Candidate]", request: HttpRequest, gone: ReplacedCandidate
) -> Candidate | None:
    found = gone.successor
    return admin.get_object(request, str(found.pk)) if found else None


def _told(gone: ReplacedCandidate) -> str:
    if gone.of_chats:
        return _(
            "The desk withdrew this text, which nobody had touched: what was answered in chats says nothing new"
            " any more, or the chats were deleted."
        )
    told = (
        _("“%s” was replaced while its page was open or kept: the interview was looked through anew.")
        if gone.interview_id
        else _("“%s” was replaced while its page was open or kept: the document was read anew.")
    )  # fmt: skip
    return told % gone.title


def _without(
    admin: "ModelAdmin[Candidate]", request: HttpRequest, gone: ReplacedCandidate
) -> HttpResponse:
    """Say what happened where nothing stands in its place, or does not yet."""
    file = request.POST.get("text", "").replace("\r\n", "\n")
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": gone.title or (_("Withdrawn") if gone.of_chats else _("No title")),
        "gone": gone,
        "told": _told(gone),
        "source": gone.interview or gone.document,
        "address": _list_of(gone),
        "file": file if _digest(file) != gone.digest else "",
        "reason": request.POST.get("reason", "").strip(),
    }
    return TemplateResponse(
        request, "admin/knowledge/candidate/replaced.html", context, status=410
    )


def _list_of(gone: ReplacedCandidate) -> str:
    if gone.of_chats:
        return reverse("admin:knowledge_proposal_changelist")
    if gone.interview_id:
        return reverse("admin:knowledge_interview_extraction", args=[gone.interview_id])
    return reverse("admin:knowledge_sourcedocument_change", args=[gone.document_id])


def _digest(file: str) -> str:
    return hashlib.sha256(file.encode(errors="replace")).hexdigest()
