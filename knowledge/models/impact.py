"""What an edit would change: runs of real questions with and without it, and golden questions."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from knowledge.models.atoms import Atom, AtomVersion


class GoldenQuestion(models.Model):
    """A question that an atom has to answer, whatever is edited."""

    atom = models.ForeignKey(Atom, models.CASCADE, related_name="golden")
    text = models.TextField(_("question"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        verbose_name = _("golden question")
        verbose_name_plural = _("golden questions")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["atom", "text"], name="golden_once")
        ]

    def __str__(self) -> str:
        return self.text[:80]


class ImpactRunQuerySet(models.QuerySet["ImpactRun"]):
    """Named reads of runs."""

    def to_run(self) -> "ImpactRunQuerySet":
        """Those that nobody is at work on: new ones, and those whose worker died."""
        free = models.Q(leased_until=None) | models.Q(leased_until__lt=Now())
        return self.filter(free, finished_at=None)


class ImpactRun(models.Model):
    """One comparison: the questions nearest to an atom, asked with and without an edit.

    `result` is a list of rows, one for each question; `knowledge.impact` says what is in them.
    """

    atom = models.ForeignKey(Atom, models.CASCADE, related_name="impact_runs")
    version = models.ForeignKey(AtomVersion, models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    leased_until = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(_("finished"), null=True)
    failure = models.TextField(_("failure"), blank=True)
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
