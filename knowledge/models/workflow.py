"""The way of a text to its readers: requests for review, and what was said about them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.models.atoms import Atom, AtomVersion


class ReviewQuerySet(models.QuerySet["Review"]):
    """Named reads of reviews."""

    def open(self) -> "ReviewQuerySet":
        """Those that wait for somebody."""
        return self.filter(state=Review.State.OPEN)


class Review(models.Model):
    """That somebody asked for a text to be looked at, and how it ended.

    While it is open its version follows the newest one. An atom has one open at most.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for review")
        APPROVED = "approved", _("Approved")
        SENT_BACK = "sent_back", _("Sent back")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        # Without a decision: where approval is asked for, this is none.
        PUBLISHED = "published", _("Published")

    atom = models.ForeignKey(Atom, models.CASCADE, related_name="reviews")
    version = models.ForeignKey(AtomVersion, models.CASCADE, related_name="reviews")
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.OPEN
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    note = models.TextField(_("note"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    reason = models.TextField(_("reason"), blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-asked_at"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["atom"],
                condition=models.Q(state="open"),
                name="review_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.get_state_display()}"


class ReviewComment(models.Model):
    """Something said about a text under review, perhaps about one of its lines."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="comments")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    version = models.ForeignKey(AtomVersion, models.CASCADE, related_name="+")
    line = models.PositiveIntegerField(_("line"), null=True)
    text = models.TextField(_("comment"))

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.text[:80]
