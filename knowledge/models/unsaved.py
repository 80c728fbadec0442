"""What somebody typed and has not saved, so that no crash takes it away."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from knowledge.models.atoms import Atom


class UnsavedEditQuerySet(models.QuerySet["UnsavedEdit"]):
    """Named reads of unsaved edits; each is for its own author and nobody else."""

    def of(self, user: User, atom: Atom | None) -> "UnsavedEditQuerySet":
        """Somebody's edit of an atom, or without one, their new atoms."""
        return self.filter(user=user, atom=atom)


class UnsavedEdit(models.Model):
    """The fields of an editor as they were last sent: one for a person and an atom.

    New atoms have no row yet: there `tab` tells the editors of one person apart. `revision`
    changes with each write, so that two windows do not write over each other.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="unsaved_edits"
    )
    atom = models.ForeignKey(
        Atom, models.CASCADE, null=True, related_name="unsaved_edits"
    )
    tab = models.UUIDField(null=True)
    fields = models.JSONField(_("fields"))
    seen_version = models.PositiveIntegerField(_("begun with version"), null=True)
    revision = models.UUIDField(default=uuid4)
    kept_at = models.DateTimeField(_("kept"), db_index=True)

    objects = UnsavedEditQuerySet.as_manager()

    class Meta:
        verbose_name = _("unsaved edit")
        verbose_name_plural = _("unsaved edits")
        ordering = ["-kept_at"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "atom"],
                condition=models.Q(atom__isnull=False),
                name="unsaved_once_an_atom",
            ),
            models.UniqueConstraint(
                fields=["user", "tab"],
                condition=models.Q(atom__isnull=True),
                name="unsaved_once_a_tab",
            ),
            models.CheckConstraint(
                condition=models.Q(atom__isnull=False) ^ models.Q(tab__isnull=False),
                name="unsaved_of_atom_or_tab",
            ),
        ]

    def __str__(self) -> str:
        return str(self.fields.get("title", ""))
