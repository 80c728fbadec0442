"""What an expert is to be asked: guides for interviews, question by question."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.models.atoms import Collection
from knowledge.models.gaps import Gap
from knowledge.models.inventories import InventoryEntry


class InterviewGuide(models.Model):
    """The questions of one interview; what comes of it goes into the collection."""

    title = models.CharField(_("title"), max_length=200)
    collection = models.ForeignKey(
        Collection,
        models.CASCADE,
        related_name="guides",
        verbose_name=_("collection"),
        help_text=_("Whoever may write in it may change the guide."),
    )
    expert = models.CharField(
        _("who is asked"), max_length=200, blank=True, help_text=_("Optional.")
    )
    notes = models.TextField(_("notes"), blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("interview guide")
        verbose_name_plural = _("interview guides")
        ordering = ["-created_at"]
        # Rights are had in the collection: `knowledge.rights`.
        default_permissions = ()

    def __str__(self) -> str:
        return self.title


class GuideQuestion(models.Model):
    """One question of a guide; `gap` when customers asked it in vain.

    `entry` is the one of an inventory that it asks about.
    """

    guide = models.ForeignKey(InterviewGuide, models.CASCADE, related_name="questions")
    ordinal = models.PositiveSmallIntegerField(_("place"), default=0)
    section = models.CharField(
        _("section"),
        max_length=200,
        blank=True,
        help_text=_("Questions of one section stand together."),
    )
    text = models.TextField(_("question"))
    goal = models.TextField(
        _("goal"), blank=True, help_text=_("What the answer is to bring.")
    )
    gap = models.ForeignKey(
        Gap,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="guide_questions",
    )

    entry = models.ForeignKey(
        InventoryEntry,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="guide_questions",
    )

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["ordinal", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["guide", "gap"], name="guide_gap_once"),
            models.UniqueConstraint(fields=["guide", "entry"], name="guide_entry_once"),
        ]

    def __str__(self) -> str:
        return self.text[:80]
