"""What an edit would change: runs of real questions with and without it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.models.atoms import Atom, AtomVersion
from knowledge.models.jobs import Job, JobQuerySet


class ImpactRunQuerySet(JobQuerySet["ImpactRun"]):
    """Named reads of previews."""


class ImpactRun(Job):
    """One comparison: the questions nearest to an atom, asked with and without an edit.

    `result` is a list of rows, one for each question; `knowledge.impact` says what is in them.
    """

    atom = models.ForeignKey(Atom, models.CASCADE, related_name="impact_runs")
    version = models.ForeignKey(AtomVersion, models.CASCADE, related_name="+")
    result = models.JSONField(default=list)

    objects = ImpactRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("impact preview")
        verbose_name_plural = _("impact previews")
        ordering = ["-pk"]
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(finished_at=None),
                name="impact_to_run",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.done}/{self.total}"
