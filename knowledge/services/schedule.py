"""What happens to atoms at a set time: they are published, or answer no more."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from knowledge.models import Atom, AtomVersion
from knowledge.services import versions
from knowledge.services.atoms import go_live, ready_to_publish, unpublish
from knowledge.services.before_publishing import look_at
from knowledge.services.floors import are_asked
from knowledge.services.hindrances import Hindered
from knowledge.services.likeness import refuse_alike
from knowledge.services.publishing_runs import ask
from knowledge.services.verdicts import Why
from knowledge.services.versions import note


def publish_later(
    *, atom: Atom, user: User, seen_version: int, at: datetime
) -> AtomVersion:
    """Let the newest version, and no later one, answer from a moment to come.

    Raises what `publish` raises, at once.
    """
    looked_at = look_at(atom, user)
    with transaction.atomic():
        locked, latest = ready_to_publish(atom, user, seen_version, looked_at)
        _promise(locked, latest, user, at)
    return latest


@transaction.atomic
def promise(*, version: AtomVersion, user: User, at: datetime) -> None:
    """Let a version that was looked at answer from a moment to come, if it is still the newest.

    Raises StaleEdit, Archived and NotApproved.
    """
    locked, latest = ready_to_publish(version.atom, user, version.number, version)
    _promise(locked, latest, user, at)


def _promise(atom: Atom, version: AtomVersion, user: User, at: datetime) -> None:
    atom.publish_at, atom.publish_version = at, version
    atom.save(update_fields=["publish_at", "publish_version", "updated_at"])
    note(user, "scheduled", version, publish_at=at.isoformat())


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

    Each atom in a transaction of its own, looked at again under its lock. Where golden questions
    are asked first, a worker of its own keeps the promise a moment later.
    """
    due = Atom.objects.filter(Q(publish_at__lte=now) | Q(expires_at__lte=now))
    found = due.select_related("collection", "publish_version").order_by("pk")
    return sum(_run(atom, now) for atom in found)


@transaction.atomic
def keep_promise(
    version: AtomVersion, at: datetime | None, hindrance: str = ""
) -> bool:
    """Publish what was promised for a moment that has come, unless something hinders it.

    False when it is not published: also when it was taken back or put off meanwhile.
    """
    locked = versions.lock(version.atom)
    if (locked.publish_version_id, locked.publish_at) != (version.pk, at):
        return False
    published = _publish(locked, version, hindrance)
    versions.clear_schedule(locked)
    return published


def end_of_promise(
    version: AtomVersion, at: datetime | None, *, below: bool
) -> Why | None:
    """Keep a promise about whose text golden questions were asked; return why not."""
    if below:
        keep_promise(version, at, "below a floor of golden questions")
        return Why.BELOW_FLOOR
    if _is_like_another(version):
        keep_promise(version, at, "like another text")
        return Why.ALIKE
    return None if keep_promise(version, at) else Why.CHANGED


def _run(atom: Atom, now: datetime) -> bool:
    """Do what is due of an atom; False when nothing changed yet."""
    version = atom.publish_version
    ended = atom.expires_at is not None and atom.expires_at <= now
    begins = atom.publish_at is not None and atom.publish_at <= now
    if begins and not ended and version is not None:
        if are_asked(atom):
            ask(version=version, user=None, at=atom.publish_at)
            return False
        hindrance = "like another text" if _is_like_another(version) else ""
        keep_promise(version, atom.publish_at, hindrance)
    return _tidy(atom, now) or begins


@transaction.atomic
def _tidy(atom: Atom, now: datetime) -> bool:
    """End what is over, and forget the promise of what ended first."""
    locked = versions.lock(atom)
    if locked.publish_at is not None and locked.publish_at <= now:
        versions.clear_schedule(locked)
    ended = locked.expires_at is not None and locked.expires_at <= now
    if ended:
        unpublish(atom=locked, user=None)
        Atom.objects.filter(pk=locked.pk).update(expires_at=None)
    return ended


def _is_like_another(version: AtomVersion) -> bool:
    try:
        refuse_alike(version.atom, None, version)
    except Hindered:
        return True
    return False


def _publish(atom: Atom, version: AtomVersion, hindrance: str) -> bool:
    """Publish what was promised, unless a newer text answers or it may not any more."""
    live = atom.live_version
    if live is not None and live.number >= version.number:
        return False
    if atom.collection.review_required and not versions.is_approved(version):
        hindrance = "not approved"
    if hindrance:
        note(None, f"not published: {hindrance}", version)
        return False
    go_live(atom, version, None)
    return True
