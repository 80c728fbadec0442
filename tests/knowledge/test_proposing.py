"""Whether what people answered is worth a proposal, and what is written of it."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Site, User
from knowledge.format import parse
from knowledge.models import Candidate, Collection, Proposal
from knowledge.services import candidates
from knowledge.services.candidates import Reading
from tests.knowledge.admin.pages import atom_in
from tests.knowledge.answered_chats import ASKED, TOLD, answered, proposed
from tests.knowledge.interviews.making import interview_in

pytestmark = pytest.mark.django_db
MINUTES = "The export of all invoices takes 5 minutes after you press the button."


@pytest.fixture
def shop(manual: Collection) -> Site:
    site = Site.objects.create(key="books", name="Books", language="de")
    site.collections.add(manual)
    return site


def accepted(candidate: Candidate, user: User) -> None:
    reading = Reading(user, candidate.revision)
    candidates.accept(
        candidate=candidate, parsed=parse(candidate.text), reading=reading
    )


def test_an_id_that_an_atom_has_is_not_taken(shop: Site, manual: Collection) -> None:
    atom_in(manual, "id: export-all-my-invoices-as-a-file\ntitle: X\ntype: article\n")
    answered(shop)
    [proposal] = proposed()

    assert proposal.candidate is not None
    assert parse(proposal.candidate.text).id == "export-all-my-invoices-as-a-file-2"


def test_it_is_in_the_language_of_its_site(shop: Site) -> None:
    answered(shop)

    assert parse(proposed()[0].candidate.text).language == "de"  # type: ignore[union-attr]


def test_a_draft_that_says_the_same_is_enough(shop: Site, manual: Collection) -> None:
    header = "title: Export all my invoices as a file\ntype: article\n"
    atom_in(manual, header, f"How to export invoices.\n\n{TOLD}\n")
    answered(shop)

    assert proposed()[0].candidate is None


def test_an_atom_with_another_number_is_not_the_same(
    shop: Site, manual: Collection
) -> None:
    header = "title: Export of invoices\ntype: article\n"
    cited = atom_in(manual, header, MINUTES.replace("5", "9") + "\n")
    answered(shop, MINUTES, cited=cited)

    assert proposed()[0].candidate is not None


def test_what_was_accepted_comes_up_again_for_another_number(
    shop: Site, erin: User
) -> None:
    answered(shop, MINUTES)
    first = proposed()[0].candidate
    assert first is not None
    accepted(first, erin)
    answered(shop, MINUTES)
    same = proposed()[0].candidate
    answered(shop, MINUTES.replace("5", "9"))
    other = proposed()[0].candidate

    assert same == first
    assert other not in {None, first}
    assert "9 minutes" in other.text  # type: ignore[union-attr]


def test_what_was_turned_down_does_not(shop: Site, erin: User) -> None:
    answered(shop, MINUTES)
    first = proposed()[0].candidate
    assert first is not None
    candidates.reject(candidate=first, reason="No.", reading=Reading(erin, 1))
    answered(shop, MINUTES.replace("5", "9"))

    assert proposed()[0].candidate == first


def test_a_text_that_only_the_desk_wrote_gives_way_to_a_better_one(
    shop: Site,
) -> None:
    answered(shop, "Exporting the invoices is what the accountant does by hand.")
    before = proposed()[0].candidate
    assert before is not None
    answered(shop)
    answered(shop)

    after = proposed()[0].candidate
    assert after == before
    assert TOLD in after.text  # type: ignore[union-attr]
    assert after.revision == 2  # type: ignore[union-attr]


def test_a_text_whose_matter_an_atom_says_meanwhile_goes(
    shop: Site, manual: Collection
) -> None:
    answered(shop)
    proposed()
    header = "title: Export all my invoices as a file\ntype: article\n"
    atom_in(manual, header, f"How to export invoices.\n\n{TOLD}\n")
    answered(shop)

    assert proposed()[0].candidate is None
    assert not Candidate.objects.exists()


def test_a_candidate_has_exactly_one_source(shop: Site, manual: Collection) -> None:
    answered(shop)
    [proposal] = proposed()
    talk = interview_in(manual)

    for source in (
        {},
        {"interview": talk, "proposal": proposal},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Candidate.objects.create(
                collection=manual, ordinal=9, title=ASKED, text="", **source
            )
    assert Proposal.objects.get().candidates.count() == 1
