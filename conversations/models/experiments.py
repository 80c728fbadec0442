"""Experiments: two variants compared on the live chats of a site, and who got which."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Site
from conversations.comparison.split import Arm
from knowledge.models import Variant
from knowledge.models.traces import sites_seen_by
from knowledge.reader import Reader


class ExperimentQuerySet(models.QuerySet["Experiment"]):
    """Named reads of experiments."""

    def readable_by(self, reader: Reader) -> "ExperimentQuerySet":
        """Those of the sites that the reader sees."""
        return self.filter(site__in=sites_seen_by(reader))

    def running(self) -> "ExperimentQuerySet":
        """Those that chats are split for now."""
        return self.filter(started_at__isnull=False, ended_at=None)


class Experiment(models.Model):
    """A comparison of the variant that a site has with another one.

    Planned, then running, then ended; what it asks is fixed once it runs. A variant that is None is
    what is built in.
    """

    class Goal(models.TextChoices):
        SOLVED = "solved", _("were solved without a person")
        HELPFUL = "helpful", _("got a helpful vote")

    class Guard(models.TextChoices):
        ESCALATED = "escalated", _("went to a person")
        UNHELPFUL = "unhelpful", _("got an unhelpful vote")
        ABSTAINED = "abstained", _("got no answer")
        DROPPED = "dropped", _("lost a sentence to the checks")

    class Ending(models.TextChoices):
        PLAN = "plan", _("finished as planned")
        GUARD = "guard", _("stopped by its guard")
        PERSON = "person", _("stopped by hand")

    name = models.CharField(_("name"), max_length=80)
    site = models.ForeignKey(Site, models.CASCADE, verbose_name=_("site"))
    control = models.ForeignKey(
        Variant, models.PROTECT, null=True, related_name="+", verbose_name=_("control")
    )
    challenger = models.ForeignKey(
        Variant,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("challenger"),
    )
    share = models.PositiveSmallIntegerField(
        _("share of the challenger, %"),
        default=50,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
    )
    goal = models.CharField(
        _("goal"), max_length=10, choices=Goal.choices, default=Goal.SOLVED
    )
    guard = models.CharField(
        _("guard"), max_length=10, choices=Guard.choices, default=Guard.ESCALATED
    )
    baseline = models.FloatField(_("rate of the goal today, %"))
    effect = models.FloatField(_("smallest change that matters, points"))
    planned_size = models.PositiveIntegerField(_("planned size"))
    planned_at = models.DateTimeField(auto_now_add=True)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    started_at = models.DateTimeField(_("started"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    ending = models.CharField(max_length=10, choices=Ending.choices, blank=True)
    found = models.JSONField(
        default=dict, help_text="what was found when it ended, by the desk itself"
    )

    objects = ExperimentQuerySet.as_manager()

    class Meta:
        verbose_name = _("experiment")
        verbose_name_plural = _("experiments")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site"],
                condition=models.Q(started_at__isnull=False, ended_at=None),
                name="one_running_experiment_a_site",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> str:
        """`planned`, `running` or `ended`."""
        if self.ended_at:
            return "ended"
        return "running" if self.started_at else "planned"

    def variant_of(self, arm: Arm) -> Variant | None:
        """Return what an arm is answered with."""
        return self.challenger if arm == "challenger" else self.control


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Named reads of enrolments."""

    def of(self, experiment: Experiment) -> "EnrolmentQuerySet":
        """Those of one experiment, in their order."""
        return self.filter(experiment=experiment).order_by("pk")


class Enrolment(models.Model):
    """A conversation of an experiment, and what became of it: written once, after its time.

    The guard's four are kept after the first hour, the goal's two after a day; None where it cannot
    be told. It stays when its conversation is erased: nothing of it is left here.
    """

    experiment = models.ForeignKey(Experiment, models.CASCADE)
    conversation = models.ForeignKey(
        "conversations.Conversation", models.SET_NULL, null=True
    )
    challenger = models.BooleanField()
    at = models.DateTimeField(db_default=Now())
    guarded_at = models.DateTimeField(null=True)
    escalated = models.BooleanField(null=True)
    unhelpful = models.BooleanField(null=True)
    abstained = models.BooleanField(null=True)
    dropped = models.BooleanField(null=True)
    settled_at = models.DateTimeField(null=True)
    solved = models.BooleanField(null=True)
    helpful = models.BooleanField(null=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["experiment", "conversation"], name="one_arm_a_conversation"
            )
        ]
        indexes = [
            models.Index(
                fields=["at"],
                condition=models.Q(guarded_at=None),
                name="enrolment_to_guard",
            ),
            models.Index(
                fields=["at"],
                condition=models.Q(settled_at=None),
                name="enrolment_to_settle",
            ),
        ]
