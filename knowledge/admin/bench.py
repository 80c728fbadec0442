"""The test bench: ask as a customer would, and see why the desk answers so."""

from typing import Any

from django import forms
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from accounts.models import Site
from knowledge.admin.access import reader_of, staff
from knowledge.admin.asking import NoAnswer, ask, said_before
from knowledge.admin.outcomes import worded
from knowledge.admin.shown_record import shown
from knowledge.answering.outcomes import Question
from knowledge.models import Atom, Variant
from knowledge.pipeline import Answers, live_pipeline
from knowledge.policies import policy_of, policy_with
from knowledge.reader import Reader
from knowledge.readers import reader_of_customer
from knowledge.rendering import to_html

LONGEST_QUESTION = 5000


class BenchForm(forms.Form):
    """A question, and as whom it is asked."""

    question = forms.CharField(
        label=gettext_lazy("Question"),
        max_length=LONGEST_QUESTION,
        widget=UnfoldAdminTextInputWidget(attrs={"autofocus": True}),
    )
    before = forms.CharField(
        label=gettext_lazy("What they asked before (optional)"),
        max_length=LONGEST_QUESTION,
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )
    site = forms.ModelChoiceField(
        Site.objects.none(),
        label=gettext_lazy("As a visitor of"),
        required=False,
        empty_label=gettext_lazy("nobody: all that I may read"),
        widget=UnfoldAdminSelectWidget,
    )
    variant = forms.ModelChoiceField(
        Variant.objects.none(),
        label=gettext_lazy("Answered with"),
        required=False,
        empty_label=gettext_lazy("what the site has"),
        widget=UnfoldAdminSelectWidget,
    )
    verified = forms.BooleanField(
        label=gettext_lazy("who is signed in there"),
        required=False,
        widget=UnfoldBooleanWidget,
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        readable = reader_of(request).collections
        sites = Site.objects.filter(active=True, collections__in=readable)
        self.fields["site"].queryset = sites.distinct()  # type: ignore[attr-defined]
        if staff(request).has_perm("knowledge.view_variant"):
            self.fields["variant"].queryset = Variant.objects.all()  # type: ignore[attr-defined]


def bench(
    admin: "ModelAdmin[Atom]", request: HttpRequest, answers: Answers | None = None
) -> HttpResponse:
    """Ask the live pipeline what the address says, so that an address can be passed on.

    With `q` instead of `question` the form is only filled in.
    """
    asked = "question" in request.GET
    form = BenchForm(
        request.GET if asked else None,
        initial={
            "question": request.GET.get("q", ""),
            "variant": request.GET.get("variant"),
        },
        request=request,
    )
    context = {
        **admin.admin_site.each_context(request),
        "title": _("Ask a question"),
        "form": form,
    }
    if asked and form.is_valid():
        try:
            context |= _asked(request, form.cleaned_data, answers or live_pipeline())
        except NoAnswer as refused:
            context["failure"] = str(refused)
    return TemplateResponse(request, "admin/knowledge/atom/bench.html", context)


def _asked(
    request: HttpRequest, sent: dict[str, Any], answers: Answers
) -> dict[str, Any]:
    """Ask, and return what the page shows of it; raises NoAnswer."""
    reader = reader_as(reader_of(request), site=sent["site"], verified=sent["verified"])
    chosen = sent["variant"]
    policy = policy_with(chosen, sent["site"]) if chosen else policy_of(sent["site"])
    question = Question(sent["question"], policy)
    history = said_before(answers, sent["before"], question, reader)
    outcome = ask(answers, question, history, reader)
    return {
        "outcome": outcome,
        "word": worded(type(outcome).__name__.lower(), outcome.trace.score),
        "html": to_html(getattr(outcome, "text", "")),
        **shown(outcome.trace.record, reader),
    }


def reader_as(own: Reader, *, site: Site | None, verified: bool) -> Reader:
    """Return a customer's eyes, never with more than the person of staff may see."""
    if site is None:
        return own
    customer = reader_of_customer(site, verified=verified)
    return Reader(customer.audiences, customer.collections & own.collections)
