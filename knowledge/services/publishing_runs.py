"""Texts that wait for golden questions before they are published, as rows that a worker takes."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.models import User
from knowledge.models import AtomVersion, PublishingRun
from knowledge.nudge import publish_waiting_soon
from knowledge.services import jobs, versions
from knowledge.services.verdicts import Why

if TYPE_CHECKING:
    from knowledge.evaluation.floor import Below

KEPT = 5
"""So many runs of an atom are kept, the newest."""


@transaction.atomic
def ask(
    *, version: AtomVersion, user: User | None, at: datetime | None = None
) -> PublishingRun:
    """Have golden questions asked about a text, and it published if they hold; once is enough.

    With `at` it is promised for that moment; without a user that moment has come.
    """
    versions.lock(version.atom)
    runs = PublishingRun.objects.filter(atom=version.atom)
    waiting = runs.filter(version=version, due=user is None, finished_at=None)
    run = waiting.first()
    if run is None:
        run = PublishingRun.objects.create(
            atom=version.atom, version=version, asked_by=user, at=at, due=user is None
        )
        kept = runs.order_by("-pk").values_list("pk", flat=True)[:KEPT]
        runs.exclude(pk__in=list(kept)).delete()
    elif run.at != at:
        waiting.update(at=at)
    publish_waiting_soon()
    return run


def claim() -> PublishingRun | None:
    """Take the next one that nobody is at work on, leased to the caller."""
    waiting = PublishingRun.objects.to_run()
    return jobs.claim(waiting.select_related("version__atom__collection", "asked_by"))


def refuse(run: PublishingRun, why: Why, below: "Sequence[Below]" = ()) -> None:
    """Keep why a text was not published."""
    fallen = [
        {
            "site": each.site.pk,
            "figure": each.figure,
            "share": each.share,
            "floor": each.floor,
            "questions": [question.pk for question in each.questions],
        }
        for each in below
    ]
    jobs.finish(job=run, why=why, below=fallen)
