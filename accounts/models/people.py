"""Who there is: staff users, teams and customers, and the audit log."""

import uuid

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.sites import Site


class User(AbstractUser):
    """A member of staff."""

    @property
    def display_name(self) -> str:
        """The name that customers and colleagues see."""
        return self.get_full_name() or self.username


class Team(models.Model):
    """Agents who share a queue."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("members"),
        related_name="teams",
        blank=True,
    )

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Customer(models.Model):
    """Somebody who asks; identity only. `key` says how we know them (accounts.identity)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    site = models.ForeignKey(Site, models.CASCADE, related_name="customers")
    key = models.CharField(max_length=300, editable=False)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    verified = models.BooleanField(_("verified"), default=False)
    language = models.CharField(_("language"), max_length=10, blank=True)
    attributes = models.JSONField(
        _("attributes"),
        default=dict,
        blank=True,
        help_text=_("What the site's identity token last said of them"),
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    created_at = models.DateTimeField(_("first seen"), auto_now_add=True)

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        constraints = [
            models.UniqueConstraint(fields=["site", "key"], name="customer_of_site")
        ]

    def __str__(self) -> str:
        return self.name or self.short_name

    @property
    def short_name(self) -> str:
        """What staff call a customer without a name."""
        return _("Visitor %(id)s") % {"id": self.public_id.hex[:4]}


class AuditEntry(models.Model):
    """Who did what to which object, when. Only ever added to."""

    at = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("who"),
    )
    verb = models.CharField(_("what"), max_length=60)
    target = models.CharField(_("object"), max_length=200)
    details = models.JSONField(_("details"), default=dict, blank=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.verb} {self.target}"
