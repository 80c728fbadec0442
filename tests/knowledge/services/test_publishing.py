"""Where golden questions are asked, a worker does it, and then publishes or says why not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEntry, Site, User
from knowledge import tasks
from knowledge.evaluation import floor
from knowledge.models import Atom, AtomVersion, Collection, PublishingRun
from knowledge.services import publishing, schedule
from knowledge.services.atoms import Archived, StaleEdit
from knowledge.services.care import archive
from tests.knowledge.admin.pages import atom_in
from tests.knowledge.evaluation.golden import KEEP, edit, floored

pytestmark = pytest.mark.django_db
GOOD = f"> Q: {KEEP}\n> A: Twelve years.\n"


@pytest.fixture
def kept(manual: Collection, site: Site) -> Atom:
    return floored(manual, site)


def soon(version: AtomVersion, user: User) -> PublishingRun:
    run = publishing.publish_soon(
        atom=version.atom, user=user, seen_version=version.number
    )
    assert run is not None
    return run


def live(atom: Atom) -> AtomVersion | None:
    return Atom.objects.get(pk=atom.pk).live_version


def ended(run: PublishingRun) -> PublishingRun:
    tasks.publish()
    run.refresh_from_db()
    assert run.finished_at is not None
    return run


def test_without_a_floor_a_text_is_published_at_once(
    manual: Collection, rita: User
) -> None:
    version = atom_in(manual)

    run = publishing.publish_soon(atom=version.atom, user=rita, seen_version=1)

    assert run is None
    assert live(version.atom) == version


def test_with_one_nothing_is_asked_before_a_worker_does(kept: Atom, rita: User) -> None:
    version = edit(kept, GOOD)

    run = soon(version, rita)
    assert live(kept) != version
    assert (run.is_under_way, run.total) == (True, 0)

    assert ended(run).is_done
    assert live(kept) == version
    assert run.done == run.total >= 1
    assert AuditEntry.objects.filter(verb="published", user=rita).exists()


def test_a_text_that_breaks_a_floor_is_not_published_and_its_figures_are_kept(
    kept: Atom, rita: User, site: Site
) -> None:
    version = edit(kept)

    run = ended(soon(version, rita))

    assert live(kept) != version
    assert (run.why, run.is_done) == ("below_floor", False)
    (fallen,) = run.below
    assert fallen["site"] == site.pk
    assert (fallen["figure"], fallen["share"], fallen["floor"]) == ("right", 0.0, 1.0)
    assert fallen["questions"] == [kept.golden.get().pk]
    told = AuditEntry.objects.get(verb__startswith="not published")
    assert told.verb == "not published: below a floor of golden questions"


def test_asking_twice_is_once(kept: Atom, rita: User) -> None:
    version = edit(kept, GOOD)

    assert soon(version, rita) == soon(version, rita)


def test_a_text_saved_meanwhile_is_not_published_with_it(
    kept: Atom, rita: User
) -> None:
    run = soon(edit(kept, GOOD), rita)
    edit(kept, "Another text.\n")

    assert ended(run).why == "changed"
    assert live(kept) == kept.live_version


def test_the_right_to_publish_counts_when_it_happens(kept: Atom, rita: User) -> None:
    run = soon(edit(kept, GOOD), rita)
    User.objects.filter(pk=rita.pk).update(is_active=False)

    assert ended(run).why == "no_right"
    assert live(kept) == kept.live_version


def test_what_is_wrong_at_once_is_said_at_once(kept: Atom, rita: User) -> None:
    version = edit(kept, GOOD)
    with pytest.raises(StaleEdit):
        publishing.publish_soon(atom=kept, user=rita, seen_version=1)
    archive(atom=kept, user=None)

    with pytest.raises(Archived):
        soon(version, rita)

    assert not PublishingRun.objects.exists()


def test_what_breaks_off_says_so_and_publishes_nothing(
    kept: Atom, rita: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError("disk")

    version = edit(kept, GOOD)
    run = soon(version, rita)
    monkeypatch.setattr(floor, "below_with", broken)

    assert ended(run).failure == "It broke off; the log says why."
    assert live(kept) != version


# Later -----------------------------------------------------------------------------------


def promised(version: AtomVersion, user: User) -> PublishingRun:
    at = timezone.now() + timedelta(hours=1)
    run = publishing.publish_soon(
        atom=version.atom, user=user, seen_version=version.number, at=at
    )
    assert run is not None
    return run


def test_a_text_is_scheduled_once_its_questions_hold(kept: Atom, rita: User) -> None:
    version = edit(kept, GOOD)

    run = ended(promised(version, rita))

    kept.refresh_from_db()
    assert (kept.publish_version, kept.publish_at) == (version, run.at)
    assert live(kept) != version


def test_a_text_that_breaks_a_floor_is_not_scheduled(kept: Atom, rita: User) -> None:
    run = ended(promised(edit(kept), rita))

    assert run.why == "below_floor"
    assert Atom.objects.get(pk=kept.pk).publish_at is None


def test_when_its_moment_has_come_a_worker_asks_once_more_and_publishes(
    kept: Atom, rita: User
) -> None:
    version = edit(kept, GOOD)
    run = ended(promised(version, rita))
    assert run.at is not None

    schedule.run_due(now=run.at)
    schedule.run_due(now=run.at)
    assert live(kept) != version
    assert PublishingRun.objects.filter(due=True).count() == 1
    tasks.publish()

    assert live(kept) == version
    assert Atom.objects.get(pk=kept.pk).publish_at is None


def test_a_promise_that_would_break_a_floor_by_now_is_not_kept(
    kept: Atom, rita: User
) -> None:
    Site.objects.update(golden_blocks=False)
    version, at = edit(kept), timezone.now()
    schedule.publish_later(atom=kept, user=rita, seen_version=version.number, at=at)
    Site.objects.update(golden_blocks=True)

    schedule.run_due(now=at)
    tasks.publish()

    kept.refresh_from_db()
    assert (kept.live_version == version, kept.publish_at) == (False, None)
    told = AuditEntry.objects.get(verb__startswith="not published")
    assert told.verb == "not published: below a floor of golden questions"
    assert PublishingRun.objects.get().why == "below_floor"


def test_a_promise_that_was_put_off_meanwhile_waits(kept: Atom, rita: User) -> None:
    version = edit(kept, GOOD)
    run = ended(promised(version, rita))
    assert run.at is not None
    schedule.run_due(now=run.at)
    Atom.objects.update(publish_at=run.at + timedelta(days=7))

    tasks.publish()

    assert live(kept) != version
    assert Atom.objects.get(pk=kept.pk).publish_version == version


# All the same ----------------------------------------------------------------------------


def test_where_a_site_allows_it_people_publish_all_the_same(
    kept: Atom, rita: User
) -> None:
    Site.objects.update(golden_override=True)
    version = edit(kept)
    run = ended(soon(version, rita))

    publishing.publish_all_the_same(run=run, user=rita)

    assert live(kept) == version
    told = AuditEntry.objects.get(verb__startswith="published below")
    assert (told.user, told.details["version"]) == (rita, version.number)


def test_elsewhere_they_do_not(kept: Atom, rita: User) -> None:
    version = edit(kept)
    run = ended(soon(version, rita))

    with pytest.raises(publishing.FloorHolds):
        publishing.publish_all_the_same(run=run, user=rita)

    assert live(kept) != version


def test_all_the_same_means_the_text_that_was_asked_about(
    kept: Atom, rita: User
) -> None:
    Site.objects.update(golden_override=True)
    run = ended(soon(edit(kept), rita))
    edit(kept, "Another text.\n")

    with pytest.raises(StaleEdit):
        publishing.publish_all_the_same(run=run, user=rita)
