"""Deeds on many atoms: asked for, begun, and carried out one atom after the other."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from time import monotonic

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.nudging import nudge, nudge_after_commit
from knowledge.format import AtomProblems, join, parse, with_values
from knowledge.models import Atom, AtomVersion, Errand, LeftAsItIs
from knowledge.rights import Rights
from knowledge.services import atoms, care, floors
from knowledge.services.refusals import REFUSALS
from knowledge.services.verdicts import Verdict, Why, judge, tags_after, to_judge

MOST_ATOMS = 10_000
BATCH_SECONDS = 1.0
LEASE = timedelta(seconds=30)
KEPT = timedelta(days=30)
TASK, QUEUE = "knowledge.tasks.carry_out", "maintenance"
Deed = Errand.Deed


def ask(*, user: User, deed: str, keys: Sequence[int], tag: str = "") -> Errand:
    """Keep what somebody may want done with these atoms; nothing is done yet."""
    return Errand.objects.create(
        user=user, deed=deed, atoms=list(keys)[:MOST_ATOMS], tag=tag
    )


def begin(errand: Errand, *, seen: Sequence[int]) -> bool:
    """Let an errand be carried out; False when that was asked for already.

    `seen` are the newest versions of its atoms, in their order, when somebody looked.
    """
    now = timezone.now()
    waiting = Errand.objects.filter(pk=errand.pk, state=Errand.State.ASKED)
    begun = waiting.update(
        state=Errand.State.RUNNING, seen=list(seen), held_until=now, begun_at=now
    )
    return bool(begun)


def stop(errand: Errand) -> None:
    """End an errand that is under way: what it did stays done, the rest stays as it is.

    It counts as done then, with a position before its end.
    """
    running = Errand.objects.filter(pk=errand.pk, state=Errand.State.RUNNING)
    running.update(state=Errand.State.DONE, ended_at=timezone.now())


def go_on(errand: Errand) -> bool:
    """Let an errand that was stopped be carried out to its end; False when it was not."""
    stopped = Errand.objects.filter(
        pk=errand.pk,
        state=Errand.State.DONE,
        position=errand.position,
        position__lt=len(errand.atoms),
    )
    now = timezone.now()
    going = stopped.update(
        state=Errand.State.RUNNING,
        ended_at=None,
        held_until=now,
        begun_at=now,
        begun_from=errand.position,
    )
    return bool(going)


def is_slow(errand: Errand) -> bool:
    """Whether golden questions may be asked about each atom: then no page waits for it."""
    return (errand.deed == Deed.PUBLISH or errand.publish) and floors.are_kept()


def hand_over(errand: Errand) -> None:
    """Have a worker go on with an errand."""
    nudge_after_commit(TASK, str(errand.pk), queue=QUEUE)


def carry_out(key: int, *, seconds: float = BATCH_SECONDS) -> None:
    """Go on with an errand until it is done or the time is used up; then ask to go on.

    Each atom in a transaction of its own, in which `position` moves too: whoever goes on
    after a crash does none twice and leaves none out.
    """
    stop = monotonic() + seconds
    errand = Errand.objects.select_related("user", "collection").get(pk=key)
    rights = Rights.of(errand.user)
    while errand.position < len(errand.atoms):
        if not _next(errand, rights):
            return
        if monotonic() > stop:
            hand_over(errand)
            return
    running = Errand.objects.filter(pk=key, state=Errand.State.RUNNING)
    running.update(state=Errand.State.DONE, ended_at=timezone.now())


def sweep() -> None:
    """Go on with errands that nobody is at, and forget old ones."""
    now = timezone.now()
    Errand.objects.filter(made_at__lt=now - KEPT).delete()
    lapsed = Errand.objects.filter(state=Errand.State.RUNNING, held_until__lt=now)
    for key in lapsed.values_list("pk", flat=True):
        nudge(TASK, str(key), queue=QUEUE)


@transaction.atomic
def _next(errand: Errand, rights: Rights) -> bool:
    """Do what is to be done with the next atom; False when another process is at it."""
    place = errand.position
    mine = Errand.objects.filter(
        pk=errand.pk, position=place, state=Errand.State.RUNNING
    )
    # Golden questions may be asked within: whoever is at it meanwhile is not waited for.
    free = mine.select_for_update(skip_locked=True, no_key=True)
    held = timezone.now() + LEASE
    if not list(free.values_list("pk")) or not mine.update(
        position=place + 1, held_until=held
    ):
        return False
    errand.position = place + 1
    why = _done(errand, place, rights)
    if why is not None:
        LeftAsItIs.objects.create(errand=errand, atom_key=errand.atoms[place], why=why)
    return True


def _done(errand: Errand, place: int, rights: Rights) -> Why | None:
    """Do it to one atom; return why not, or what is left to do."""
    atom = to_judge([errand.atoms[place]]).first()
    if atom is None:
        return Why.GONE
    verdict = judge(errand, atom, rights)
    if not verdict.does:
        return verdict.why
    if errand.deed == Deed.PUBLISH and atom.latest_version_id != errand.seen[place]:
        return Why.CHANGED
    try:
        with transaction.atomic():
            _DEEDS[errand.deed](errand, atom, verdict)
    except tuple(REFUSALS) as refusal:
        return REFUSALS[type(refusal)]
    return Why.DRAFT if verdict.why is Why.DRAFT and errand.publish else None


def _edit(errand: Errand, atom: Atom, verdict: Verdict) -> None:
    """Save a version in whose header one line differs, and publish it where that was asked."""
    latest = atom.versions.latest("number")
    version = atoms.save_version(
        atom=atom,
        parsed=parse(join(_header(errand, latest), latest.body)),
        seen_version=latest.number,
        author=errand.user,
        reason=errand.reason,
    )
    if verdict.why is Why.LIVE:
        atoms.publish(atom=atom, user=errand.user, seen_version=version.number)


def _header(errand: Errand, latest: AtomVersion) -> str:
    """Return the header with the line written anew, comments and all else as they were."""
    try:
        if errand.deed == Deed.SET_TYPE:
            return with_values(latest.header, {"type": errand.type})
        tags = tags_after(errand, latest.tags)
        return with_values(latest.header, {"tags": tags or None})
    except ValueError:
        # A merge can leave a header that is no YAML until somebody decided.
        raise AtomProblems(()) from None


def _move(errand: Errand, atom: Atom, verdict: Verdict) -> None:
    if errand.collection is not None:
        care.move(atom=atom, collection=errand.collection, user=errand.user)


_DEEDS: dict[str, Callable[[Errand, Atom, Verdict], object]] = {
    Deed.PUBLISH: lambda e, a, _: atoms.publish(atom=a, user=e.user),
    Deed.UNPUBLISH: lambda e, a, _: atoms.unpublish(atom=a, user=e.user),
    Deed.ARCHIVE: lambda e, a, _: care.archive(atom=a, user=e.user),
    Deed.BRING_BACK: lambda e, a, _: care.bring_back(atom=a, user=e.user),
    Deed.MOVE: _move,
    Deed.ADD_TAG: _edit,
    Deed.REMOVE_TAG: _edit,
    Deed.RENAME_TAG: _edit,
    Deed.SET_TYPE: _edit,
}
