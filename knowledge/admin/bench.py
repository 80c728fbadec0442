"""The test bench: ask as a customer would, and see why the desk answers so."""

import asyncio
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
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
from knowledge.admin.access import reader_of
from knowledge.admin.evidence import OUTCOMES
from knowledge.answering.outcomes import Delta, Line, Outcome, Question
from knowledge.llm.chat import ModelFailed
from knowledge.llm.embedder import EmbeddingFailed
from knowledge.models import Atom
from knowledge.pipeline import Answers, live_pipeline
from knowledge.policies import policy_of
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
    verified = forms.BooleanField(
        label=gettext_lazy("who is signed in there"),
        required=False,
        widget=UnfoldBooleanWidget,
    )

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sites = Site.objects.filter(active=True, collections__in=reader.collections)
        self.fields["site"].queryset = sites.distinct()  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Result:
    """An outcome as the page shows it."""

    word: str
    html: str
    outcome: Outcome
    atoms: dict[str, int]


def bench(
    admin: "ModelAdmin[Atom]", request: HttpRequest, answers: Answers | None = None
) -> HttpResponse:
    """Ask the live pipeline; nothing of it is kept."""
    form = BenchForm(
        request.POST or None,
        initial={"question": request.GET.get("q", "")},
        reader=reader_of(request),
    )
    result, failure = None, ""
    if request.method == "POST" and form.is_valid():
        reader = _reader(reader_of(request), form.cleaned_data)
        try:
            outcome = asyncio.run(
                _ask(answers or live_pipeline(), form.cleaned_data, reader)
            )
            result = _result(outcome, reader)
        except (ModelFailed, EmbeddingFailed, TimeoutError) as error:
            failure = str(error) or _("It took too long.")
    context = {
        **admin.admin_site.each_context(request),
        "title": _("Ask a question"),
        "form": form,
        "result": result,
        "failure": failure,
    }
    return TemplateResponse(request, "admin/knowledge/atom/bench.html", context)


async def _ask(answers: Answers, asked: dict[str, Any], reader: Reader) -> Outcome:
    question = Question(asked["question"], policy_of(asked["site"]))
    history = [Line("customer", asked["before"])] if asked["before"] else []
    async with asyncio.timeout(settings.ANSWER_DEADLINE_SECONDS):
        async with aclosing(answers.answer(question, history, reader)) as said:
            async for piece in said:
                if not isinstance(piece, Delta):
                    return piece
    raise ModelFailed("cut", _("The answer ended without an outcome."))


def _reader(own: Reader, asked: dict[str, Any]) -> Reader:
    """Return a customer's eyes, never with more than the person of staff may see."""
    if asked["site"] is None:
        return own
    customer = reader_of_customer(asked["site"], verified=asked["verified"])
    return Reader(customer.audiences, customer.collections & own.collections)


def _result(outcome: Outcome, reader: Reader) -> Result:
    found = outcome.trace.record.get("candidates", [])
    slugs = [candidate["atom"] for candidate in found]
    rows = Atom.objects.readable_by(reader).filter(slug__in=slugs)
    return Result(
        word=str(OUTCOMES[type(outcome).__name__.lower()]),
        html=to_html(getattr(outcome, "text", "")),
        outcome=outcome,
        atoms=dict(rows.values_list("slug", "pk")),
    )
