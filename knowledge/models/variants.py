"""Variants of answering: words, model and retrieval settings, and which of them a site uses."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Site
from knowledge.answering.instructions import LONGEST


class Variant(models.Model):
    """One way to answer. Never changed: another one is a new number of the same name.

    `provider` empty is the order of the settings, `model` empty the one of the settings, and
    `answer_floor` empty that of the site.
    """

    class Provider(models.TextChoices):
        SETTINGS = "", _("as in the settings")
        OLLAMA = "ollama", "Ollama"
        OPENAI_COMPATIBLE = "openai_compatible", "OpenAI-compatible"
        EXTRACTIVE = "extractive", _("none: quote the texts")

    name = models.CharField(_("name"), max_length=60)
    number = models.PositiveIntegerField(_("version"))
    before = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("made of")
    )
    instructions = models.TextField(_("instructions"), max_length=LONGEST)
    provider = models.CharField(
        _("provider"),
        max_length=20,
        choices=Provider.choices,
        default=Provider.SETTINGS,
        blank=True,
    )
    model = models.CharField(_("model"), max_length=120, blank=True)
    passages = models.PositiveSmallIntegerField(
        _("texts that the model reads"),
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(8)],
    )
    temperature = models.FloatField(
        _("temperature"),
        default=0.2,
        validators=[MinValueValidator(0), MaxValueValidator(1.5)],
    )
    answer_tokens = models.PositiveSmallIntegerField(
        _("longest answer"),
        default=512,
        validators=[MinValueValidator(64), MaxValueValidator(1024)],
    )
    answer_floor = models.FloatField(
        _("evidence floor"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    reason = models.CharField(_("what for"), max_length=200, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name=_("author")
    )
    at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("variant")
        verbose_name_plural = _("variants")
        ordering = ["name", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "number"], name="one_number_a_version_of_a_variant"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.number}"

    @property
    def model_shown(self) -> str:
        """Who is asked first, in words."""
        return " / ".join(
            part for part in (str(self.get_provider_display()), self.model) if part
        )


class SiteVariantQuerySet(models.QuerySet["SiteVariant"]):
    """Named reads of what sites answer with."""

    def current(self, site: Site) -> "SiteVariant | None":
        """Return the newest choice for a site; None while it never had one."""
        chosen = self.filter(site=site).select_related("variant")
        return chosen.order_by("-pk").first()

    def variant_of(self, site: Site) -> Variant | None:
        """Return what a site answers with; None is what is built in."""
        current = self.current(site)
        return current.variant if current else None


class SiteVariant(models.Model):
    """From then on a site answers with this variant; without one, with what is built in.

    The newest row counts, and those before it are where one can go back to.
    """

    site = models.ForeignKey(Site, models.CASCADE)
    variant = models.ForeignKey(Variant, models.PROTECT, null=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)

    objects = SiteVariantQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        indexes = [models.Index(fields=["site", "-id"], name="site_variant_newest")]

    def __str__(self) -> str:
        return name_of(self.variant)


def name_of(variant: Any) -> str:
    """Return the name of a variant, or that of what is built in."""
    return str(variant) if variant is not None else gettext("Built in")
