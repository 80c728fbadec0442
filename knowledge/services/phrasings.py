"""What staff do with questions of customers: make them phrasings of pairs, or say that they are none."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts import audit
from accounts.models import User
from knowledge.format import join, parse
from knowledge.format.phrasings import with_phrasings
from knowledge.models import Atom, AtomVersion, PhrasingDecision
from knowledge.rights import Right, Rights
from knowledge.services import atoms, publishing
from knowledge.services.refusals import REFUSALS
from knowledge.services.verdicts import Why
from knowledge.services.versions import latest_of, lock

REASON = "Questions of customers as further phrasings"


@dataclass(frozen=True)
class Accepted:
    """Questions that become phrasings: by the places of their pairs, as they are to be written.

    `marks` are what they were offered under.
    """

    asked: Mapping[int, Sequence[str]]
    marks: Collection[str]


def accept(
    *, atom: Atom, seen_version: int, accepted: Accepted, user: User
) -> Why | None:
    """Put questions into pairs of a text, and let it answer to them if it was live.

    Returns None when it does, else what is left to do, or why nothing was done. Whoever may not
    publish, or finds a draft beside the live text, gets a draft.
    """
    try:
        version = _saved(atom, seen_version, accepted, user)
    except tuple(REFUSALS) as refusal:
        return REFUSALS[type(refusal)]
    except ValueError:
        return Why.BROKEN
    publishes = Right.PUBLISH in Rights.of(user).within(atom.collection)
    if not publishes or not _was_live(version, seen_version):
        return Why.DRAFT
    try:
        run = publishing.publish_soon(
            atom=version.atom, user=user, seen_version=version.number
        )
    except tuple(REFUSALS) as refusal:
        # It is saved all the same, and waits as a draft for whatever was not done.
        return REFUSALS[type(refusal)]
    return Why.ASKED if run else None


@transaction.atomic
def refuse(*, atom: Atom, marks: Collection[str], user: User) -> list[int]:
    """Keep that these questions are none that a text answers; return the keys of what was kept."""
    new = _decide(atom, marks, user, accepted=False)
    if new:
        details = {"title": str(atom), "questions": len(new)}
        target = f"atom {atom.slug}"
        audit.record(
            user=user, verb="refused phrasings", target=target, details=details
        )
    return new


@transaction.atomic
def take_back(*, refused: Collection[int], user: User) -> int:
    """Let questions be offered again that somebody refused; return how many that were."""
    own = PhrasingDecision.objects.filter(decided_by=user, accepted=False)
    gone, _of_kinds = own.filter(pk__in=refused).delete()
    return gone


@transaction.atomic
def _saved(
    atom: Atom, seen_version: int, accepted: Accepted, user: User
) -> AtomVersion:
    latest = latest_of(lock(atom), seen_version)
    written = with_phrasings(parse(join(latest.header, latest.body)), accepted.asked)
    _decide(atom, accepted.marks, user, accepted=True)
    return atoms.save_version(
        atom=atom,
        parsed=written,
        seen_version=seen_version,
        author=user,
        reason=REASON,
    )


def _decide(
    atom: Atom, marks: Collection[str], user: User, *, accepted: bool
) -> list[int]:
    kept = [
        PhrasingDecision.objects.get_or_create(
            atom=atom,
            mark=mark,
            defaults={"decided_by": user, "accepted": accepted},
        )
        for mark in marks
    ]
    return [row.pk for row, is_new in kept if is_new]


def _was_live(version: AtomVersion, seen_version: int) -> bool:
    live = Atom.objects.get(pk=version.atom_id).live_version
    return live is not None and live.number == seen_version
