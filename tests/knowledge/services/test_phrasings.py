"""Questions of customers become phrasings, or are refused: what is live then, and what is kept."""

import pytest

from accounts.models import AuditEntry, Site, User
from knowledge.models import Atom, Collection, PhrasingDecision, PublishingRun
from knowledge.phrasings_heard import mark_of
from knowledge.services import atoms, phrasings
from knowledge.services.phrasings import Accepted
from knowledge.services.verdicts import Why
from tests.knowledge.evaluation.golden import KEEP, edit, floored, live_atom

pytestmark = pytest.mark.django_db
NEAR = "How long are my invoices kept?"
BODY = f"> Q: {KEEP}\n> A: Ten years.\n"


@pytest.fixture
def kept(manual: Collection) -> Atom:
    return live_atom(manual, "title: Invoices\ntype: faq\n", BODY)


def accept(atom: Atom, user: User, *texts: str, seen: int = 1) -> Why | None:
    said = texts or [NEAR]
    accepted = Accepted({0: said}, set(map(mark_of, said)))
    return phrasings.accept(atom=atom, seen_version=seen, accepted=accepted, user=user)


def live(atom: Atom) -> list[str]:
    version = Atom.objects.get(pk=atom.pk).live_version
    assert version is not None
    return [said for pair in version.pairs.all() for said in pair.phrasings]


def test_they_answer_at_once_where_the_text_did(kept: Atom, rita: User) -> None:
    assert accept(kept, rita, NEAR, "invoice retention") is None

    assert live(kept) == [KEEP, NEAR, "invoice retention"]
    assert Atom.objects.get().state == "published"
    assert AuditEntry.objects.filter(verb="published", user=rita).exists()


def test_whoever_may_not_publish_makes_a_draft(kept: Atom, erin: User) -> None:
    assert accept(kept, erin) is Why.DRAFT

    assert live(kept) == [KEEP]
    assert Atom.objects.get().latest_version.body == (  # type: ignore[union-attr]
        f"> Q: {KEEP}\n> Q: {NEAR}\n> A: Ten years.\n"
    )


def test_a_draft_that_waits_takes_them_and_stays_one(kept: Atom, rita: User) -> None:
    edit(kept, BODY.replace("Ten", "Eleven"))

    assert accept(kept, rita, seen=2) is Why.DRAFT

    assert live(kept) == [KEEP]
    latest = Atom.objects.get().latest_version
    assert latest is not None
    assert NEAR in latest.body


@pytest.mark.parametrize(
    ("seen", "place", "why"), [(7, 0, Why.CHANGED), (1, 3, Why.BROKEN)]
)
def test_what_is_not_there_any_more_is_left(
    kept: Atom, rita: User, seen: int, place: int, why: Why
) -> None:
    accepted = Accepted({place: [NEAR]}, {mark_of(NEAR)})

    found = phrasings.accept(atom=kept, seen_version=seen, accepted=accepted, user=rita)

    assert found is why
    assert kept.versions.count() == 1
    assert not PhrasingDecision.objects.exists()


def test_a_text_that_was_deleted_meanwhile_is_told(kept: Atom, rita: User) -> None:
    atoms.delete(atom=Atom.objects.get(), user=None)

    assert accept(kept, rita) is Why.GONE


def test_approval_is_asked_for_where_the_collection_wants_it(
    kept: Atom, rita: User, manual: Collection
) -> None:
    Collection.objects.filter(pk=manual.pk).update(review_required=True)

    assert accept(Atom.objects.get(), rita) is Why.NEEDS_APPROVAL
    assert live(kept) == [KEEP]


def test_golden_questions_are_asked_first(
    manual: Collection, site: Site, rita: User
) -> None:
    atom = floored(manual, site)

    assert accept(atom, rita) is Why.ASKED

    assert live(atom) == [KEEP]
    assert PublishingRun.objects.filter(atom=atom).exists()


def test_a_refusal_is_kept_once_without_the_words(kept: Atom, erin: User) -> None:
    first = phrasings.refuse(atom=kept, marks=[mark_of(NEAR)], user=erin)
    again = phrasings.refuse(atom=kept, marks=[mark_of(NEAR.upper())], user=erin)

    row = PhrasingDecision.objects.get()
    assert (first, again) == ([row.pk], [])
    assert NEAR.casefold() not in f"{row.mark} {row}".casefold()
    assert AuditEntry.objects.filter(verb="refused phrasings").count() == 1


def test_own_refusals_are_taken_back_and_no_others(
    kept: Atom, erin: User, rita: User
) -> None:
    own = phrasings.refuse(atom=kept, marks=["a"], user=erin)
    others = phrasings.refuse(atom=kept, marks=["b"], user=rita)
    accept(kept, erin)
    accepted = PhrasingDecision.objects.get(accepted=True)

    taken = phrasings.take_back(refused=[*own, *others, accepted.pk], user=erin)

    assert taken == 1
    assert PhrasingDecision.objects.get(accepted=False).decided_by == rita
