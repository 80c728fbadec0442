"""Deeds on many atoms: asked for, begun, and carried out one atom after the other."""

from collections.abc import Sequence
from datetime import timedelta
from time import monotonic

from django.db import transaction
from django.utils import timezone

from accounts.alone import alone
from accounts.models import User
from accounts.nudging import nudge, nudge_after_commit
from knowledge.models import Errand, LeftAsItIs
from knowledge.rights import Rights
from knowledge.services import deeds, floors

MOST_ATOMS = 10_000
BATCH_SECONDS = 1.0
LEASE = timedelta(seconds=30)
KEPT = timedelta(days=30)
TASK, QUEUE = "knowledge.tasks.carry_out", "maintenance"
_LOCK = 7_203_403_000_000
"""Added to the number of an errand: who is at it holds that lock."""


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
    return errand.deed == Errand.Deed.PUBLISH and floors.are_kept()


def hand_over(errand: Errand) -> None:
    """Have a worker go on with an errand."""
    nudge_after_commit(TASK, str(errand.pk), queue=QUEUE)


def carry_out(key: int, *, seconds: float = BATCH_SECONDS) -> None:
    """Go on with an errand until it is done or the time is used up; then ask to go on.

    Each atom in a transaction of its own, in which `position` moves too: whoever goes on
    after a crash does none twice and leaves none out.
    """
    with alone(_LOCK + key) as nobody_else:
        if nobody_else:
            _go_through(key, monotonic() + seconds)


def sweep() -> None:
    """Go on with errands that nobody is at, and forget old ones."""
    now = timezone.now()
    Errand.objects.filter(made_at__lt=now - KEPT).delete()
    lapsed = Errand.objects.filter(state=Errand.State.RUNNING, held_until__lt=now)
    for key in lapsed.values_list("pk", flat=True):
        nudge(TASK, str(key), queue=QUEUE)


def _go_through(key: int, stop: float) -> None:
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


def _next(errand: Errand, rights: Rights) -> bool:
    """Do what is to be done with the next atom; False when it was stopped, or is done already."""
    place = errand.position
    # Golden questions may be asked, which takes long: nobody who wants to stop it waits for that.
    looked = deeds.look(errand, place, rights)
    with transaction.atomic():
        mine = Errand.objects.filter(
            pk=errand.pk, position=place, state=Errand.State.RUNNING
        )
        if not mine.update(position=place + 1, held_until=timezone.now() + LEASE):
            return False
        errand.position = place + 1
        why = deeds.do(errand, place, rights, looked)
        if why is not None:
            atom = errand.atoms[place]
            LeftAsItIs.objects.create(errand=errand, atom_key=atom, why=why)
    return True
