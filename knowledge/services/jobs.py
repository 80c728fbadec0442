"""Long work as rows: one worker takes each, says how far it is, and ends it."""

from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from knowledge.models.jobs import Job

LEASE = timedelta(seconds=60)

OneJob = TypeVar("OneJob", bound=Job)


@transaction.atomic
def claim(to_run: QuerySet[OneJob]) -> OneJob | None:
    """Take the first of some jobs that nobody else is taking, leased to the caller."""
    free = to_run.select_for_update(of=("self",), skip_locked=True, no_key=True)
    job = free.order_by("pk").first()
    if job is not None:
        _rows(job).update(leased_until=Now() + LEASE)
    return job


def keep_progress(*, job: Job, done: int, total: int) -> None:
    """Say how far it is, and that somebody is still at work."""
    _rows(job).update(done=done, total=total, leased_until=Now() + LEASE)


def finish(*, job: Job, **found: object) -> None:
    """Keep what came of it, in the fields that are named."""
    _rows(job).update(finished_at=Now(), done=F("total"), **found)


def give_up(*, job: Job, failure: str) -> None:
    """Keep why nothing came of it."""
    _rows(job).update(finished_at=Now(), failure=failure[:500])


def _rows(job: Job) -> QuerySet[Job]:
    return type(job)._default_manager.filter(pk=job.pk)
