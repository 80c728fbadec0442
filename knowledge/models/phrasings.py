"""What staff decided about questions of customers that texts could be also asked as."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.models.atoms import Atom


class PhrasingDecision(models.Model):
    """That a question became a phrasing of a text, or is to be none of it; it is not offered again.

    `mark` is a digest of the question: the words of a customer do not outlive the question itself.
    """

    atom = models.ForeignKey(
        Atom, models.CASCADE, related_name="phrasing_decisions", verbose_name=_("atom")
    )
    mark = models.CharField(max_length=64)
    accepted = models.BooleanField(_("accepted"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), auto_now_add=True)

    class Meta:
        verbose_name = _("decision about a phrasing")
        verbose_name_plural = _("decisions about phrasings")
        ordering = ["-decided_at"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["mark", "atom"], name="phrasing_decision_of_atom"
            )
        ]

    def __str__(self) -> str:
        return f"{self.atom_id}: {self.mark[:8]}"
