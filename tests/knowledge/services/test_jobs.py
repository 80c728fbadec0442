"""Long work keeps its lease while somebody is at it, and only then."""

from datetime import timedelta
from time import monotonic

import pytest
from django.utils import timezone

from knowledge.models import Collection, Extraction
from knowledge.models.jobs import Job
from knowledge.services import extractions, jobs
from tests.knowledge.interviews.making import pump_talk

LAPSED = timezone.now() - timedelta(hours=1)
PATIENCE_SECONDS = 20.0

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def job(manual: Collection) -> Extraction:
    talk = pump_talk(manual)
    job = extractions.begin(interview=talk, user=None, engine="rules")
    Extraction.objects.update(leased_until=LAPSED)
    return job


def until_renewed(job: Job) -> None:
    deadline = monotonic() + PATIENCE_SECONDS
    while job.leased_until in {None, LAPSED}:
        assert monotonic() < deadline, "nobody renewed the lease"
        job.refresh_from_db()


def test_work_that_says_nothing_for_long_keeps_its_lease(
    job: Extraction, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "RENEW_SECONDS", 0.01)

    with jobs.held(job):
        until_renewed(job)
        taken = extractions.claim()

    assert taken is None


def test_work_that_has_ended_is_leased_no_more(
    job: Extraction, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "RENEW_SECONDS", 0.01)
    with jobs.held(job):
        until_renewed(job)
    Extraction.objects.update(leased_until=LAPSED)

    assert extractions.claim() == job


def test_the_lease_is_renewed_before_it_lapses() -> None:
    assert jobs.LEASE.total_seconds() / 2 > jobs.RENEW_SECONDS
