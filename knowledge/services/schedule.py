"""What happens to atoms at a set time: they are published, or answer no more."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from knowledge.models import Atom, AtomVersion
from knowledge.services import versions
from knowledge.services.atoms import go_live, ready_to_publish, unpublish
from knowledge.services.before_publishing import look_at
from knowledge.services.floors import BelowFloor
from knowledge.services.hindrances import Hindered
from knowledge.services.versions import note

Hindrance = tuple[AtomVersion, str]
"""A text that may not be published, and why."""


def publish_later(
    *, atom: Atom, user: User, seen_version: int, at: datetime
) -> AtomVersion:
    """Let the newest version, and no later one, answer from a moment to come.

    Raises what `publish` raises, at once.
    """
    looked_at = look_at(atom, user)
    with transaction.atomic():
        locked, latest = ready_to_publish(atom, user, seen_version, looked_at)
        locked.publish_at, locked.publish_version = at, latest
        locked.save(update_fields=["publish_at", "publish_version", "updated_at"])
        note(user, "scheduled", latest, publish_at=at.isoformat())
    return latest


@transaction.atomic
def cancel_publishing(*, atom: Atom, user: User) -> None:
    """Take back what `publish_later` promised."""
    locked = versions.lock(atom)
    if locked.publish_version is not None:
        note(user, "cancelled publishing", locked.publish_version)
        versions.clear_schedule(locked)


@transaction.atomic
def expire(*, atom: Atom, user: User, at: datetime | None) -> None:
    """Let the atom answer until a moment to come; None takes the end away."""
    locked = versions.lock(atom)
    locked.expires_at = at
    locked.save(update_fields=["expires_at", "updated_at"])
    latest = locked.versions.latest("number")
    note(user, "set to end", latest, expires_at=at and at.isoformat())


def run_due(*, now: datetime) -> int:
    """Publish and end what is due; return how many atoms changed.

    Each atom in a transaction of its own, looked at again under its lock.
    """
    due = Atom.objects.filter(Q(publish_at__lte=now) | Q(expires_at__lte=now))
    found = due.select_related("collection", "publish_version").order_by("pk")
    return sum(_run(atom, now, _hindered_by_now(atom, now)) for atom in found)


def _hindered_by_now(atom: Atom, now: datetime) -> Hindrance | None:
    """Return the text to be published, and why not, if something hinders it meanwhile."""
    if atom.publish_version is None or atom.publish_at is None or atom.publish_at > now:
        return None
    try:
        look_at(atom, None, atom.publish_version)
    except BelowFloor:
        return atom.publish_version, "below a floor of golden questions"
    except Hindered:
        return atom.publish_version, "like another text"
    return None


@transaction.atomic
def _run(atom: Atom, now: datetime, hindrance: Hindrance | None) -> bool:
    locked = versions.lock(atom)
    ended = locked.expires_at is not None and locked.expires_at <= now
    begins = locked.publish_at is not None and locked.publish_at <= now
    if begins and not ended:
        _publish(locked, hindrance)
    if begins:
        versions.clear_schedule(locked)
    if ended:
        unpublish(atom=locked, user=None)
        Atom.objects.filter(pk=locked.pk).update(expires_at=None)
    return begins or ended


def _publish(atom: Atom, hindrance: Hindrance | None) -> None:
    """Publish what was promised, unless a newer text answers or it may not any more."""
    version, live = atom.publish_version, atom.live_version
    if version is None or (live is not None and live.number >= version.number):
        return
    if atom.collection.review_required and not versions.is_approved(version):
        note(None, "not published: not approved", version)
        return
    if hindrance is not None and hindrance[0] == version:
        note(None, f"not published: {hindrance[1]}", version)
        return
    go_live(atom, version, None)
