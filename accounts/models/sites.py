"""Sites: the places on the web where the widget stands, and their secrets."""

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class SiteQuerySet(models.QuerySet["Site"]):
    """Named reads of sites."""

    def with_key(self, key: str) -> "SiteQuerySet":
        """Active sites that answer to this key, now or by an earlier name."""
        return self.filter(
            models.Q(key=key) | models.Q(previous_keys__contains=[key]), active=True
        )


class Site(models.Model):
    """One place on the web where the widget stands."""

    key = models.SlugField(_("key"), max_length=50, unique=True)
    previous_keys = ArrayField(
        models.SlugField(max_length=50),
        verbose_name=_("previous keys"),
        default=list,
        blank=True,
        help_text=_("Pages that still use these keys go on working."),
    )
    name = models.CharField(_("name"), max_length=80)
    active = models.BooleanField(_("active"), default=True)
    allowed_origins = ArrayField(
        models.CharField(max_length=200),
        verbose_name=_("allowed origins"),
        default=list,
        blank=True,
        help_text=_("Pages that may embed the widget, such as https://www.example.org"),
    )
    bot_enabled = models.BooleanField(_("bot answers first"), default=True)
    bot_name = models.CharField(_("name of the bot"), max_length=40, default="Atomdesk")
    greeting = models.CharField(
        _("greeting"), max_length=300, default="Hello! What would you like to know?"
    )
    suggestions = ArrayField(
        models.CharField(max_length=120),
        verbose_name=_("suggested questions"),
        default=list,
        blank=True,
    )
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        default="#117162",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$")],
    )
    language = models.CharField(_("language"), max_length=10, default="en")
    answer_floor = models.FloatField(
        _("evidence floor"),
        null=True,
        blank=True,
        help_text=_(
            "Answer only when the evidence score is at least this; empty for the default."
        ),
    )
    repeats_answers = models.BooleanField(
        _("give an answer again to whoever asks the same"),
        default=True,
        help_text=_(
            "Without asking a model, for as long as every text that it cites is live."
        ),
    )
    learns_from_chats = models.BooleanField(
        _("learn from what people answer"),
        default=True,
        help_text=_(
            "When a chat that a person answered is resolved, the desk proposes a text from it. "
            "Nothing is published: somebody reads each proposal."
        ),
    )
    identity_attributes = ArrayField(
        models.SlugField(max_length=40),
        verbose_name=_("attributes of customers"),
        default=list,
        blank=True,
        help_text=_(
            "Claims of the identity token that are kept, such as plan; rules may ask about them."
        ),
    )
    golden_recall_floor = models.FloatField(
        _("golden questions: floor of the first hit"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_(
            "Share of the golden questions with a right atom first, from 0 to 1; empty for none."
        ),
    )
    golden_right_floor = models.FloatField(
        _("golden questions: floor of what is right"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_(
            "Share of the golden questions that end as they must, from 0 to 1; empty for none."
        ),
    )
    golden_blocks = models.BooleanField(
        _("refuse texts that take golden questions below a floor"),
        default=False,
        help_text=_(
            "Whoever publishes such a text is told which questions would go wrong."
        ),
    )
    golden_override = models.BooleanField(
        _("let people publish such a text all the same"),
        default=False,
        help_text=_(
            "Whoever was told which questions would go wrong may publish it after all; the audit "
            "log keeps that."
        ),
    )
    monthly_budget = models.DecimalField(
        _("budget for models, a month"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
        help_text=_(
            "In the currency of the prices of models. Staff are told at four fifths of it and "
            "when it is spent; the bot answers on. Empty for none."
        ),
    )
    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def allows(self, origin: str | None) -> bool:
        """Whether a page of this origin may use the widget; a missing origin never."""
        return origin is not None and origin in self.allowed_origins


class IdentitySecret(models.Model):
    """A key by which a site's own server vouches for its signed-in customers."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="identity_secrets")
    kid = models.SlugField(_("key id"), max_length=40)
    secret = models.CharField(_("secret"), max_length=200)

    class Meta:
        verbose_name = _("identity secret")
        verbose_name_plural = _("identity secrets")
        constraints = [
            models.UniqueConstraint(fields=["site", "kid"], name="identity_secret_kid")
        ]

    def __str__(self) -> str:
        return self.kid
