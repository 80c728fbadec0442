"""Taking a correction of what a conversation is about."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from conversations.inbox.access import agent_of, for_agents, pane_for
from conversations.models import Triage
from conversations.services import triage as services
from conversations.services.appending import Refused
from knowledge.answering.languages import LANGUAGES
from knowledge.triage.labels import Category, Labels, Priority, Sentiment


class Correction(forms.Form):
    """What somebody says a conversation is about."""

    category = forms.ChoiceField(choices=Triage.Category.choices)
    priority = forms.ChoiceField(choices=Triage.Priority.choices)
    sentiment = forms.ChoiceField(choices=Triage.Sentiment.choices)
    language = forms.ChoiceField(choices=[(code, code) for code in LANGUAGES])
    needs_person = forms.BooleanField(required=False)

    def labels(self) -> Labels:
        """Return it as triage knows labels."""
        said = self.cleaned_data
        return Labels(
            category=Category(said["category"]),
            priority=Priority(said["priority"]),
            sentiment=Sentiment(said["sentiment"]),
            needs_person=said["needs_person"],
            language=said["language"],
        )


@for_agents
@require_POST
def triage(request: HttpRequest, conversation: UUID) -> HttpResponse:
    """Take a correction of what a conversation is about."""
    said = Correction(request.POST)
    shown = pane_for(request, conversation)
    if not said.is_valid():
        wrong = ", ".join(said.errors)
        return JsonResponse({"code": "invalid", "fields": wrong}, status=400)
    try:
        services.correct(
            user=agent_of(request),
            conversation=shown.conversation.public_id,
            labels=said.labels(),
        )
    except Refused as refused:
        status = {"not_found": 404, "forbidden": 403}.get(refused.code, 409)
        return JsonResponse({"code": refused.code}, status=status)
    return HttpResponse(status=204)
