"""What triage says of conversations, and what people said instead."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from pgvector.django import VectorField

from accounts.models import Site
from conversations.models.chats import Conversation
from knowledge.triage import labels


class Labelled(models.Model):
    """The labels of triage."""

    class Category(models.TextChoices):
        HOW_TO = labels.Category.HOW_TO.value, _("How-to")
        PROBLEM = labels.Category.PROBLEM.value, _("Problem")
        BILLING = labels.Category.BILLING.value, _("Billing")
        ACCOUNT = labels.Category.ACCOUNT.value, _("Account")
        ORDER = labels.Category.ORDER.value, _("Order")
        SALES = labels.Category.SALES.value, _("Sales")
        SECURITY = labels.Category.SECURITY.value, _("Security")
        FEEDBACK = labels.Category.FEEDBACK.value, _("Feedback")
        OTHER = labels.Category.OTHER.value, _("Other")

    class Priority(models.TextChoices):
        URGENT = labels.Priority.URGENT.value, _("Urgent")
        HIGH = labels.Priority.HIGH.value, _("High")
        NORMAL = labels.Priority.NORMAL.value, _("Normal")
        LOW = labels.Priority.LOW.value, _("Low")

    class Sentiment(models.TextChoices):
        NEGATIVE = labels.Sentiment.NEGATIVE.value, _("Negative")
        NEUTRAL = labels.Sentiment.NEUTRAL.value, _("Neutral")
        POSITIVE = labels.Sentiment.POSITIVE.value, _("Positive")

    category = models.CharField(_("category"), max_length=10, choices=Category.choices)
    priority = models.CharField(_("priority"), max_length=10, choices=Priority.choices)
    sentiment = models.CharField(
        _("sentiment"), max_length=10, choices=Sentiment.choices
    )
    needs_person = models.BooleanField(_("needs a person"))
    language = models.CharField(_("language"), max_length=10)

    class Meta:
        abstract = True

    @property
    def labels(self) -> labels.Labels:
        """The labels as triage knows them."""
        return labels.Labels(
            category=labels.Category(self.category),
            priority=labels.Priority(self.priority),
            sentiment=labels.Sentiment(self.sentiment),
            needs_person=self.needs_person,
            language=self.language,
        )


class Triage(Labelled):
    """What one conversation is about; written again when it changes."""

    class By(models.TextChoices):
        CUES = "cues", _("words and like messages")
        MODEL = "model", _("a model")
        PERSON = "person", _("a person")

    conversation = models.OneToOneField(
        Conversation, models.CASCADE, related_name="triage"
    )
    by = models.CharField(_("judged by"), max_length=10, choices=By.choices)
    confidence = models.FloatField(
        _("confidence"), help_text=_("How likely the category is right, 0 to 1")
    )
    risk = models.FloatField(
        _("risk"), help_text=_("The chance that a person is needed, 0 to 1")
    )
    summary = models.CharField(_("summary"), max_length=200)
    atoms = ArrayField(
        models.BigIntegerField(),
        default=list,
        help_text=_("Atoms that may help, the nearest first"),
    )
    seq = models.PositiveIntegerField(help_text=_("Up to which event it has looked"))
    judged_at = models.DateTimeField(auto_now=True)
    model_due = models.BooleanField(
        default=False, help_text=_("A model should be asked when it is idle")
    )
    model_tries = models.PositiveSmallIntegerField(default=0)
    model_saw = models.PositiveSmallIntegerField(
        default=0, help_text=_("How many messages of the customer a model has seen")
    )
    rules = ArrayField(
        models.BigIntegerField(),
        default=list,
        help_text=_("Rules that have escalated it; none does so twice"),
    )

    class Meta:
        verbose_name = _("triage")
        verbose_name_plural = _("triages")
        default_permissions = ()
        indexes = [
            models.Index(fields=["category"], name="triage_category"),
            models.Index(
                fields=["judged_at"],
                condition=models.Q(model_due=True),
                name="triage_model_due",
            ),
        ]


class TriageCorrectionQuerySet(models.QuerySet["TriageCorrection"]):
    """Named reads of corrections."""

    def newest_of(self, site: int, most: int) -> Self:
        """A site's corrections, the newest first: the desk changes, and so do its words."""
        return self.filter(site=site).order_by("-at")[:most]


class TriageCorrection(Labelled):
    """What somebody said of a conversation; a labelled message of its site from then on.

    `vector` was made of the text by the embedding model `model`; there is none when it was away.
    """

    conversation = models.OneToOneField(
        Conversation, models.CASCADE, related_name="triage_correction"
    )
    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    text = models.TextField()
    vector = VectorField(null=True)
    model = models.CharField(max_length=120, blank=True, default="")
    before = models.JSONField(default=dict, help_text=_("What triage had said"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(auto_now=True)

    objects = TriageCorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction of triage")
        verbose_name_plural = _("corrections of triage")
        default_permissions = ()
        indexes = [models.Index(fields=["site", "-at"], name="correction_of_site")]
