"""The page of a rule's trial: which past conversations it would have handed to people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.models import User
from conversations.escalation.forms import TrialForm
from conversations.models import Conversation, EscalationRule, RuleTrial
from conversations.services.trials import ask_for_trial
from conversations.trying import MOST_CONVERSATIONS

MOST_SHOWN = 100
NEARLY_ALL = 0.8
"""A rule that holds for so many deserves a warning."""


@dataclass(frozen=True)
class Row:
    """A conversation that the rule would have escalated."""

    id: UUID
    reference: str
    subject: str
    at: datetime
    message: int
    reason: str


def trial_of(
    admin: "ModelAdmin[Any]", request: HttpRequest, rule_pk: int
) -> HttpResponse:
    """Begin a trial (POST), say how far it is (JSON), or show the newest one."""
    rule = EscalationRule.objects.filter(pk=rule_pk).first()
    if not admin.has_change_permission(request):
        raise PermissionDenied
    if rule is None:
        raise Http404
    form = TrialForm(request.POST or None)
    if request.method == "POST":
        if form.is_valid():
            ask_for_trial(
                rule=rule, user=_staff(request), days=form.cleaned_data["days"]
            )
            return redirect(request.path)
        messages.error(request, _("Choose between 1 and 365 days."))
    trial = RuleTrial.objects.filter(rule=rule).order_by("-pk").first()
    if "application/json" in request.headers.get("Accept", "") and trial:
        told = {
            "finished": trial.finished_at is not None,
            "done": trial.done,
            "total": trial.total,
        }
        return JsonResponse(told)
    return render(
        request,
        "admin/conversations/escalationrule/trial.html",
        _context(admin, request, rule, trial, form),
    )


def _context(
    admin: "ModelAdmin[Any]",
    request: HttpRequest,
    rule: EscalationRule,
    trial: RuleTrial | None,
    form: TrialForm,
) -> dict[str, Any]:
    hits = list(trial.result) if trial else []
    looked_at = trial.looked_at if trial else 0
    already = sum(bool(hit["reason"]) for hit in hits)
    return admin.admin_site.each_context(request) | {
        "title": _("Trial of a rule"),
        "opts": EscalationRule._meta,
        "rule": rule,
        "conditions": list(rule.conditions.all()),
        "trial": trial,
        "form": form,
        "running": trial is not None and trial.finished_at is None,
        "hits": len(hits),
        "share": round(100 * len(hits) / looked_at) if looked_at else 0,
        "already": already,
        "newly": len(hits) - already,
        "nearly_all": bool(looked_at) and len(hits) >= NEARLY_ALL * looked_at,
        "rows": _rows(request, hits),
        "most": MOST_SHOWN,
        "most_looked_at": MOST_CONVERSATIONS,
    }


def _rows(request: HttpRequest, hits: Sequence[dict[str, Any]]) -> list[Row]:
    """Return the first hits of conversations that this member of staff may see."""
    mine = Conversation.objects.visible_to(_staff(request))
    found = mine.in_bulk([hit["conversation"] for hit in hits[:MOST_SHOWN]])
    return [
        Row(
            id=one.public_id,
            reference=one.reference,
            subject=one.subject,
            at=one.created_at,
            message=hit["message"],
            reason=_became(hit["reason"]),
        )
        for hit in hits[:MOST_SHOWN]
        if (one := found.get(hit["conversation"])) is not None
    ]


def _became(reason: str) -> str:
    """Say what became of a conversation that went to people for this reason, or for none."""
    if not reason:
        return _("stayed with the bot")
    return _("went to a person: %s") % _reasons().get(reason, reason)


def _reasons() -> dict[str, str]:
    return {
        "asked": _("the customer asked for a person"),
        "account": _("it was about the customer's account"),
        "complaint": _("the customer complained"),
        "rule": _("a rule"),
        "low_evidence": _("the bot did not know, twice"),
        "failure": _("answers failed twice"),
        "deadline": _("no answer came in time"),
        "bot_off": _("the bot was off"),
        "reopened": _("the customer wrote again"),
    }


def _staff(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 the admin let them in
    return request.user
