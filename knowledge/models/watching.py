"""Folders that the desk watches: how each was found at the last look."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.models.atoms import Collection


class WatchedFolder(models.Model):
    """A folder that the settings name, with the collection that it is kept in step with.

    `seen` is a hash of the names, sizes and times of its files, `seen_at` since when they are
    as they are. `settled` says in which state of both sides nothing is left to be done, or
    nothing can be done; it is empty while there is, or when somebody wants another look. `brought` has
    each document that was brought in: by its path a word for the file as it was, and the document's key.
    """

    class State(models.TextChoices):
        NEW = "new", _("Not looked at yet")
        CHANGING = "changing", _("Waits until nobody changes its files")
        IN_STEP = "in_step", _("In step")
        FAILED = "failed", _("Not in step")

    collection = models.OneToOneField(
        Collection, models.CASCADE, related_name="watched_folder"
    )
    path = models.CharField(_("path"), max_length=200)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.NEW
    )
    looked_at = models.DateTimeField(_("last look"), null=True)
    synced_at = models.DateTimeField(_("last in step"), null=True)
    changed_at = models.DateTimeField(_("last change"), null=True)
    counts = models.JSONField(_("last change, by deed"), default=dict)
    problems = models.JSONField(_("problems"), default=list)
    left_out = models.PositiveIntegerField(_("further problems"), default=0)
    brought = models.JSONField(_("documents brought in"), null=True)
    seen = models.CharField(max_length=64, blank=True)
    seen_at = models.DateTimeField(null=True)
    settled = models.CharField(max_length=100, blank=True)

    class Meta:
        verbose_name = _("watched folder")
        verbose_name_plural = _("watched folders")
        ordering = ["collection__name"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.path
