"""Texts that wait to be published until golden questions were asked about them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.models.atoms import Atom, AtomVersion
from knowledge.models.jobs import Job, JobQuerySet


class PublishingRunQuerySet(JobQuerySet["PublishingRun"]):
    """Named reads of publishing that waits, or waited."""


class PublishingRun(Job):
    """That a text is to be published once golden questions were asked, and what came of it.

    With `at` it is promised for that moment, not published at once. `due` ones keep such a promise:
    nobody waits for them. `why` says why it was not done: a `verdicts.Why`; `below` holds the
    floors that it would break, each as `services.publishing.Fallen` says.
    """

    atom = models.ForeignKey(
        Atom, models.CASCADE, related_name="publishing_runs", verbose_name=_("atom")
    )
    version = models.ForeignKey(AtomVersion, models.CASCADE, related_name="+")
    at = models.DateTimeField(_("to be published"), null=True)
    due = models.BooleanField(default=False)
    why = models.CharField(max_length=20, blank=True)
    below = models.JSONField(default=list)

    objects = PublishingRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("publishing")
        verbose_name_plural = _("publishings")
        ordering = ["-pk"]
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(finished_at=None),
                name="publishing_to_run",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.done}/{self.total}"

    @property
    def is_under_way(self) -> bool:
        """Whether questions are still asked."""
        return self.finished_at is None

    @property
    def is_done(self) -> bool:
        """Whether it was published, or promised."""
        return not (self.is_under_way or self.why or self.failure)
