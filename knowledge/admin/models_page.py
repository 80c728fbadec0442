"""The page of models: how each server does, what it costs, and a way to try it."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import timedelta

import redis
from django import forms
from django.conf import settings
from django.contrib.admin import ModelAdmin
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge.admin.model_words import OUTCOMES, PURPOSES
from knowledge.llm import configured
from knowledge.llm.breaker import Health
from knowledge.llm.chat import ChatModel, Message, ModelFailed, Prompt, Text
from knowledge.llm.configured import Server
from knowledge.llm.line import Standing, standing
from knowledge.llm.metering import Call, metered
from knowledge.llm.ollama_model import is_of_the_cloud
from knowledge.llm.ollama_state import OllamaState, state_of
from knowledge.llm.openai_state import models_of
from knowledge.models import ModelCall, ModelPrice
from knowledge.services import usage
from knowledge.spending import budgets, by_model

DAYS = 30
LONGEST_QUESTION = 500
_LOOK_SECONDS = 2.0
_TRIAL_TOKENS = 120
QUESTION = "Say in one sentence that you are there."


class TrialForm(forms.Form):
    """What a model is asked to try it out."""

    provider = forms.ChoiceField(
        choices=[(name, name) for name in configured.PROVIDERS]
    )
    question = forms.CharField(max_length=LONGEST_QUESTION)


@dataclass(frozen=True)
class Trial:
    """What came of trying a model."""

    question: str
    text: str
    failure: str
    call: Call | None


@dataclass(frozen=True)
class Shown:
    """A server as the page shows it. What could not be found out is None, `trouble` says why."""

    server: Server
    number: int
    trouble: str
    ollama: OllamaState | None
    known: Sequence[tuple[str, bool]]
    """Names of its models, and whether each runs in the cloud."""
    health: Health | None
    standing: Standing | None
    price: ModelPrice | None
    trial: Trial | None

    @property
    def state(self) -> str:
        """A word for how it does: `well`, `rests`, `probing`, `away`, `missing` or `unknown`."""
        if self.health is not None and self.health.state != "closed":
            return "rests" if self.health.state == "open" else "probing"
        if self.trouble:
            return "away"
        if self.ollama is not None and not self.ollama.pulled:
            return "missing"
        return "unknown" if self.health is None else "well"

    @property
    def failed_how(self) -> str:
        """What went wrong last, in a word."""
        kind = self.health.kind if self.health is not None else ""
        return str(OUTCOMES.get(kind, kind))

    @property
    def context_tokens(self) -> int | None:
        """The room that every request asks for; None where no request can."""
        is_ollama = self.server.provider == "ollama"
        return settings.OLLAMA_CONTEXT_TOKENS if is_ollama else None


def page(admin: "ModelAdmin[ModelCall]", request: HttpRequest) -> HttpResponse:
    """Show the servers in the order in which they are asked, or try one."""
    if not request.user.has_perm("knowledge.view_modelcall"):
        raise PermissionDenied
    may_test = request.user.has_perm("knowledge.test_model")
    trials: dict[str, Trial] = {}
    form = TrialForm(request.POST or None)
    if request.method == "POST":
        if not may_test:
            raise PermissionDenied
        if form.is_valid():
            name = form.cleaned_data["provider"]
            trials[name] = _tried(name, form.cleaned_data["question"])
    since = timezone.now() - timedelta(days=DAYS)
    shown, mistake = _shown(trials)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Models"),
        "servers": shown,
        "mistake": mistake,
        "may_test": may_test,
        "may_price": request.user.has_perm("knowledge.change_modelprice"),
        "form": form,
        "question": QUESTION,
        "longest": LONGEST_QUESTION,
        "days": DAYS,
        "rows": [
            row | {"for": PURPOSES.get(row["purpose"], row["purpose"])}
            for row in by_model(since)
        ],
        "budgets": budgets(timezone.localdate().replace(day=1)),
    }
    return TemplateResponse(request, "admin/knowledge/models/page.html", context)


def _shown(trials: dict[str, Trial]) -> tuple[list[Shown], str]:
    """Return the servers, and what is wrong with the settings if anything is."""
    try:
        servers = configured.servers()
        for server in servers:
            configured.guarded(server)
    except ImproperlyConfigured as error:
        return [], str(error)
    prices = {
        (price.provider, price.model): price for price in ModelPrice.objects.all()
    }
    return [
        _one(
            server,
            number,
            prices.get((server.provider, server.model)),
            trials.get(server.provider),
        )
        for number, server in enumerate(servers, 1)
    ], ""


def _one(
    server: Server, number: int, price: ModelPrice | None, trial: Trial | None
) -> Shown:
    trouble, ollama, names = "", None, list[str]()
    try:
        if server.provider == "ollama":
            look = state_of(server.url, server.model, seconds=_LOOK_SECONDS)
            ollama = asyncio.run(look)
            names = list(ollama.known)
        else:
            key = settings.OPENAI_COMPATIBLE_API_KEY
            names = models_of(server.url, key, seconds=_LOOK_SECONDS)
    except ModelFailed as failed:
        trouble = str(failed)
    health: Health | None = None
    line: Standing | None = None
    try:
        health, line = server.breaker.health(), standing(server.line)
    except redis.RedisError as error:
        trouble = trouble or str(error)
    known = [(name, is_of_the_cloud(name)) for name in names]
    return Shown(server, number, trouble, ollama, known, health, line, price, trial)


@dataclass
class _Heard:
    """What was said before it broke off is worth showing, too."""

    text: str = ""


def _tried(provider: str, question: str) -> Trial:
    """Ask one model as customers would be answered, with the same room and deadlines."""
    prompt = Prompt(
        [Message("user", question)], max_tokens=_TRIAL_TOKENS, purpose="test"
    )
    heard = _Heard()
    failure = ""
    with metered() as calls:
        try:
            asyncio.run(_listen(configured.provider(provider), prompt, heard))
        except (ModelFailed, ImproperlyConfigured) as error:
            failure = str(error)
    usage.record(calls)
    return Trial(question, heard.text, failure, calls[-1] if calls else None)


async def _listen(model: ChatModel, prompt: Prompt, heard: _Heard) -> None:
    async with aclosing(model.stream(prompt)) as pieces:
        async for piece in pieces:
            heard.text += piece.text if isinstance(piece, Text) else ""
