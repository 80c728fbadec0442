"""The page of one interview: who speaks, what was said when, and the file as it came."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse

from knowledge.admin import interview_deeds
from knowledge.admin.access import may_in, reader_of
from knowledge.admin.interview_forms import AboutForm
from knowledge.admin.interview_turns import kept, turns_shown
from knowledge.answering.languages import name_of
from knowledge.interview_facts import file_of, speakers_of
from knowledge.models import Atom, Candidate, Interview, Speaker
from knowledge.rights import Right

MOST_NAMED = 100


def page(
    admin: "ModelAdmin[Interview]", request: HttpRequest, interview: Interview
) -> HttpResponse:
    """Show an interview, or do with it what was asked."""
    form: AboutForm | None = None
    refused: dict[str, Any] = {}
    if request.method == "POST":
        if not may_in(request, Right.WRITE, interview.collection):
            raise PermissionDenied
        if request.POST.get("deed") == "describe":
            form = AboutForm(request.POST, request=request)
        done, refused = interview_deeds.do(request, interview, form)
        if done:
            messages.success(request, done)
            query = kept(QueryDict(request.POST.get("back", ""))).urlencode()
            return HttpResponseRedirect(f"{request.path}?{query}".rstrip("?"))
    form = form or AboutForm(initial=_about(interview), request=request)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": interview.title,
        "interview": interview,
        "language": name_of(interview.language) if interview.language else "",
        "form": form,
        "refused": refused,
        "speakers": speakers_of(interview),
        "roles": Speaker.Role.choices,
        "may_write": may_in(request, Right.WRITE, interview.collection),
        "may_delete": may_in(request, Right.MANAGE, interview.collection),
        **turns_shown(request, interview),
    }
    status = 422 if request.method == "POST" else 200
    template = "admin/knowledge/interview/interview.html"
    return TemplateResponse(request, template, context, status=status)


def original(
    _admin: "ModelAdmin[Interview]", _request: HttpRequest, interview: Interview
) -> HttpResponse:
    """Send the file as it came: to be kept, never to be shown by a browser."""
    return file_of(interview)


def depending(request: HttpRequest, interview: Interview) -> dict[str, Any]:
    """Return what erasing touches: the atoms that were written from it, with versions, and its candidates.

    Atoms stay; of those that somebody may read, the first ones are named.
    """
    written = interview.candidates.exclude(version=None)
    mine = Atom.objects.readable_by(reader_of(request))
    readable = written.filter(atom__in=mine).order_by("ordinal", "pk")
    return {
        "candidates": interview.candidates.exclude(state=Candidate.State.SPLIT).count(),
        "written": readable.select_related("atom", "version")[:MOST_NAMED],
        "written_count": written.count(),
    }


def _about(interview: Interview) -> dict[str, Any]:
    names = ("title", "language", "held_on", "guide")
    return {name: getattr(interview, name) for name in names}
