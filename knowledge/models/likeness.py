"""What people decided about texts that seemed to be alike."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.models.atoms import Atom, AtomVersion


class BothRightQuerySet(models.QuerySet["BothRight"]):
    """Named reads of decisions."""

    def about(self, atom: Atom) -> "BothRightQuerySet":
        """Those about any text of an atom."""
        return self.filter(models.Q(one__atom=atom) | models.Q(other__atom=atom))


class BothRight(models.Model):
    """That somebody found two texts right beside each other, alike as they seem.

    It holds for these two texts: when one of them changes, the question is a new one.
    """

    one = models.ForeignKey(AtomVersion, models.CASCADE, related_name="+")
    other = models.ForeignKey(AtomVersion, models.CASCADE, related_name="+")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), auto_now_add=True)

    objects = BothRightQuerySet.as_manager()

    class Meta:
        verbose_name = _("pair of right texts")
        verbose_name_plural = _("pairs of right texts")
        ordering = ["-decided_at"]
        default_permissions = ()
        constraints = [
            # The older version first: a pair is the same from both sides.
            models.CheckConstraint(
                condition=models.Q(one__lt=models.F("other")), name="both_right_order"
            ),
            models.UniqueConstraint(fields=["one", "other"], name="both_right_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.one} / {self.other}"

    def beside(self, atom: Atom) -> AtomVersion:
        """Return the one of the two that is a text of another atom."""
        return self.other if self.one.atom_id == atom.pk else self.one
