"""Previews of what an edit would change, as rows that a worker takes."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from accounts.models import User
from knowledge.models import AtomVersion, ImpactRun
from knowledge.nudge import measure_impact_soon
from knowledge.services import jobs, versions

KEPT = 5
"""So many runs of an atom are kept, the newest."""


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


def claim() -> ImpactRun | None:
    """Take the next preview that nobody is at work on, leased to the caller."""
    waiting = ImpactRun.objects.to_run()
    return jobs.claim(
        waiting.select_related(
            "version__atom__collection", "version__atom__live_version"
        )
    )


def finish(*, run: ImpactRun, result: Sequence[dict[str, Any]]) -> None:
    """Keep what came of it."""
    jobs.finish(job=run, result=list(result))
