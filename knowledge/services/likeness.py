"""Texts that seem alike: that both are right is decided, and what is not distinct is refused."""

from collections.abc import Sequence

from django.db import transaction

from accounts import audit
from accounts.models import User
from knowledge.lookalikes import Lookalike, lookalikes
from knowledge.models import Atom, AtomVersion, BothRight
from knowledge.readers import reader_of_collection, reader_of_user
from knowledge.retrieval.alike import Draft
from knowledge.services import versions
from knowledge.services.hindrances import Hindered

PATIENCE_SECONDS = 10.0
"""Whoever publishes waits longer than whoever types."""


class NotDistinct(Hindered):
    """The collection wants distinct texts; `others` nearly repeat or contradict this one."""

    def __init__(self, others: Sequence[Lookalike]) -> None:
        self.others = others
        super().__init__(f"like {', '.join(str(o.version.pk) for o in others)}")


@transaction.atomic
def find_both_right(
    *, version: AtomVersion, other: AtomVersion, user: User
) -> BothRight:
    """Keep that two texts are right beside each other; once is enough.

    Raises StaleEdit when the first is not the newest text of its atom any more.
    """
    atom = versions.lock(version.atom)
    versions.latest_of(atom, version.number)
    first, second = sorted((version, other), key=lambda one: one.pk)
    decision, made = BothRight.objects.get_or_create(
        one=first, other=second, defaults={"decided_by": user}
    )
    if made:
        _record(user, "found both right", version, other)
    return decision


@transaction.atomic
def take_back(*, decision: BothRight, user: User) -> None:
    """Show the two texts again as what they seem."""
    _record(user, "took back that both are right", decision.one, decision.other)
    decision.delete()


def refuse_alike(
    atom: Atom, user: User | None, version: AtomVersion | None = None
) -> AtomVersion | None:
    """Look at the newest text of an atom, or at another one, before it is published.

    Raises NotDistinct. Returns the text that was looked at; None where nobody asks for that.
    Called before any lock is taken, as embedding may go over the network. With nobody (None)
    the texts of the atom's own collection count, which all of its readers may know.
    """
    if not atom.collection.distinct_required:
        return None
    looked_at = version or atom.versions.latest("number")
    reader = reader_of_user(user) if user else reader_of_collection(atom.collection)
    found = lookalikes(
        Draft.of(looked_at), reader, seconds=PATIENCE_SECONDS, live_only=True
    )
    others = [other for other in found if other.likeness.hinders]
    if others:
        raise NotDistinct(others)
    return looked_at


def _record(user: User, verb: str, version: AtomVersion, other: AtomVersion) -> None:
    audit.record(
        user=user,
        verb=verb,
        target=f"atom {version.atom.slug}",
        details={
            "version": version.number,
            "other": other.atom.slug,
            "other_version": other.number,
        },
    )
