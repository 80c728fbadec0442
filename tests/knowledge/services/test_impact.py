"""Previews as rows: one at a time for a version, taken by one worker, and never stuck."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from knowledge.models import AtomVersion, Collection, ImpactRun
from knowledge.services import impact, jobs
from knowledge.tasks import measure_impact
from tests.knowledge.admin.pages import atom_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(manual: Collection) -> AtomVersion:
    return atom_in(manual)


def test_asking_twice_is_one_comparison(draft: AtomVersion, erin: User) -> None:
    first = impact.ask_for_preview(version=draft, user=erin)

    assert impact.ask_for_preview(version=draft, user=erin) == first


def test_a_finished_one_is_followed_by_another_and_few_are_kept(
    draft: AtomVersion, erin: User
) -> None:
    for _ in range(7):
        run = impact.ask_for_preview(version=draft, user=erin)
        impact.finish(run=run, result=[])

    assert ImpactRun.objects.count() == impact.KEPT


def test_a_worker_takes_it_alone_until_its_lease_ends(
    draft: AtomVersion, erin: User
) -> None:
    run = impact.ask_for_preview(version=draft, user=erin)

    assert impact.claim() == run
    assert impact.claim() is None

    long_ago = timezone.now() - timedelta(seconds=1)
    ImpactRun.objects.update(leased_until=long_ago)
    assert impact.claim() == run


def test_progress_prolongs_the_lease(draft: AtomVersion, erin: User) -> None:
    run = impact.ask_for_preview(version=draft, user=erin)
    ImpactRun.objects.update(leased_until=timezone.now() - timedelta(seconds=1))

    jobs.keep_progress(job=run, done=20, total=200)

    assert impact.claim() is None
    run.refresh_from_db()
    assert (run.done, run.total) == (20, 200)


def test_the_worker_finishes_what_waits(draft: AtomVersion, erin: User) -> None:
    impact.ask_for_preview(version=draft, user=erin)

    measure_impact()

    run = ImpactRun.objects.get()
    assert run.finished_at is not None
    assert [row["question"]["text"] for row in run.result] == [draft.title]


def test_what_breaks_off_says_so_and_does_not_come_back(
    draft: AtomVersion, erin: User
) -> None:
    run = impact.ask_for_preview(version=draft, user=erin)

    jobs.give_up(job=run, failure="away " * 200)

    run.refresh_from_db()
    assert len(run.failure) == 500
    assert impact.claim() is None
