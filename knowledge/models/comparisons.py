"""What was said in an interview, held against the questions of its guide."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.models.interviews import Interview
from knowledge.models.jobs import Job, JobQuerySet


class ComparisonQuerySet(JobQuerySet["Comparison"]):
    """Named reads of comparisons."""

    def made(self) -> "ComparisonQuerySet":
        """Those that came to something."""
        return self.filter(failure="").exclude(finished_at=None)

    def under_way(self) -> "ComparisonQuerySet":
        """Those that are not done."""
        return self.filter(finished_at=None)


class Comparison(Job):
    """Where an interview answers each question of its guide; made by a worker, as it takes seconds.

    `found` has for each question an object with its key (`question`), its `text` as it was then, the
    numbers of the `turns` of question and answer, and those that `answer`. `speakers` are pairs of a key
    and a role: who was taken for whom.
    """

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="comparisons")
    found = models.JSONField(default=list)
    speakers = models.JSONField(default=list)

    objects = ComparisonQuerySet.as_manager()

    class Meta:
        verbose_name = _("comparison with a guide")
        verbose_name_plural = _("comparisons with guides")
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.interview}: {len(self.found)}"
