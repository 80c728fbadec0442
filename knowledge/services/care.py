"""What staff do with atoms that are there: find them right, put them away, bring them back, move them."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from knowledge.models import Atom, AtomVersion, Collection
from knowledge.services import cache, entries, pictures, translations, versions
from knowledge.services.atoms import NotApproved
from knowledge.services.versions import StaleEdit, note


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
    translations.found_right(locked)
    note(user, "found right", live)


@transaction.atomic
def archive(*, atom: Atom, user: User) -> None:
    """Put an atom away: it answers no more, and lists leave it out."""
    locked = versions.lock(atom)
    if locked.archived_at is not None:
        return
    versions.put_away(locked, user)
    note(user, "archived", locked.versions.latest("number"))


@transaction.atomic
def bring_back(*, atom: Atom, user: User) -> None:
    """Take an atom out of the archive, as a draft."""
    locked = versions.lock(atom)
    if locked.archived_at is not None:
        locked.archived_at = None
        locked.save(update_fields=["archived_at", "updated_at"])
        note(user, "brought back", locked.versions.latest("number"))


@transaction.atomic
def move(*, atom: Atom, collection: Collection, user: User) -> None:
    """Put an atom into another collection; who reads it changes with COMMIT.

    Raises NotApproved when it answers and the other collection wants its text approved.
    """
    locked = versions.lock(atom)
    if locked.collection_id == collection.pk:
        return
    live = locked.live_version
    if live and collection.review_required and not versions.is_approved(live):
        raise NotApproved
    latest = locked.versions.latest("number")
    came = locked.collection.slug
    locked.collection = collection
    locked.save(update_fields=["collection", "updated_at"])
    for version in {latest, live or latest}:
        version.atom = locked
        pictures.adopt(version, user)
    if live:
        cache.forget_atom(locked)
        pictures.show(live)
        # An index worker at this text has locked it too.
        AtomVersion.objects.select_for_update(no_key=True).get(pk=live.pk)
        entries.moved(live.pk)
        cache.forget_near(live.pk)
    note(user, "moved", latest, came_from=came, to=collection.slug)
