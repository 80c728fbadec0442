"""What staff do with atoms: add, save, publish now or later, unpublish, archive, delete."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts import audit
from accounts.models import User
from knowledge.format import AtomProblems, ParsedAtom, Problem
from knowledge.models import Atom, AtomVersion, Collection, Review
from knowledge.nudge import index_soon
from knowledge.services import versions
from knowledge.services.versions import StaleEdit

__all__ = [
    "Archived", "NotApproved", "StaleEdit", "add_atom", "archive", "bring_back",
    "cancel_publishing", "delete", "expire", "publish", "publish_later", "run_schedule",
    "save_version", "unpublish", "verify",
]  # fmt: skip


class Archived(Exception):
    """The atom was put away; bring it back first."""


class NotApproved(Exception):
    """The collection wants this text approved by somebody else before it is published."""


@transaction.atomic
def add_atom(
    *,
    collection: Collection,
    parsed: ParsedAtom,
    author: User | None,
    reason: str = "",
    bulk: bool = False,
) -> AtomVersion:
    """Make a new atom as a draft; raises AtomProblems, also when its id is taken."""
    parsed.checked()
    try:
        with transaction.atomic():
            atom = versions.new_atom(slug=parsed.id, collection=collection)
    except IntegrityError:
        taken = Problem(1, "id", f"“{parsed.id}” is the id of another atom")
        raise AtomProblems((taken,)) from None
    version = versions.add_version(
        atom=atom,
        parsed=parsed,
        number=parsed.version,
        author=author,
        reason=reason,
        bulk=bulk,
    )
    _note(author, "added", version)
    return version


@transaction.atomic
def save_version(
    *,
    atom: Atom,
    parsed: ParsedAtom,
    seen_version: int | None,
    author: User | None,
    reason: str = "",
    bulk: bool = False,
) -> AtomVersion:
    """Keep a new text of an atom; the live one stays live. Text as it was gives no version.

    1. Lock the atom.
    2. Refuse with StaleEdit when the newest version is not the one that the author saw;
       None is for writers that saw none, such as an import.
    3. Write the version under the next number; its id is the atom's, whatever it says.

    Raises AtomProblems, StaleEdit, and Atom.DoesNotExist for an atom deleted meanwhile.
    """
    parsed.checked()
    locked = versions.lock(atom)
    latest = versions.latest_of(locked, seen_version)
    if versions.says_the_same(latest, parsed, locked.slug):
        return latest
    version = versions.add_version(
        atom=locked,
        parsed=parsed,
        number=max(latest.number + 1, parsed.version),
        author=author,
        reason=reason,
        bulk=bulk,
    )
    _note(author, "saved", version, reason=reason)
    return version


@transaction.atomic
def publish(
    *, atom: Atom, user: User | None, seen_version: int | None = None
) -> AtomVersion:
    """Let the newest version answer from COMMIT on; with `seen_version` only that one.

    Raises StaleEdit, Archived, and NotApproved. Nobody (None), such as a command of the
    operator, needs no approval.
    """
    locked, latest = _ready_to_publish(atom, user, seen_version)
    if locked.live_version_id != latest.pk:
        _go_live(locked, latest, user)
    return latest


@transaction.atomic
def publish_later(
    *, atom: Atom, user: User, seen_version: int, at: datetime
) -> AtomVersion:
    """Let the newest version, and no later one, answer from a moment to come.

    Raises what `publish` raises, at once.
    """
    locked, latest = _ready_to_publish(atom, user, seen_version)
    locked.publish_at, locked.publish_version = at, latest
    locked.save(update_fields=["publish_at", "publish_version", "updated_at"])
    _note(user, "scheduled", latest, publish_at=at.isoformat())
    return latest


@transaction.atomic
def expire(*, atom: Atom, user: User, at: datetime | None) -> None:
    """Let the atom answer until a moment to come; None takes the end away."""
    locked = versions.lock(atom)
    locked.expires_at = at
    locked.save(update_fields=["expires_at", "updated_at"])
    latest = locked.versions.latest("number")
    _note(user, "set to end", latest, expires_at=at and at.isoformat())


@transaction.atomic
def cancel_publishing(*, atom: Atom, user: User) -> None:
    """Take back what `publish_later` promised."""
    locked = versions.lock(atom)
    if locked.publish_version is not None:
        _note(user, "cancelled publishing", locked.publish_version)
        versions.clear_schedule(locked)


@transaction.atomic
def unpublish(*, atom: Atom, user: User | None) -> None:
    """Let no version of this atom answer from COMMIT on; its texts stay."""
    locked = versions.lock(atom)
    if locked.live_version is not None:
        _note(user, "unpublished", locked.live_version)
        versions.set_live(locked, None)


@transaction.atomic
def verify(*, atom: Atom, user: User, seen_version: int) -> None:
    """Say that the text which answers is still right; it is due again after its time.

    Raises StaleEdit when another version answers than the one that was looked at.
    """
    locked = versions.lock(atom)
    live = locked.live_version
    if live is None or live.number != seen_version:
        raise StaleEdit(live or locked.versions.latest("number"))
    days = timedelta(days=locked.collection.fresh_days)
    locked.due_on = timezone.localdate() + days
    locked.verified_at, locked.verified_by = timezone.now(), user
    locked.save(update_fields=["due_on", "verified_at", "verified_by"])
    _note(user, "found right", live)


@transaction.atomic
def archive(*, atom: Atom, user: User) -> None:
    """Put an atom away: it answers no more, and lists leave it out."""
    locked = versions.lock(atom)
    if locked.archived_at is not None:
        return
    versions.set_live(locked, None)
    locked.reviews.open().update(
        state=Review.State.WITHDRAWN, decided_by=user, decided_at=timezone.now()
    )
    versions.put_away(locked, timezone.now())
    _note(user, "archived", locked.versions.latest("number"))


@transaction.atomic
def bring_back(*, atom: Atom, user: User) -> None:
    """Take an atom out of the archive, as a draft."""
    locked = versions.lock(atom)
    if locked.archived_at is not None:
        locked.archived_at = None
        locked.save(update_fields=["archived_at", "updated_at"])
        _note(user, "brought back", locked.versions.latest("number"))


def run_schedule(*, now: datetime) -> int:
    """Publish and end what is due; return how many atoms changed.

    Each atom in a transaction of its own, looked at again under its lock.
    """
    due = Atom.objects.filter(Q(publish_at__lte=now) | Q(expires_at__lte=now))
    return sum(_run_due(atom, now) for atom in due.order_by("pk"))


@transaction.atomic
def _run_due(atom: Atom, now: datetime) -> bool:
    locked = versions.lock(atom)
    ended = locked.expires_at is not None and locked.expires_at <= now
    begins = locked.publish_at is not None and locked.publish_at <= now
    if begins and locked.publish_version is not None and not ended:
        _go_live(locked, locked.publish_version, None)
    if begins or ended:
        versions.clear_schedule(locked)
    if ended:
        unpublish(atom=locked, user=None)
        Atom.objects.filter(pk=locked.pk).update(expires_at=None)
    return begins or ended


def _ready_to_publish(
    atom: Atom, user: User | None, seen_version: int | None
) -> tuple[Atom, AtomVersion]:
    locked = versions.lock(atom)
    latest = versions.latest_of(locked, seen_version)
    if locked.archived_at is not None:
        raise Archived
    approval = locked.collection.review_required and user is not None
    if approval and not versions.is_approved(latest):
        raise NotApproved
    return locked, latest


def _go_live(atom: Atom, version: AtomVersion, user: User | None) -> None:
    versions.set_live(atom, version)
    versions.clear_schedule(atom)
    atom.reviews.open().filter(version=version).update(
        state=Review.State.APPROVED, decided_by=user, decided_at=timezone.now()
    )
    _note(user, "published", version)
    index_soon()


@transaction.atomic
def delete(*, atom: Atom, user: User | None) -> None:
    """Take an atom away with all its versions; the audit log keeps that it was there."""
    locked = versions.lock(atom)
    _note(user, "deleted", locked.versions.latest("number"))
    # The indexer may be storing units of one of them: wait, so that those go as well.
    list(locked.versions.select_for_update().values_list("pk"))
    locked.delete()


def _note(
    user: User | None, verb: str, version: AtomVersion, **details: object
) -> None:
    audit.record(
        user=user,
        verb=verb,
        target=f"atom {version.atom.slug}",
        details={"title": version.title, "version": version.number, **details},
    )
