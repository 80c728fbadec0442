"""Long work as rows: one worker takes each, says how far it is, and ends it."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeVar

from django.db import DatabaseError, connection, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from knowledge.models.jobs import Job

LEASE = timedelta(seconds=60)
RENEW_SECONDS = 20.0
TOLD_SECONDS = 1.0

Progress = Callable[[int, int], None]

logger = logging.getLogger(__name__)

OneJob = TypeVar("OneJob", bound=Job)


class Ended(Exception):
    """Somebody ended the job meanwhile."""


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


@contextmanager
def held(job: Job) -> Iterator[None]:
    """Renew the lease until the block ends, for work that says too seldom how far it is.

    By a thread: the work may compute, or wait for a model, for longer than a lease.
    """
    ended = threading.Event()
    renewing = threading.Thread(target=_renew, args=(job, ended), daemon=True)
    renewing.start()
    try:
        yield
    finally:
        ended.set()
        renewing.join()


@contextmanager
def told(job: Job) -> Iterator[Progress]:
    """Keep how far it is while the block is one transaction, into which nobody else sees.

    By a thread with a connection of its own, which renews the lease as well. What it yields raises
    Ended once somebody ended the job.
    """
    telling = _Telling(job)
    thread = threading.Thread(target=telling.run, daemon=True)
    thread.start()
    try:
        yield telling.progress
    finally:
        telling.over.set()
        thread.join()


class _Telling:
    def __init__(self, job: Job) -> None:
        self._job = job
        self._far = (0, 0)
        self._ended = threading.Event()
        self.over = threading.Event()

    def progress(self, done: int, total: int) -> None:
        self._far = (done, total)
        if self._ended.is_set():
            raise Ended

    def run(self) -> None:
        try:
            while not self.over.wait(TOLD_SECONDS):
                self._tell()
        finally:
            connection.close()

    def _tell(self) -> None:
        done, total = self._far
        try:
            rows = _rows(self._job)
            leased = Now() + LEASE
            rows.filter(finished_at=None).update(
                done=done, total=total, leased_until=leased
            )
            if rows.exclude(finished_at=None).exists():
                self._ended.set()
        except DatabaseError as error:
            logger.warning("How far %s is was not kept: %s", self._job.pk, error)
            connection.close()


def finish(*, job: Job, **found: object) -> None:
    """Keep what came of it, in the fields that are named."""
    _rows(job).update(finished_at=Now(), done=F("total"), **found)


def give_up(*, job: Job, failure: str) -> None:
    """Keep why nothing came of it."""
    _rows(job).update(finished_at=Now(), failure=failure[:500])


def _renew(job: Job, ended: threading.Event) -> None:
    while not ended.wait(RENEW_SECONDS):
        try:
            _rows(job).filter(finished_at=None).update(leased_until=Now() + LEASE)
        except DatabaseError as error:
            logger.warning("The lease of %s was not renewed: %s", job.pk, error)
        finally:
            connection.close()


def _rows(job: Job) -> QuerySet[Job]:
    return type(job)._default_manager.filter(pk=job.pk)
