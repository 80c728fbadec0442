"""Keys of programs: made by their owners and shown once, recognised, revoked."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts import audit
from accounts.models import ApiKey, User, new_token
from accounts.models.api_keys import HINT, PREFIX

MOST_GOOD = 20
LONGEST_DAYS = 365
USED_EVERY = timedelta(minutes=1)


class NameInUse(Exception):
    """A key of the owner that was not revoked has this name."""


class TooManyKeys(Exception):
    """The owner has as many good keys as anybody may have."""


@dataclass(frozen=True)
class MadeKey:
    """A new key, and the only time that its text is there to be read."""

    key: ApiKey
    token: str


@transaction.atomic
def make(*, name: str, scope: str, days: int, user: User) -> MadeKey:
    """Make a key for its owner, good for so many days.

    Raises NameInUse and TooManyKeys.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    now, token = timezone.now(), new_token()
    if user.api_keys.good(now).count() >= MOST_GOOD:
        raise TooManyKeys
    try:
        with transaction.atomic():
            key = ApiKey.objects.create(
                name=name,
                owner=user,
                scope=ApiKey.Scope(scope),
                sha256=hashlib.sha256(token.encode()).hexdigest(),
                hint=token[-HINT:],
                expires_at=now + timedelta(days=min(days, LONGEST_DAYS)),
            )
    except IntegrityError:
        raise NameInUse from None
    details = {"scope": key.scope, "days": days}
    audit.record(user=user, verb="made API key", target=_named(key), details=details)
    return MadeKey(key, token)


def recognise(token: str) -> ApiKey | None:
    """Return the good key that this text is, with its owner, and note that it was used."""
    if not token.startswith(PREFIX):
        return None
    now = timezone.now()
    found = ApiKey.objects.good(now).with_token(token).select_related("owner").first()
    if found is not None:
        # To the minute is enough, and spares a row that many requests would wait for.
        stale = Q(used_at=None) | Q(used_at__lt=now - USED_EVERY)
        ApiKey.objects.filter(stale, pk=found.pk).update(used_at=now)
    return found


@transaction.atomic
def revoke(*, key: ApiKey, user: User) -> None:
    """Refuse a key from now on; nothing happens when that was so already."""
    changed = ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(
        revoked_at=timezone.now()
    )
    if changed:
        audit.record(user=user, verb="revoked API key", target=_named(key))


def _named(key: ApiKey) -> str:
    return f"API key {key.pk} of {key.owner}"
