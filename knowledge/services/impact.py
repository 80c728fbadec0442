"""Previews of what an edit would change, as rows that a worker takes; and golden questions."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from accounts.models import User
from knowledge.models import Atom, AtomVersion, GoldenQuestion, ImpactRun
from knowledge.nudge import measure_impact_soon
from knowledge.services import versions

LEASE = timedelta(seconds=60)
KEPT = 5
"""So many runs of an atom are kept, the newest."""
MOST_GOLDEN = 50


class TooMany(Exception):
    """An atom has as many golden questions as are tried with an edit."""


@transaction.atomic
def ask_for_preview(*, version: AtomVersion, user: User) -> ImpactRun:
    """Have a version compared with what answers now; one that is under way is enough."""
    versions.lock(version.atom)
    runs = ImpactRun.objects.filter(atom=version.atom)
    run = runs.filter(version=version, finished_at=None).first()
    if run is None:
        run = ImpactRun.objects.create(
            atom=version.atom, version=version, asked_by=user
        )
        kept = runs.order_by("-pk").values_list("pk", flat=True)[:KEPT]
        runs.exclude(pk__in=list(kept)).delete()
    measure_impact_soon()
    return run


@transaction.atomic
def claim() -> ImpactRun | None:
    """Take the next preview that nobody is at work on, leased to the caller."""
    run = (
        ImpactRun.objects.to_run()
        .select_for_update(of=("self",), skip_locked=True, no_key=True)
        .select_related("version__atom__collection", "version__atom__live_version")
        .order_by("pk")
        .first()
    )
    if run is not None:
        ImpactRun.objects.filter(pk=run.pk).update(leased_until=Now() + LEASE)
    return run


def keep_progress(*, run: ImpactRun, done: int, total: int) -> None:
    """Say how far it is, and that somebody is still at work."""
    ImpactRun.objects.filter(pk=run.pk).update(
        done=done, total=total, leased_until=Now() + LEASE
    )


def finish(*, run: ImpactRun, result: Sequence[dict[str, Any]]) -> None:
    """Keep what came of it."""
    ImpactRun.objects.filter(pk=run.pk).update(
        finished_at=Now(), result=list(result), done=F("total")
    )


def give_up(*, run: ImpactRun, failure: str) -> None:
    """Keep why nothing came of it."""
    ImpactRun.objects.filter(pk=run.pk).update(finished_at=Now(), failure=failure[:500])


@transaction.atomic
def add_golden(*, atom: Atom, text: str, user: User) -> None:
    """Keep a question that the atom must answer; raises TooMany."""
    locked = versions.lock(atom)
    if locked.golden.count() >= MOST_GOLDEN:
        raise TooMany
    GoldenQuestion.objects.get_or_create(
        atom=locked, text=" ".join(text.split()), defaults={"added_by": user}
    )


@transaction.atomic
def remove_golden(*, atom: Atom, key: int) -> None:
    """Forget a golden question."""
    GoldenQuestion.objects.filter(atom=atom, pk=key).delete()
