"""Deciding about gaps: who decided what stays known, and closing follows the facts."""

import pytest

from accounts.models import AuditEntry, Site, User
from knowledge.models import Atom, Collection, Gap
from knowledge.services import gaps
from knowledge.services.gaps import Answer
from tests.knowledge.admin.pages import atom_in
from tests.knowledge.asking import asked, sort

pytestmark = pytest.mark.django_db


@pytest.fixture
def gap(site: Site) -> Gap:
    for _ in range(4):
        asked(site, "how do I export invoices")
    sort()
    return Gap.objects.get()


@pytest.fixture
def atom(manual: Collection) -> Atom:
    return atom_in(manual).atom


def answers(gap: Gap, *answered: bool) -> dict[int, Answer]:
    keys = gap.occurrences.order_by("pk").values_list("pk", flat=True)
    return dict(zip(keys, map(Answer, answered), strict=False))


def test_an_attached_gap_waits_for_its_text(gap: Gap, atom: Atom, erin: User) -> None:
    gaps.attach(gap=gap, atom=atom, user=erin)

    kept = Gap.objects.get()
    assert (kept.state, kept.atom, kept.decided_by) == ("writing", atom, erin)
    assert AuditEntry.objects.filter(verb="attached gap to an atom").count() == 1


def test_half_of_its_questions_answered_close_a_gap_that_waited(
    gap: Gap, atom: Atom, erin: User
) -> None:
    gaps.attach(gap=gap, atom=atom, user=erin)

    gaps.keep_check(gap=gap, answers=answers(gap, True, False, True, False))

    kept = Gap.objects.get()
    assert (kept.state, kept.atom, kept.decided_by) == ("closed", atom, None)
    assert list(
        kept.occurrences.order_by("pk").values_list("answered_now", flat=True)
    ) == [True, False, True, False]


def test_fewer_leave_it_waiting(gap: Gap, atom: Atom, erin: User) -> None:
    gaps.attach(gap=gap, atom=atom, user=erin)

    gaps.keep_check(gap=gap, answers=answers(gap, True, False, False, False))

    assert Gap.objects.get().state == "writing"


def test_an_open_gap_is_not_closed_behind_peoples_backs(gap: Gap) -> None:
    gaps.keep_check(gap=gap, answers=answers(gap, True, True, True, True))

    kept = Gap.objects.get()
    assert kept.state == "open"
    assert kept.checked_at is not None


def test_closing_has_the_questions_asked_again(gap: Gap, erin: User) -> None:
    gaps.close(gap=gap, user=erin, reason="told by phone")

    assert Gap.objects.get().check_wanted
    gaps.keep_check(gap=gap, answers=answers(gap, False, False, False, False))
    kept = Gap.objects.get()
    assert (kept.state, kept.reason, kept.check_wanted) == (
        "closed",
        "told by phone",
        False,
    )


def test_opening_again_forgets_what_was_decided(
    gap: Gap, atom: Atom, erin: User
) -> None:
    gaps.attach(gap=gap, atom=atom, user=erin)

    gaps.reopen(gap=gap, user=erin)

    kept = Gap.objects.get()
    assert (kept.state, kept.atom) == ("open", None)


def test_a_gap_that_went_meanwhile_takes_no_check(gap: Gap) -> None:
    found = answers(gap, True)
    Gap.objects.all().delete()

    gaps.keep_check(gap=gap, answers=found)

    assert not Gap.objects.exists()


def test_an_atom_that_is_deleted_leaves_its_gap(
    gap: Gap, atom: Atom, erin: User
) -> None:
    gaps.attach(gap=gap, atom=atom, user=erin)

    atom.delete()

    assert Gap.objects.get().atom is None
