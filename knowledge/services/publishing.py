"""Publishing for those who wait for it: at once, or once golden questions were asked."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.models import Site, User
from knowledge.models import Atom, PublishingRun
from knowledge.rights import Right, Rights
from knowledge.services import (
    atoms,
    floors,
    jobs,
    publishing_runs,
    schedule,
)
from knowledge.services.likeness import refuse_alike
from knowledge.services.refusals import REFUSALS
from knowledge.services.verdicts import Why
from knowledge.services.versions import note

if TYPE_CHECKING:
    from knowledge.evaluation.floor import Below


class FloorHolds(Exception):
    """One of the sites does not let people publish below its floor."""


def publish_soon(
    *, atom: Atom, user: User, seen_version: int, at: datetime | None = None
) -> PublishingRun | None:
    """Publish the newest text, or promise it for a moment; at once where no golden question is asked.

    Elsewhere a worker asks them first and publishes if they hold: the run that says how far it is
    is returned. Raises StaleEdit, Archived, NotApproved and NotDistinct.
    """
    if not floors.are_asked(atom):
        _do_at_once(atom, user, seen_version, at)
        return None
    alike = refuse_alike(atom, user)
    with transaction.atomic():
        locked, latest = atoms.ready_to_publish(atom, user, seen_version, alike)
        if at is None and locked.live_version_id == latest.pk:
            return None
        return publishing_runs.ask(version=latest, user=user, at=at)


def publish_all_the_same(*, run: PublishingRun, user: User) -> None:
    """Publish a text that was found to break a floor, where every such site leaves that to people.

    Raises FloorHolds, StaleEdit, Archived and NotApproved.
    """
    if not may_override(run):
        raise FloorHolds
    with transaction.atomic():
        atoms.publish_looked_at(
            atom=run.atom,
            user=user,
            seen_version=run.version.number,
            looked_at=run.version,
        )
        PublishingRun.objects.filter(pk=run.pk).update(why="")
        note(user, "published below a floor of golden questions", run.version)


def may_override(run: PublishingRun) -> bool:
    """Whether what hindered a text is left to people by every site that it concerns."""
    sites = [fallen["site"] for fallen in run.below]
    binding = Site.objects.filter(pk__in=sites, golden_blocks=True)
    return (
        run.why == Why.BELOW_FLOOR
        and not binding.filter(golden_override=False).exists()
    )


def carry_out(run: PublishingRun) -> None:
    """Ask golden questions about a text that waits for them, and publish it if they hold."""

    def progress(done: int, total: int) -> None:
        jobs.keep_progress(job=run, done=done, total=total)

    below = floors.below_with(run.version, progress)
    with transaction.atomic():
        why = _end(run, below)
        if why is None:
            jobs.finish(job=run)
        else:
            publishing_runs.refuse(run, why, below)


@transaction.atomic
def give_up(run: PublishingRun, failure: str) -> None:
    """Keep that nothing came of it; what was promised for this moment is then not published."""
    jobs.give_up(job=run, failure=failure)
    if run.due:
        schedule.keep_promise(run.version, run.at, "asking golden questions broke off")


def _do_at_once(atom: Atom, user: User, seen_version: int, at: datetime | None) -> None:
    if at is None:
        atoms.publish(atom=atom, user=user, seen_version=seen_version)
    else:
        schedule.publish_later(atom=atom, user=user, seen_version=seen_version, at=at)


def _end(run: PublishingRun, below: "Sequence[Below]") -> Why | None:
    """Publish it, or return why not; the right to is that of this moment."""
    if run.due:
        return schedule.end_of_promise(run.version, run.at, below=bool(below))
    if below:
        note(
            run.asked_by,
            "not published: below a floor of golden questions",
            run.version,
        )
        return Why.BELOW_FLOOR
    user, collection = run.asked_by, run.version.atom.collection
    if user is None or Right.PUBLISH not in Rights.of(user).within(collection):
        return Why.NO_RIGHT
    try:
        with transaction.atomic():
            _do(run, user)
    except tuple(REFUSALS) as refusal:
        return REFUSALS[type(refusal)]
    return None


def _do(run: PublishingRun, user: User) -> None:
    if run.at is None:
        atoms.publish_looked_at(
            atom=run.atom,
            user=user,
            seen_version=run.version.number,
            looked_at=run.version,
        )
    else:
        schedule.promise(version=run.version, user=user, at=run.at)
