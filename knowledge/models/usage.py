"""What asking models came to: each call, what models cost, and budgets that ran out."""

from datetime import datetime

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Site

# Billionths: a call of a small model costs less than a thousandth of a cent.
COST_DIGITS, COST_PLACES = 18, 9


class ModelCallQuerySet(models.QuerySet["ModelCall"]):
    """Named reads of calls."""

    def since(self, moment: datetime) -> "ModelCallQuerySet":
        """Calls from a moment on."""
        return self.filter(at__gte=moment)

    def failed(self) -> "ModelCallQuerySet":
        """Calls that gave no whole answer although somebody waited for it."""
        return self.exclude(outcome__in=["answered", "left"])


class ModelCall(models.Model):
    """One request to one model; written once. `cost` is what it cost by the prices of then.

    `turn` and `conversation` are ids without a foreign key, as nothing here points upward.
    """

    at = models.DateTimeField(_("when"), db_index=True)
    provider = models.CharField(_("provider"), max_length=40)
    model = models.CharField(_("model"), max_length=120)
    purpose = models.CharField(_("purpose"), max_length=20)
    outcome = models.CharField(_("outcome"), max_length=20)
    detail = models.CharField(_("what was said"), max_length=300, blank=True)
    prompt_tokens = models.PositiveIntegerField(_("tokens read"))
    answer_tokens = models.PositiveIntegerField(_("tokens written"))
    counted = models.BooleanField(
        _("counted"), help_text=_("By the server; otherwise estimated.")
    )
    cut = models.BooleanField(
        _("prompt cut"), help_text=_("The server read less than it was given.")
    )
    waited_ms = models.PositiveIntegerField(_("in line (ms)"))
    first_token_ms = models.PositiveIntegerField(_("first token (ms)"), null=True)
    total_ms = models.PositiveIntegerField(_("answer (ms)"))
    cost = models.DecimalField(
        _("cost"), max_digits=COST_DIGITS, decimal_places=COST_PLACES, null=True
    )
    site = models.ForeignKey(Site, models.CASCADE, null=True, verbose_name=_("site"))
    turn = models.UUIDField(null=True)
    conversation = models.UUIDField(null=True)

    objects = ModelCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("model call")
        verbose_name_plural = _("model calls")
        ordering = ["-at", "-pk"]
        permissions = [("test_model", _("Can try models out"))]
        indexes = [
            # What a site spent in a month, from the index alone.
            models.Index(
                fields=["site", "at"], include=["cost"], name="model_call_spending"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider}/{self.model}, {self.purpose}"


class ModelPrice(models.Model):
    """What a model costs: by the million tokens, or by the hour of its machine."""

    provider = models.CharField(
        _("provider"),
        max_length=40,
        choices=[("ollama", "Ollama"), ("openai_compatible", "OpenAI-compatible")],
    )
    model = models.CharField(
        _("model"), max_length=120, help_text=_("As the settings name it.")
    )
    per_million_read = models.DecimalField(
        _("a million tokens read"),
        max_digits=12,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    per_million_written = models.DecimalField(
        _("a million tokens written"),
        max_digits=12,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    per_machine_hour = models.DecimalField(
        _("an hour of its machine"),
        max_digits=12,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_(
            "Power, rent, wear. Each answer is charged for its share of the time that the "
            "machine works for it; idle time is not."
        ),
    )

    class Meta:
        verbose_name = _("price of a model")
        verbose_name_plural = _("prices of models")
        ordering = ["provider", "model"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "model"], name="one_price_a_model"
            ),
            models.CheckConstraint(
                name="price_by_tokens_or_hours",
                condition=models.Q(
                    per_machine_hour=None,
                    per_million_read__isnull=False,
                    per_million_written__isnull=False,
                )
                | models.Q(
                    per_machine_hour__isnull=False,
                    per_million_read=None,
                    per_million_written=None,
                ),
                violation_error_message=_(
                    "Give both prices of a million tokens, or the price of an hour."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider}/{self.model}"


class BudgetAlarm(models.Model):
    """A site has spent so much of its budget for a month: said once for each share."""

    class Share(models.IntegerChoices):
        NEARLY = 80, _("four fifths spent")
        ALL = 100, _("spent")

    site = models.ForeignKey(Site, models.CASCADE)
    month = models.DateField(help_text="its first day")
    share = models.PositiveSmallIntegerField(choices=Share.choices)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "month", "share"], name="one_alarm_a_share"
            )
        ]
