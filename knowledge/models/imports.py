"""Files that somebody has taken in: what was sent, how far it is, and what came of it."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from knowledge.models.atoms import Collection
from knowledge.models.jobs import Job, JobQuerySet

SHOWN_FOR = timedelta(hours=1)
"""So long after its end a list still leads to an import."""


class ImportRunQuerySet(JobQuerySet["ImportRun"]):
    """Named reads of imports."""

    def visible_to(self, user: User) -> "ImportRunQuerySet":
        """Those that somebody asked for; to a superuser all."""
        return self.all() if user.is_superuser else self.filter(asked_by=user)

    def worth_a_line(self, now: datetime) -> "ImportRunQuerySet":
        """Those under way or just ended, the newest first."""
        recent = models.Q(finished_at=None) | models.Q(finished_at__gt=now - SHOWN_FOR)
        return self.filter(recent).order_by("-pk")


class ImportRun(Job):
    """Files that are taken into a collection, all of them or none.

    `archive` is the zip as somebody looked at it, emptied at the end; `seal` stands for what the look
    showed. `why` says why nothing was taken in: a `verdicts.Why`.
    """

    collection = models.ForeignKey(
        Collection, models.CASCADE, related_name="+", verbose_name=_("collection")
    )
    archive = models.BinaryField()
    publish = models.BooleanField(default=False)
    foreign = models.BooleanField(default=False)
    seal = models.CharField(max_length=64)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    published = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    why = models.CharField(max_length=20, blank=True)
    stopped = models.BooleanField(default=False)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.collection} {self.done}/{self.total}"

    @property
    def is_under_way(self) -> bool:
        """Whether files are still taken in, or wait for it."""
        return self.finished_at is None

    @property
    def is_done(self) -> bool:
        """Whether all of it was taken in."""
        return not (self.is_under_way or self.why or self.failure or self.stopped)
