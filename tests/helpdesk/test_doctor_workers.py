"""The doctor's checks of the desk's own processes, by what they leave in Redis."""

import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from conversations.services.sweeping import sweep
from helpdesk import health
from helpdesk.doctor import workers
from helpdesk.doctor.examination import Examination
from helpdesk.doctor.findings import Finding, Status
from helpdesk.doctor.redis import client
from helpdesk.doctor.workers import QUEUES
from tests.desk import Desk
from tests.helpdesk.examining import seen

STOPPED = Examination(running=False)


def by_queue(examination: Examination | None = None) -> dict[str, Finding]:
    found = workers.served(examination or Examination())
    return {finding.subject: finding for finding in found}


def test_a_line_for_each_queue_says_when_its_worker_was_heard_of() -> None:
    for queue in QUEUES:
        health.worker_lives(queue)

    found = by_queue()

    assert tuple(found) == QUEUES
    assert {finding.status for finding in found.values()} == {Status.OK}


@pytest.mark.parametrize("missing", QUEUES)
def test_a_heartbeat_that_has_lapsed_names_its_queue(missing: str) -> None:
    for queue in QUEUES:
        health.worker_lives(queue)
    client().pexpire(f"atomdesk:worker:{missing}", 1)
    deadline = time.monotonic() + 5
    while client().exists(f"atomdesk:worker:{missing}"):
        assert time.monotonic() < deadline

    found = by_queue()

    # Nothing is sent to notify yet, so nothing is lost without it.
    bad = Status.WARNING if missing == "notify" else Status.FAILED
    assert {q: f.status for q, f in found.items() if f.status is not Status.OK} == {
        missing: bad
    }
    assert f"ATOMDESK_QUEUES={'answers' if missing == 'answers' else 'index'}" in (
        found[missing].fix
    )


def test_of_a_desk_that_does_not_run_missing_workers_are_warnings() -> None:
    found = by_queue(STOPPED)

    assert {finding.status for finding in found.values()} == {Status.WARNING}
    assert all("make run" in finding.fix for finding in found.values())


@pytest.mark.django_db
def test_a_sweep_just_made_shows_that_beat_ticks() -> None:
    health.worker_lives("maintenance")
    sweep()

    assert seen(workers.ticks).status is Status.OK


@pytest.mark.django_db
def test_an_old_sweep_shows_that_beat_has_stopped() -> None:
    health.worker_lives("maintenance")
    sweep()
    last, since = cache.get("sweeps")
    cache.set("sweeps", (last - timedelta(minutes=3), since), timeout=None)

    finding = seen(workers.ticks)

    assert (finding.code, finding.status) == ("beat", Status.FAILED)
    assert "180 s ago" in finding.found
    assert "helpdesk.celery beat" in finding.fix


def test_no_sweep_at_all_is_a_failure_of_beat() -> None:
    health.worker_lives("maintenance")

    finding = seen(workers.ticks)

    assert finding.status is Status.FAILED
    assert "no sweep yet" in finding.found


def test_without_a_worker_for_sweeps_nothing_is_said_of_beat() -> None:
    cache.set("sweeps", (timezone.now(), timezone.now()), timeout=None)

    assert seen(workers.ticks).status is Status.SKIPPED
    assert seen(workers.ticks, STOPPED).status is Status.WARNING


def test_a_heartbeat_or_a_web_process_is_a_sign_of_life(settings: object) -> None:
    assert not workers.is_running()

    health.worker_lives("index")

    assert workers.is_running()


@pytest.mark.django_db(transaction=True)
def test_a_web_process_alone_is_a_sign_of_life(
    desk: Desk, settings: pytest.FixtureRequest
) -> None:
    settings.PORT = desk.port  # type: ignore[attr-defined]

    assert workers.is_running()
