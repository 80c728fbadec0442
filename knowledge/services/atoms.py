"""What staff do with atoms: add, save, publish, unpublish, delete."""

from django.db import IntegrityError, transaction

from accounts.models import User
from knowledge.format import AtomProblems, ParsedAtom, Problem
from knowledge.models import Atom, AtomVersion, Collection
from knowledge.nudge import index_soon
from knowledge.services import cache, golden, versions
from knowledge.services.before_publishing import look_at
from knowledge.services.floors import BelowFloor
from knowledge.services.hindrances import Hindered
from knowledge.services.likeness import NotDistinct
from knowledge.services.versions import Archived, StaleEdit, note

__all__ = [
    "Archived", "BelowFloor", "Hindered", "NotApproved", "NotDistinct", "StaleEdit", "add_atom",
    "delete", "go_live", "publish", "publish_looked_at", "ready_to_publish", "save_version",
    "unpublish",
]  # fmt: skip


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
    note(author, "added", version)
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
    note(author, "saved", version, reason=reason)
    return version


def publish(
    *, atom: Atom, user: User | None, seen_version: int | None = None
) -> AtomVersion:
    """Let the newest version answer from COMMIT on; with `seen_version` only that one.

    Raises StaleEdit, Archived, NotApproved, and what hinders it: NotDistinct, BelowFloor. Nobody
    (None), such as a command of the operator, needs no approval and is not hindered. Where golden
    questions are asked it takes seconds: pages ask for it by `publishing.publish_soon`.
    """
    looked_at = look_at(atom, user) if user else None
    return publish_looked_at(
        atom=atom, user=user, seen_version=seen_version, looked_at=looked_at
    )


@transaction.atomic
def publish_looked_at(
    *,
    atom: Atom,
    user: User | None,
    seen_version: int | None,
    looked_at: AtomVersion | None,
) -> AtomVersion:
    """Let the newest version answer from COMMIT on, if it is the one that was looked at.

    Raises StaleEdit, Archived and NotApproved.
    """
    locked, latest = ready_to_publish(atom, user, seen_version, looked_at)
    if locked.live_version_id != latest.pk:
        go_live(locked, latest, user)
    return latest


@transaction.atomic
def unpublish(*, atom: Atom, user: User | None) -> None:
    """Let no version of this atom answer from COMMIT on; its texts stay."""
    locked = versions.lock(atom)
    if locked.live_version is not None:
        note(user, "unpublished", locked.live_version)
        versions.set_live(locked, None)


def ready_to_publish(
    atom: Atom,
    user: User | None,
    seen_version: int | None,
    looked_at: AtomVersion | None,
) -> tuple[Atom, AtomVersion]:
    """Lock an atom that may be published; raises what `publish` raises.

    `looked_at` is the text that was looked at beforehand, where somebody asks for that.
    """
    locked = versions.lock(atom)
    latest = versions.latest_of(locked, seen_version)
    if looked_at not in {None, latest}:
        raise StaleEdit(latest)
    if locked.archived_at is not None:
        raise Archived
    approval = locked.collection.review_required and user is not None
    if approval and not versions.is_approved(latest):
        raise NotApproved
    return locked, latest


def go_live(atom: Atom, version: AtomVersion, user: User | None) -> None:
    """Let a version of a locked atom answer, and end what waited for that."""
    versions.go_live(atom, version, user)
    note(user, "published", version)
    index_soon()


@transaction.atomic
def delete(*, atom: Atom, user: User | None) -> None:
    """Take an atom away with all its versions; the audit log keeps that it was there."""
    locked = versions.lock(atom)
    note(user, "deleted", locked.versions.latest("number"))
    golden.forget_of(atom=locked, user=user)
    # The indexer may be storing units of one of them: wait, so that those go as well.
    list(locked.versions.select_for_update().values_list("pk"))
    cache.forget_atom(locked)
    locked.delete()
