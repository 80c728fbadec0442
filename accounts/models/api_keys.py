"""Keys of programs that call the desk for a member of staff; only their hashes are kept."""

import hashlib
import secrets
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User

PREFIX = "adk_"
HINT = 4


def new_token() -> str:
    """Return a key that nobody guesses: 256 bits behind a prefix that scanners of code can look for."""
    return PREFIX + secrets.token_urlsafe(32)


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    """Named reads of keys."""

    def good(self, now: datetime) -> "ApiKeyQuerySet":
        """Keys that open something: neither revoked nor expired, of somebody who still works here."""
        return self.filter(
            revoked_at=None,
            expires_at__gt=now,
            owner__is_active=True,
            owner__is_staff=True,
        )

    def with_token(self, token: str) -> "ApiKeyQuerySet":
        """The one that this text is. A hash without salt will do: a key is no word of a dictionary."""
        return self.filter(sha256=hashlib.sha256(token.encode()).hexdigest())

    def readable_by(self, user: User) -> "ApiKeyQuerySet":
        """Those of somebody; a superuser sees all, to be able to revoke them."""
        return self.all() if user.is_superuser else self.filter(owner=user)


class ApiKey(models.Model):
    """Lets a program do what its owner may do, until it expires or is revoked."""

    class Scope(models.TextChoices):
        READ = "read", _("Reads only")
        WRITE = "write", _("Reads and writes")

    name = models.CharField(
        _("name"),
        max_length=80,
        help_text=_("What uses it, such as “nightly import”."),
    )
    owner = models.ForeignKey(
        User,
        models.CASCADE,
        related_name="api_keys",
        verbose_name=_("owner"),
    )
    scope = models.CharField(
        _("scope"), max_length=5, choices=Scope.choices, default=Scope.READ
    )
    sha256 = models.CharField(_("hash of the key"), max_length=64, unique=True)
    hint = models.CharField(_("ends with"), max_length=HINT)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    used_at = models.DateTimeField(_("last used"), null=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering = ["-created_at", "-pk"]
        # Everybody has their own, and nobody those of others.
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                condition=models.Q(revoked_at=None),
                name="api_key_name_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} (…{self.hint})"

    def state(self, now: datetime) -> str:
        """revoked, expired or good."""
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expires_at <= now else "good"
