"""Folders that are kept in step with a collection, and what both sides last agreed on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.models.atoms import Collection


class Checkout(models.Model):
    """A folder, such as a git checkout, that is kept in step with a collection."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    collection = models.ForeignKey(Collection, models.CASCADE, related_name="checkouts")
    synced_at = models.DateTimeField(_("in step since"), auto_now=True)

    class Meta:
        verbose_name = _("checkout")
        verbose_name_plural = _("checkouts")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class AgreedFile(models.Model):
    """The text of one atom when desk and folder last agreed: the ground of the next merge."""

    checkout = models.ForeignKey(Checkout, models.CASCADE, related_name="files")
    slug = models.CharField(_("id"), max_length=120)
    path = models.CharField(_("path"), max_length=1000)
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("agreed file")
        verbose_name_plural = _("agreed files")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["checkout", "slug"], name="agreed_slug")
        ]

    def __str__(self) -> str:
        return self.path
