"""Pictures that texts show. Their bytes are files of the data folder, named by their hash."""

from collections.abc import Collection as Several
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.models.atoms import Collection
from knowledge.picture_addresses import KINDS, address_of
from knowledge.reader import Reader


class PictureQuerySet(models.QuerySet["Picture"]):
    """Named reads of pictures."""

    def readable_by(self, reader: Reader) -> "PictureQuerySet":
        """Those of the reader's collections."""
        return self.filter(collection__in=reader.collections)

    def called(self, sha256: Several[str]) -> "PictureQuerySet":
        """Those with these hashes, in whatever collection."""
        return self.filter(sha256__in=sha256)

    def shown(self) -> "PictureQuerySet":
        """Those that customers were given in a text."""
        return self.filter(shown=True)


class Picture(models.Model):
    """A picture in a collection, whose atoms may show it.

    `shown` is never taken back: old answers cite texts that are not live any more.
    """

    collection = models.ForeignKey(
        Collection,
        models.CASCADE,
        related_name="pictures",
        verbose_name=_("collection"),
    )
    sha256 = models.CharField(_("hash of the bytes"), max_length=64)
    kind = models.CharField(
        _("kind"), max_length=4, choices=[(kind, kind) for kind in KINDS]
    )
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    size = models.PositiveIntegerField(_("bytes"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("added by"),
    )
    added_at = models.DateTimeField(_("added"), auto_now_add=True)
    shown = models.BooleanField(_("shown to customers"), default=False)

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["sha256", "collection"], name="picture_once_a_collection"
            )
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def address(self) -> str:
        """What a text says to show it."""
        return address_of(self.sha256, self.kind)

    @property
    def media_type(self) -> str:
        """The type that browsers are told, whatever the bytes look like."""
        return KINDS[self.kind]

    @property
    def path(self) -> Path:
        """Where its bytes are; a folder for every two letters, as one would hold them all."""
        root = Path(settings.MEDIA_ROOT) / "pictures"
        return root / self.sha256[:2] / f"{self.sha256}.{self.kind}"
