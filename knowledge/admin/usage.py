"""The usage log of models and their prices in the admin; the page of models stands beside."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.audited import AuditedAdmin, ReadOnlyAdmin
from knowledge.admin import models_page
from knowledge.admin.model_words import (
    OUTCOMES,
    PURPOSES,
    OutcomeFilter,
    PurposeFilter,
)
from knowledge.models import Evidence, ModelCall, ModelPrice


@admin.register(ModelCall)
class ModelCallAdmin(ReadOnlyAdmin):
    """Every request to a model, newest first."""

    list_display = (
        "moment", "model_name", "asked_for", "ended", "tokens", "times", "price",
        "site",
    )  # fmt: skip
    list_filter = (
        "provider", ("purpose", PurposeFilter), ("outcome", OutcomeFilter), "cut",
        ("site", RelatedOnlyFieldListFilter), "at",
    )  # fmt: skip
    list_select_related = ("site",)
    list_per_page = 50
    change_list_template = "admin/knowledge/models/calls.html"
    list_before_template = "admin/knowledge/models/log_links.html"
    search_fields = ("model", "detail")
    search_help_text = _("Search models and what servers said")
    ordering = ("-at",)
    fields = (
        "at", "provider", "model", "asked_for", "ended", "detail", "prompt_tokens",
        "answer_tokens", "counted", "cut", "waited_ms", "first_token_ms", "total_ms",
        "price", "site", "evidence",
    )  # fmt: skip
    readonly_fields = ("asked_for", "ended", "price", "evidence")

    @display(description=_("when"), ordering="at")
    def moment(self, call: ModelCall) -> str:
        """To the second: several belong to one answer."""
        return f"{localtime(call.at):%Y-%m-%d %H:%M:%S}"

    @display(description=_("for"), ordering="purpose")
    def asked_for(self, call: ModelCall) -> str:
        """What the model was to do."""
        return str(PURPOSES.get(call.purpose, call.purpose))

    @display(description=_("outcome"), ordering="outcome")
    def ended(self, call: ModelCall) -> str:
        """How it ended, with its mark."""
        return str(OUTCOMES.get(call.outcome, call.outcome))

    @display(description=_("first token, answer"), ordering="total_ms")
    def times(self, call: ModelCall) -> str:
        """In seconds."""
        first = call.first_token_ms
        began = "-" if first is None else f"{number_format(first / 1000, 1)} s"
        return f"{began}, {number_format(call.total_ms / 1000, 1)} s"

    @display(description=_("model"), ordering="model")
    def model_name(self, call: ModelCall) -> str:
        """Which model of which provider."""
        return format_html("{}<br><small>{}</small>", call.model, call.provider)

    @display(description=_("tokens read, written"))
    def tokens(self, call: ModelCall) -> str:
        """Both counts; an estimate is marked."""
        read, written = number_format(call.prompt_tokens), call.answer_tokens
        return f"{'' if call.counted else '~'}{read}, {number_format(written)}"

    @display(description=_("cost"), ordering="cost")
    def price(self, call: ModelCall) -> str:
        """What it cost, to the ten thousandth; a dash where the model had no price."""
        return "-" if call.cost is None else number_format(call.cost, 4)

    @display(description=_("evidence"))
    def evidence(self, call: ModelCall) -> str:
        """The way to the record of the answer that it was for."""
        found = Evidence.objects.filter(turn=call.turn).first() if call.turn else None
        if found is None:
            return "-"
        url = reverse("admin:knowledge_evidence_change", args=[found.pk])
        return format_html('<a class="atom-link" href="{}">{}</a>', url, found)

    def get_urls(self) -> list[URLPattern]:
        """The usual addresses and the page of models."""
        view = self.admin_site.admin_view
        own = path("models/", view(self.models_view), name="knowledge_models")
        return [own, *super().get_urls()]

    def models_view(self, request: HttpRequest) -> HttpResponse:
        """Show how the model servers do."""
        return models_page.page(self, request)


@admin.register(ModelPrice)
class ModelPriceAdmin(AuditedAdmin):
    """What models cost; a new price counts for the calls that come after it."""

    list_display = (
        "__str__", "per_million_read", "per_million_written", "per_machine_hour",
    )  # fmt: skip
    change_list_template = "admin/knowledge/models/prices.html"
    list_before_template = "admin/knowledge/models/price_hint.html"
    fieldsets = (
        (None, {"fields": ("provider", "model")}),
        (
            _("By tokens"),
            {"fields": (("per_million_read", "per_million_written"),)},
        ),
        (_("By time"), {"fields": ("per_machine_hour",)}),
    )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The page of models names the model that has no price yet."""
        return {name: request.GET.get(name, "") for name in ("provider", "model")}
