"""Long work that somebody asked for: a row is its queue entry, its progress and its end."""

from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

OneJob = TypeVar("OneJob", bound="Job")


class JobQuerySet(models.QuerySet[OneJob]):
    """Named reads of jobs."""

    def to_run(self) -> Self:
        """Those that nobody is at work on: new ones, and those whose worker died."""
        free = models.Q(leased_until=None) | models.Q(leased_until__lt=Now())
        return self.filter(free, finished_at=None)


class Job(models.Model):
    """Work that one worker takes, leased, and finishes or gives up."""

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    leased_until = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(_("finished"), null=True)
    failure = models.TextField(_("failure"), blank=True)

    class Meta:
        abstract = True
