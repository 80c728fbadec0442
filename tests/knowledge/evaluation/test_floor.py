"""A text that takes golden questions below a site's floor is not published, where it says so."""

import pytest

from accounts.models import Site, User
from knowledge.evaluation import floor
from knowledge.evaluation.runs import carry_out
from knowledge.llm.configured_embedder import embedder
from knowledge.models import Atom, Collection
from knowledge.services import atoms, evaluations
from knowledge.services.floors import BelowFloor
from tests.knowledge.evaluation.golden import KEEP, edit, floored, keep

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(manual: Collection, site: Site) -> Atom:
    return floored(manual, site)


def test_a_text_that_loses_a_golden_question_is_refused_with_its_name(
    kept: Atom, rita: User
) -> None:
    edit(kept)

    with pytest.raises(BelowFloor) as refused:
        atoms.publish(atom=kept, user=rita)

    (below,) = refused.value.below
    assert [each.text for each in below.questions] == [KEEP]
    # The other question is not near this text, and was never asked: it does not count.
    assert (below.figure, below.share, below.floor) == ("right", 0.0, 1.0)
    kept.refresh_from_db()
    assert kept.live_version is not None
    assert kept.live_version.number == 1


def test_questions_that_are_not_near_count_as_in_the_newest_run(
    kept: Atom, rita: User, site: Site
) -> None:
    run = evaluations.ask_for_run(site=site, user=None)
    carry_out(run, embedder())
    edit(kept)

    with pytest.raises(BelowFloor) as refused:
        atoms.publish(atom=kept, user=rita)
    assert refused.value.below[0].share == 0.5

    Site.objects.update(golden_right_floor=0.5)
    atoms.publish(atom=Atom.objects.get(pk=kept.pk), user=rita)


@pytest.mark.parametrize(
    "setting", [{"golden_blocks": False}, {"golden_right_floor": None}]
)
def test_without_the_setting_or_a_floor_nothing_is_refused(
    kept: Atom, rita: User, setting: dict[str, object]
) -> None:
    Site.objects.update(**setting)
    version = edit(kept)

    assert atoms.publish(atom=kept, user=rita) == version


def test_a_site_that_is_below_already_takes_what_makes_it_no_worse(
    kept: Atom, rita: User, manual: Collection, site: Site
) -> None:
    keep("What is the capital of France?", kept)
    edit(kept, f"> Q: {KEEP}\n> A: Twelve years.\n")

    published = atoms.publish(atom=kept, user=rita)

    assert published.number == 2


def test_the_place_of_the_right_atom_has_a_floor_of_its_own(
    kept: Atom, rita: User
) -> None:
    Site.objects.update(golden_right_floor=None, golden_recall_floor=0.9)
    edit(kept)

    with pytest.raises(BelowFloor) as refused:
        atoms.publish(atom=kept, user=rita)

    assert refused.value.below[0].figure == "recall@1"


def test_a_text_that_answers_what_must_not_be_answered_is_refused(
    kept: Atom, rita: User, site: Site
) -> None:
    keep("Where are your secret plans kept?", site=site)
    edit(
        kept,
        f"> Q: {KEEP}\n> A: Ten years.\n\n"
        "> Q: Where are your secret plans kept?\n> A: In the safe.\n",
    )

    with pytest.raises(BelowFloor, match="below right"):
        atoms.publish(atom=kept, user=rita)


def test_how_far_it_is_is_told_between_transactions(
    kept: Atom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(floor, "BATCH", 1)
    told: list[tuple[int, int]] = []

    floor.below_with(edit(kept), embedder(), lambda *far: told.append(far))

    # One question is near; as it goes wrong with the text, it is asked once more without it.
    assert told == [(0, 1), (1, 1), (1, 2), (2, 2)]


def test_operators_are_not_hindered(kept: Atom) -> None:
    version = edit(kept)

    assert atoms.publish(atom=kept, user=None) == version
