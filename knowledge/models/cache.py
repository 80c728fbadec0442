"""Answers that are given again without asking a model, and each time that it was done."""

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from pgvector.django import VectorField

from accounts.models import Site
from knowledge.models.atoms import Audience
from knowledge.models.traces import TraceQuerySet
from knowledge.reader import Reader


class CachedAnswerQuerySet(TraceQuerySet):
    """Named reads of kept answers."""

    def readable_by(self, reader: Reader) -> Self:
        """Those of sites that a reader of staff sees, made of nothing that they may not read."""
        return (
            super()
            .readable_by(reader)
            .filter(collections__contained_by=sorted(reader.collections))
        )


class CachedAnswer(models.Model):
    """A model's answer that may be given to whoever asks the same.

    A row counts only while all its `versions` are live and readable for whoever asks: reads join
    with that. Whatever changes one of them deletes the row in its own transaction as well.
    """

    site = models.ForeignKey(Site, models.CASCADE)
    scope = models.CharField(
        max_length=64,
        help_text="digest of all that an answer depends on besides the question",
    )
    key = models.CharField(max_length=64, help_text="digest of the question")
    audience = models.CharField(_("audience"), max_length=10, choices=Audience.choices)
    language = models.CharField(_("language"), max_length=10)
    model = models.CharField(_("worded by"), max_length=160)
    question = models.TextField(_("question"))
    vector = VectorField()
    vector_model = models.CharField(max_length=120)
    about = models.CharField(_("about"), max_length=120, help_text="id of an atom")
    versions = ArrayField(models.BigIntegerField())
    collections = ArrayField(
        models.BigIntegerField(), help_text="of all that a model was given for it"
    )
    text = models.TextField(_("answer"))
    citations = models.JSONField()
    confidence = models.CharField(max_length=10)
    tokens = models.PositiveIntegerField(_("tokens it took"))
    milliseconds = models.PositiveIntegerField(_("milliseconds it took"))
    turn = models.UUIDField(help_text="in which it was made")
    source = models.UUIDField(help_text="the conversation's public id")
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects = CachedAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")
        ordering = ["-made_at", "-pk"]
        default_permissions = ("view", "delete")
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "key"], name="cached_answer_question"
            )
        ]
        indexes = [
            GinIndex(fields=["versions"], name="cached_answer_versions"),
            models.Index(fields=["scope", "about"], name="cached_answer_about"),
            models.Index(fields=["turn"], name="cached_answer_turn"),
        ]

    def __str__(self) -> str:
        return self.question[:80]


class CacheHitQuerySet(models.QuerySet[Any]):
    """Named reads of repeated answers."""

    def to_judge(self, reader: Reader) -> Self:
        """Those given for other words, made of nothing that the reader may not read."""
        return self.filter(
            near=True, collections__contained_by=sorted(reader.collections)
        )


class CacheHit(models.Model):
    """One time that a kept answer was given; what it saved. Words only where they were others.

    `right` is what staff say of an answer that was given for other words than its own.
    """

    entry = models.ForeignKey(
        CachedAnswer, models.SET_NULL, null=True, related_name="hits"
    )
    site = models.ForeignKey(Site, models.CASCADE)
    at = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)
    turn = models.UUIDField(unique=True)
    source = models.UUIDField()
    near = models.BooleanField(_("in other words"))
    tokens = models.PositiveIntegerField(_("tokens saved"))
    milliseconds = models.PositiveIntegerField(_("milliseconds saved"))
    question = models.TextField(_("asked"), blank=True)
    made_for = models.TextField(_("made for"), blank=True)
    text = models.TextField(_("answer"), blank=True)
    collections = ArrayField(models.BigIntegerField(), default=list)
    right = models.BooleanField(_("right"), null=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("judged by"),
    )
    judged_at = models.DateTimeField(_("judged"), null=True)

    objects = CacheHitQuerySet.as_manager()

    class Meta:
        verbose_name = _("repeated answer")
        verbose_name_plural = _("repeated answers")
        ordering = ["-at", "-pk"]
        default_permissions = ()
        permissions = [("judge_cachehit", _("Can judge repeated answers"))]
        indexes = [
            models.Index(
                fields=["-at"],
                condition=models.Q(near=True),
                name="cache_hit_near",
            )
        ]

    def __str__(self) -> str:
        return self.question[:80]
