"""Deeds on many atoms where golden questions are asked before a text is published."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from accounts.models import Site, User
from knowledge import tasks
from knowledge.evaluation import floor
from knowledge.models import Atom, Collection, Errand, PublishingRun
from knowledge.services import errands
from tests.knowledge.evaluation.golden import KEEP, edit, floored

pytestmark = pytest.mark.django_db
GOOD = f"> Q: {KEEP}\n> A: Twelve years.\n"


@pytest.fixture
def kept(manual: Collection, site: Site) -> Atom:
    return floored(manual, site)


def begun(user: User, atom: Atom, deed: str = "publish", tag: str = "") -> Errand:
    errand = errands.ask(user=user, deed=deed, keys=[atom.pk], tag=tag)
    Errand.objects.filter(pk=errand.pk).update(publish=deed != "publish")
    assert errands.begin(errand, seen=[atom.versions.latest("number").pk])
    return errand


def carried_out(errand: Errand) -> Errand:
    errands.carry_out(errand.pk, seconds=60)
    errand.refresh_from_db()
    return errand


def live(atom: Atom) -> int:
    return Atom.objects.get(pk=atom.pk).live_version_id or 0


def test_a_text_that_holds_is_published_and_one_that_does_not_is_left(
    kept: Atom, rita: User
) -> None:
    bad = edit(kept)

    errand = carried_out(begun(rita, kept))

    assert errand.left.get().why == "below_floor"
    assert live(kept) != bad.pk

    good = edit(kept, GOOD)
    assert not carried_out(begun(rita, kept)).left.exists()
    assert live(kept) == good.pk


def meanwhile(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """Let something happen while golden questions are asked."""
    asked = floor.below_with

    def with_it(*given: Any) -> Sequence[floor.Below]:
        happens()
        return asked(*given)

    monkeypatch.setattr(floor, "below_with", with_it)


def test_what_is_stopped_while_questions_are_asked_stays_where_it_was(
    kept: Atom, rita: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = edit(kept, GOOD)
    errand = begun(rita, kept)
    meanwhile(monkeypatch, lambda: errands.stop(errand))

    carried_out(errand)

    assert (errand.state, errand.position) == (Errand.State.DONE, 0)
    assert live(kept) != good.pk
    assert errands.go_on(errand)


def test_a_text_saved_while_questions_are_asked_is_not_published(
    kept: Atom, rita: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(kept, GOOD)
    before = live(kept)
    errand = begun(rita, kept)
    meanwhile(monkeypatch, lambda: edit(kept, "Another text.\n"))

    assert carried_out(errand).left.get().why == "changed"
    assert live(kept) == before


def test_an_edit_that_is_to_be_published_waits_for_its_questions(
    kept: Atom, rita: User
) -> None:
    edit(kept, GOOD)
    assert not carried_out(begun(rita, kept)).left.exists()

    errand = carried_out(begun(rita, kept, deed="add_tag", tag="cellar"))

    assert errand.left.get().why == "asked"
    run = PublishingRun.objects.get(finished_at=None)
    assert (run.version.tags, run.asked_by) == (["cellar"], rita)
    assert live(kept) != run.version.pk
    tasks.publish()
    assert live(kept) == run.version.pk
