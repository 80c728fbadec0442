"""What the desk could not answer: questions without a good answer, gathered by meaning."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from pgvector.django import VectorField

from accounts.models import Site
from knowledge.models.atoms import Atom
from knowledge.models.traces import AskedQuestion, TraceQuerySet

CHECKED_EVERY = timedelta(days=1)
KEPT_IN_VIEW = timedelta(days=90)


class GapQuerySet(TraceQuerySet):
    """Named reads of gaps."""

    def waiting(self) -> "GapQuerySet":
        """Those that somebody should do something about."""
        return self.filter(state__in=[Gap.State.OPEN, Gap.State.WRITING])

    def with_counts(self, since: datetime) -> "GapQuerySet":
        """Each with `times` it was asked, and `lately` since a moment."""
        recent = models.Q(occurrences__at__gte=since)
        counted: GapQuerySet = self.annotate(
            times=models.Count("occurrences"),
            lately=models.Count("occurrences", filter=recent),
        )
        return counted

    def to_ask_again(self, now: datetime) -> "GapQuerySet":
        """Those whose questions should be asked again.

        Somebody wants it, the text that is to answer them has become searchable since, or one
        that an expert told who was asked about it, or it is open and a day has gone by: another
        text may answer it meanwhile.
        """
        wanted = models.Q(check_wanted=True)
        decided = models.Q(state__in=[Gap.State.WRITING, Gap.State.CLOSED])
        searchable = models.F("atom__live_version__indexed_at")
        unchecked = models.Q(checked_at=None) | models.Q(checked_at__lt=searchable)
        written = models.Q(atom__live_version__indexed_at__isnull=False)
        before = models.Q(
            state=Gap.State.OPEN,
            last_at__gte=now - KEPT_IN_VIEW,
            last_at__lt=now - CHECKED_EVERY,
        )
        long_ago = models.Q(checked_at=None) | models.Q(
            checked_at__lt=now - CHECKED_EVERY
        )
        told = models.Q(pk__in=Gap.objects.told_since_checked().values("pk"))
        return self.filter(
            wanted | (decided & written & unchecked) | told | (before & long_ago)
        ).order_by("-check_wanted", "pk")

    def told_since_checked(self) -> "GapQuerySet":
        """Those that an interview's guide asked about, with a text of that interview searchable since."""
        told = "guide_questions__guide__interviews__candidates"
        searchable = f"{told}__atom__live_version__indexed_at"
        unchecked = models.Q(checked_at=None) | models.Q(
            checked_at__lt=models.F(searchable)
        )
        return self.waiting().filter(
            unchecked,
            # What was accepted has gone live itself, or a newer text of the same atom has.
            models.Q(
                (f"{told}__atom__live_version__gte", models.F(f"{told}__version"))
            ),
            models.Q((f"{searchable}__isnull", False)),
        )


class Gap(models.Model):
    """Questions of one meaning at one site that got no good answer.

    `center` is the mean of its questions' unit vectors, by the embedding model `model`.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        WRITING = "writing", _("Being answered")
        CLOSED = "closed", _("Closed")
        DISMISSED = "dismissed", _("Dismissed")

    site = models.ForeignKey(Site, models.CASCADE)
    title = models.TextField(_("question"))
    center = VectorField()
    model = models.CharField(max_length=120)
    first_at = models.DateTimeField(_("first asked"))
    last_at = models.DateTimeField(_("last asked"))
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.OPEN
    )
    atom = models.ForeignKey(
        Atom,
        models.SET_NULL,
        null=True,
        related_name="gaps",
        verbose_name=_("answered by"),
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    reason = models.TextField(_("reason"), blank=True)
    check_wanted = models.BooleanField(default=False)
    checked_at = models.DateTimeField(_("asked again"), null=True)

    objects = GapQuerySet.as_manager()

    class Meta:
        verbose_name = _("gap")
        verbose_name_plural = _("gaps")
        ordering = ["-last_at"]
        # Rights are had in collections: `knowledge.rights`.
        default_permissions = ()
        indexes = [models.Index(fields=["site", "state"], name="gap_site_state")]

    def __str__(self) -> str:
        return self.title[:120]

    @property
    def untouched(self) -> bool:
        """Whether nobody has decided anything about it."""
        return self.state == Gap.State.OPEN and self.atom_id is None


class GapOccurrence(models.Model):
    """One question that got no good answer. Without a gap it waits to be sorted in."""

    class Reason(models.TextChoices):
        UNKNOWN = "unknown", _("The desk did not know")
        HANDED_OVER = "handed_over", _("A person was needed")
        UNHELPFUL = "unhelpful", _("The answer did not help")

    question = models.OneToOneField(
        AskedQuestion, models.CASCADE, related_name="occurrence"
    )
    gap = models.ForeignKey(Gap, models.SET_NULL, null=True, related_name="occurrences")
    reason = models.CharField(_("why"), max_length=12, choices=Reason.choices)
    at = models.DateTimeField(_("when"))
    answered_now = models.BooleanField(_("answered now"), null=True)
    answered_by = models.ForeignKey(Atom, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("question without an answer")
        verbose_name_plural = _("questions without an answer")
        ordering = ["-at"]
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(gap=None),
                name="occurrence_to_sort",
            ),
            models.Index(fields=["gap", "at"], name="occurrence_of_gap"),
        ]

    def __str__(self) -> str:
        return self.question.text[:80]
