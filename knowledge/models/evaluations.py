"""Runs of a site's golden questions, and what became of each question."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Site
from knowledge.models.golden import GoldenQuestion
from knowledge.models.jobs import Job, JobQuerySet
from knowledge.models.traces import sites_seen_by
from knowledge.reader import Reader


class EvaluationRunQuerySet(JobQuerySet["EvaluationRun"]):
    """Named reads of runs."""

    def readable_by(self, reader: Reader) -> "EvaluationRunQuerySet":
        """Runs of the sites that the reader sees."""
        return self.filter(site__in=sites_seen_by(reader))

    def finished(self) -> "EvaluationRunQuerySet":
        """Those that came to their end."""
        return self.filter(finished_at__isnull=False, failure="")


class EvaluationRun(Job):
    """All golden questions of a site asked once; asked by nobody it was the nightly one.

    `figures` holds what `knowledge.evaluation.golden.summary` says.
    """

    site = models.ForeignKey(
        Site, models.CASCADE, related_name="evaluations", verbose_name=_("site")
    )
    model = models.CharField(_("embedding model"), max_length=120, blank=True)
    figures = models.JSONField(default=dict)

    objects = EvaluationRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ["-pk"]
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(finished_at=None),
                name="evaluation_to_run",
            )
        ]

    def __str__(self) -> str:
        return f"{self.site}, {self.asked_at:%Y-%m-%d %H:%M}"


class EvaluationResult(models.Model):
    """What became of one golden question in a run.

    `ranked` are the ids of the atoms that were found, best first; `place` is that of the first
    that was expected, from 1; `score` is the gate's, from 0 to 1.
    """

    run = models.ForeignKey(EvaluationRun, models.CASCADE, related_name="results")
    question = models.ForeignKey(GoldenQuestion, models.CASCADE, related_name="results")
    right = models.BooleanField()
    outcome = models.CharField(max_length=20)
    intent = models.CharField(max_length=20)
    score = models.FloatField(null=True)
    place = models.PositiveSmallIntegerField(null=True)
    cited = models.CharField(max_length=200, blank=True)
    ranked = ArrayField(models.CharField(max_length=200), default=list)
    milliseconds = models.FloatField()

    class Meta:
        verbose_name = _("result of an evaluation")
        verbose_name_plural = _("results of evaluations")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["run", "question"], name="result_once")
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.outcome}"
