"""The pages and fragments of the inbox; what writes goes over the agents' socket."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from conversations import history
from conversations.inbox.access import agent_of, for_agents, pane_for
from conversations.inbox.panes import Pane
from conversations.inbox.queues import MOST_ROWS, Queue, doors, rows
from conversations.inbox.words import words
from conversations.models import Event
from conversations.services import agents
from conversations.services.appending import Refused
from conversations.services.revoking import recheck_sockets_of
from conversations.sources import source_of
from knowledge.admin.evidence_golden import golden_of
from knowledge.admin.outcomes import worded
from knowledge.looks import atom_to_html
from knowledge.models import Evidence
from knowledge.readers import readable_record, reader_of_user
from knowledge.record_sections import Section, sections
from knowledge.rendering import to_html

NOBODY = UUID(int=0)


class Place(forms.Form):
    """Where in the inbox somebody is."""

    queue = forms.ChoiceField(choices=[(q.value, q.value) for q in Queue])


class Reached(forms.Form):
    """Up to which event somebody has read."""

    seq = forms.IntegerField(min_value=0, max_value=2**31 - 1)


@for_agents
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show the queues, with no conversation open."""
    return render(request, "admin/inbox/inbox.html", _page(request, None))


@for_agents
@require_safe
def conversation(request: HttpRequest, conversation: UUID) -> HttpResponse:
    """Show the queues, with one conversation open beside them."""
    return render(
        request,
        "admin/inbox/inbox.html",
        _page(request, pane_for(request, conversation)),
    )


@for_agents
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Return the queues with their counts and the rows of one."""
    return render(request, "admin/inbox/list.html", _list(request))


@for_agents
@require_safe
def pane(request: HttpRequest, conversation: UUID) -> HttpResponse:
    """Return one conversation, to be put into the page."""
    context = _around(request, pane_for(request, conversation))
    return render(request, "admin/inbox/pane.html", context)


@for_agents
@require_safe
def around(request: HttpRequest, conversation: UUID) -> HttpResponse:
    """Return what stands around the transcript after a conversation has moved."""
    context = {"pane": pane_for(request, conversation)}
    return render(request, "admin/inbox/around.html", context)


@for_agents
@require_safe
def events(request: HttpRequest, conversation: UUID) -> HttpResponse:
    """Return what the socket's `opened` would say, for a page whose socket is down."""
    reached = Reached(request.GET)
    last = reached.cleaned_data["seq"] if reached.is_valid() else 0
    opened = history.opened(agent_of(request), conversation, last=last)
    if opened is None:
        raise Http404
    return JsonResponse(opened)


@for_agents
@require_POST
def read(request: HttpRequest, conversation: UUID) -> HttpResponse:
    """Remember how far this member of staff has read."""
    reached = Reached(request.POST)
    if not reached.is_valid():
        return HttpResponse(status=400)
    try:
        agents.mark_read(
            user=agent_of(request),
            conversation=conversation,
            seq=reached.cleaned_data["seq"],
        )
    except Refused:
        raise Http404 from None
    return HttpResponse(status=204)


@for_agents
@require_safe
def source(request: HttpRequest, conversation: UUID, seq: int, n: int) -> HttpResponse:
    """Return the text behind the n-th citation of an event, as it was when it was cited."""
    shown = pane_for(request, conversation)
    event = shown.conversation.events.filter(seq=seq, kind=Event.Kind.MESSAGE).first()
    found = source_of(event, n) if event is not None else None
    if found is None:
        raise Http404
    context = {"source": found, "n": n, "html": atom_to_html(found.type, found.text)}
    return render(request, "admin/inbox/source.html", context)


@for_agents
@require_safe
def why(request: HttpRequest, conversation: UUID, turn: UUID) -> HttpResponse:
    """Show the evidence record of an answer."""
    if not request.user.has_perm("knowledge.view_evidence"):
        raise PermissionDenied
    shown = pane_for(request, conversation)
    answer = shown.conversation.turns.filter(pk=turn).first()
    if answer is None:
        raise Http404
    evidence = Evidence.objects.filter(turn=turn).first()
    said = shown.conversation.events.filter(payload__turn=str(turn)).first()
    context = admin.site.each_context(request) | {
        "title": _("Why this answer?"),
        "pane": shown,
        "turn": answer,
        "evidence": evidence,
        "outcome": worded(evidence.outcome, evidence.score) if evidence else "",
        "said": to_html(said.payload["text"]) if said is not None else "",
        "sections": _sections(request, evidence),
        **_deeds(request, evidence),
    }
    return render(request, "admin/inbox/why.html", context)


def _deeds(request: HttpRequest, evidence: Evidence | None) -> dict[str, Any]:
    """What can be done with a record, for those who also see it in the list of records."""
    mine = Evidence.objects.readable_by(reader_of_user(agent_of(request)))
    if evidence is None or not mine.filter(pk=evidence.pk).exists():
        return {}
    return {"record_page": evidence.pk, **golden_of(request, evidence)}


def _sections(request: HttpRequest, evidence: Evidence | None) -> list[Section]:
    if evidence is None:
        return []
    reader = reader_of_user(agent_of(request))
    return sections(readable_record(evidence, reader))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out of the admin, and close at once the sockets that hung on this session."""
    user = request.user
    response = admin.site.logout(request)
    if isinstance(user, User):
        recheck_sockets_of(user)
    return response


def _list(request: HttpRequest) -> dict[str, Any]:
    place = Place(request.GET)
    queue = Queue(place.cleaned_data["queue"] if place.is_valid() else Queue.WAITING)
    user = agent_of(request)
    found = doors(user)
    return {
        "doors": found,
        "queue": queue,
        "rows": rows(user, queue),
        "most": MOST_ROWS,
        "waiting": next(d.number for d in found if d.queue == Queue.WAITING),
        "here": next(d for d in found if d.queue == queue),
    }


def _around(request: HttpRequest, pane: Pane) -> dict[str, Any]:
    public_id = pane.conversation.public_id
    return {
        "pane": pane,
        "opened": history.opened(agent_of(request), public_id, last=0),
        "can_see_why": request.user.has_perm("knowledge.view_evidence"),
    }


def _page(request: HttpRequest, pane: Pane | None) -> dict[str, Any]:
    context = admin.site.each_context(request) | _list(request)
    return context | {
        "title": _("Inbox"),
        "element_classes": {"header": "inbox-header", "messages": "inbox-messages"},
        "setup": {
            "words": words(),
            "me": agent_of(request).display_name,
            "language": get_language(),
            "list": reverse("inbox-list"),
            "inbox": reverse("inbox"),
            # Addresses of one conversation: its id stands where this one does.
            "conversation": reverse("inbox-conversation", args=[NOBODY]),
            "anybody": str(NOBODY),
            "socket": "/ws/agent/v1/",
            "signIn": reverse("admin:login"),
        },
        **(_around(request, pane) if pane is not None else {"pane": None}),
    }
