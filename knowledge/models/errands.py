"""Deeds on many atoms: what was asked for, how far it is, and what was left as it is."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from knowledge.models.atoms import AtomType, Collection

SHOWN_FOR = timedelta(hours=1)
"""So long after its end a list still leads to a deed that came to it."""
STOPPED_FOR = timedelta(days=2)
"""So long to one that was stopped before, and may be gone on with."""


class ErrandQuerySet(models.QuerySet["Errand"]):
    """Named reads of deeds on many atoms."""

    def visible_to(self, user: User) -> "ErrandQuerySet":
        """Those that somebody asked for; to a superuser also what others have begun."""
        own = models.Q(user=user)
        begun = ~models.Q(state=Errand.State.ASKED)
        return self.filter(own | begun if user.is_superuser else own)

    def worth_a_line(self, now: datetime) -> "ErrandQuerySet":
        """Those under way, stopped or just done, the newest first; without their atoms, as `total`."""
        ended = models.Q(ended_at__gt=now - SHOWN_FOR)
        stopped = models.Q(
            ended_at__gt=now - STOPPED_FOR, position__lt=models.F("total")
        )
        counted = self.annotate(total=models.F("atoms__len")).defer("atoms", "seen")
        found = counted.filter(models.Q(state=Errand.State.RUNNING) | ended | stopped)
        return found.order_by("-pk")


class Errand(models.Model):
    """One deed on the atoms that somebody chose, done one after the other.

    The row is the queue: `position` says how many of `atoms` are behind it, and moves in the
    transaction of each atom. While a process is at it, `held_until` is its lease.
    """

    class Deed(models.TextChoices):
        PUBLISH = "publish", _("Publish")
        UNPUBLISH = "unpublish", _("Unpublish")
        ARCHIVE = "archive", _("Archive")
        BRING_BACK = "bring_back", _("Bring back from the archive")
        MOVE = "move", _("Move to another collection")
        ADD_TAG = "add_tag", _("Add a tag")
        REMOVE_TAG = "remove_tag", _("Remove a tag")
        RENAME_TAG = "rename_tag", _("Rename a tag")
        SET_TYPE = "set_type", _("Set the type")

    class State(models.TextChoices):
        ASKED = "asked", _("Not begun")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="errands"
    )
    deed = models.CharField(_("deed"), max_length=20, choices=Deed.choices)
    atoms = ArrayField(models.BigIntegerField(), default=list)
    # Which version of each was the newest when somebody looked: no later one is published.
    seen = ArrayField(models.BigIntegerField(), default=list)
    collection = models.ForeignKey(
        Collection, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    tag = models.CharField(_("tag"), max_length=60, blank=True)
    new_tag = models.CharField(_("new name"), max_length=60, blank=True)
    type = models.CharField(
        _("type"), max_length=20, choices=AtomType.choices, blank=True
    )
    publish = models.BooleanField(default=False)
    reason = models.CharField(_("why"), max_length=200, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.ASKED
    )
    position = models.PositiveIntegerField(default=0)
    held_until = models.DateTimeField(null=True)
    # When it was begun or gone on with, and where: its pace tells how long it will take.
    begun_at = models.DateTimeField(null=True)
    begun_from = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects = ErrandQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["held_until"],
                condition=models.Q(state="running"),
                name="errand_under_way",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_deed_display()} ({len(self.atoms)})"


class LeftAsItIs(models.Model):
    """An atom that an errand left as it is, or could not finish, and why."""

    errand = models.ForeignKey(Errand, models.CASCADE, related_name="left")
    atom_key = models.BigIntegerField()
    why = models.CharField(max_length=20)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.atom_key}: {self.why}"
