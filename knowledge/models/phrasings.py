"""Questions of customers that somebody found to be none that a text answers."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.models.atoms import Atom


class RefusedPhrasing(models.Model):
    """That a question is not to be a phrasing of a text; it is not offered for it any more.

    `mark` is a digest of the question: the words of a customer do not outlive the question itself.
    """

    atom = models.ForeignKey(
        Atom, models.CASCADE, related_name="refused_phrasings", verbose_name=_("atom")
    )
    mark = models.CharField(max_length=64)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), auto_now_add=True)

    class Meta:
        verbose_name = _("refused phrasing")
        verbose_name_plural = _("refused phrasings")
        ordering = ["-decided_at"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["mark", "atom"], name="refused_phrasing_of_atom"
            )
        ]

    def __str__(self) -> str:
        return f"{self.atom_id}: {self.mark[:8]}"
