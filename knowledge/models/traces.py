"""What answering left behind: the evidence of each answer and the questions asked."""

from typing import Any, Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from pgvector.django import VectorField

from accounts.models import Site
from knowledge.models.variants import Variant
from knowledge.reader import Reader


def sites_seen_by(reader: Reader) -> models.QuerySet[Site]:
    """Return the sites that answer from a collection the reader may view, or from none.

    A site that nobody linked to a collection answers nothing: somebody should see that.
    """
    return Site.objects.filter(
        models.Q(collections__in=reader.collections) | models.Q(collections=None)
    )


class TraceQuerySet(models.QuerySet[Any]):
    """Named reads of what sites were asked."""

    def readable_by(self, reader: Reader) -> Self:
        """Traces of the sites that the reader sees."""
        return self.filter(site__in=sites_seen_by(reader))


class Evidence(models.Model):
    """Why an answer says what it says; written once, with the answer."""

    turn = models.UUIDField(unique=True)
    site = models.ForeignKey(Site, models.CASCADE)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    question = models.TextField(_("question as understood"))
    outcome = models.CharField(_("outcome"), max_length=20)
    score = models.FloatField(_("evidence score"), null=True)
    provider = models.CharField(_("provider"), max_length=40, blank=True)
    model = models.CharField(_("model"), max_length=120, blank=True)
    prompt_hash = models.CharField(max_length=64, blank=True)
    variant = models.ForeignKey(
        Variant,
        models.PROTECT,
        null=True,
        blank=True,
        # Nearly all rows have none, and making an index would keep answers waiting.
        db_index=False,
        verbose_name=_("variant"),
        help_text=_("Empty where it was answered as is built in."),
    )
    record = models.JSONField(
        _("record"),
        help_text=_(
            "Intent, queries, candidates with scores, gate, prompt, timings, checks"
        ),
    )
    versions = ArrayField(
        models.BigIntegerField(),
        default=list,
        help_text=_("Versions that the answer cites"),
    )

    objects = TraceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence record")
        verbose_name_plural = _("evidence records")
        ordering = ["-at"]
        # From an atom to all answers that used it.
        indexes = [GinIndex(fields=["versions"], name="evidence_versions")]

    def __str__(self) -> str:
        return self.question[:80]


class AskedQuestionQuerySet(TraceQuerySet):
    """Named reads of questions."""

    def voted_on(self, turn: UUID) -> Self:
        """What a vote on an answer is about: of several questions, those that it answers."""
        found = self.filter(turn=turn)
        answered = found.filter(outcome="answered")
        return answered if answered.exists() else found


class AskedQuestion(models.Model):
    """A question as it was asked, kept so that gaps and previews can learn from it.

    `vector` was made by the embedding model `model`; there is none when it was away.
    `source` is the conversation's public id; there is no foreign key upward.
    """

    site = models.ForeignKey(Site, models.CASCADE)
    at = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)
    audience = models.CharField(max_length=10)
    text = models.TextField(_("question"))
    vector = VectorField(null=True)
    model = models.CharField(max_length=120, blank=True, default="")
    outcome = models.CharField(_("outcome"), max_length=20)
    versions = ArrayField(models.BigIntegerField(), default=list)
    vote = models.BooleanField(_("helpful"), null=True)
    source = models.UUIDField()
    turn = models.UUIDField()
    part = models.PositiveSmallIntegerField(
        default=0, help_text=_("Which question of a message that asked several")
    )

    objects = AskedQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("asked question")
        verbose_name_plural = _("asked questions")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["turn", "part"], name="one_question_a_part_of_a_turn"
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
