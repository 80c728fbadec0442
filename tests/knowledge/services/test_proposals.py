"""People's answers, gathered by meaning and forgotten again."""

from uuid import UUID

import pytest

from accounts.models import Site
from knowledge.llm.embedder import EmbeddingFailed
from knowledge.models import AnswerLine, Candidate, Collection, HumanAnswer, Proposal
from knowledge.services import proposals
from knowledge.services.proposal_texts import keep
from tests.knowledge.admin.pages import atom_in
from tests.knowledge.answered_chats import ASKED, answered, proposed
from tests.knowledge.shelf import HashingEmbedder

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(manual: Collection) -> Site:
    site = Site.objects.create(key="books", name="Books")
    site.collections.add(manual)
    return site


def sources(proposal: Proposal) -> set[UUID]:
    return set(proposal.answers.values_list("source", flat=True))


def test_lines_are_numbered_through_all_chats_of_a_proposal(shop: Site) -> None:
    answered(shop)
    proposed()
    answered(shop)
    proposed()

    proposal = Proposal.objects.get()
    numbers = [passage.number for passage in proposal.passages()]
    assert numbers == [1, 2, 3, 4]
    assert [p.number for p in proposal.passages([(2, 3)])] == [2, 3]


def test_a_chat_taken_in_again_adds_only_what_is_new(shop: Site) -> None:
    chat = answered(shop)
    proposed()
    answered(shop, source=chat)
    proposed()

    assert AnswerLine.objects.count() == 2
    assert Proposal.objects.get().answers.count() == 1


def test_two_sites_have_proposals_of_their_own(
    shop: Site, site: Site, manual: Collection
) -> None:
    site.collections.add(manual)
    answered(shop)
    answered(site)

    assert len(proposed()) == 2


def test_it_goes_where_the_cited_atom_is(
    shop: Site, manual: Collection, secret: Collection
) -> None:
    shop.collections.add(secret)
    atom_in(manual)
    cited = atom_in(secret, "title: Other\ntype: article\n")
    answered(shop, cited=cited)

    [proposal] = proposed()
    assert (proposal.collection, proposal.atom) == (secret, cited.atom)


def test_without_a_cited_atom_it_goes_where_most_atoms_are(
    shop: Site, manual: Collection, secret: Collection
) -> None:
    shop.collections.add(secret)
    atom_in(secret)
    answered(shop)

    assert proposed()[0].collection == secret


def test_the_atom_that_was_cited_most_is_the_one(
    shop: Site, manual: Collection
) -> None:
    once = atom_in(manual, "title: Once\ntype: article\n")
    twice = atom_in(manual, "title: Twice\ntype: article\n")
    for cited in (once, twice, twice):
        answered(shop, cited=cited)

    assert proposed()[0].atom == twice.atom


def test_while_the_embedder_is_away_answers_wait(shop: Site) -> None:
    answered(shop)
    away = HashingEmbedder()
    away.away = True

    with pytest.raises(EmbeddingFailed):
        proposals.sort_in(embedder=away)

    assert proposals.waits()
    assert len(proposed()) == 1


def test_another_embedder_embeds_what_was_sorted_anew(shop: Site) -> None:
    answered(shop)
    proposed()

    assert proposals.sort_in(embedder=HashingEmbedder("other")) == 0
    assert HumanAnswer.objects.get().model == "other"


def test_answers_of_a_site_that_lost_its_collections_go(shop: Site) -> None:
    answered(shop)
    shop.collections.clear()

    assert proposed() == []
    assert not HumanAnswer.objects.exists()


def test_what_came_while_a_text_was_written_is_looked_at_next(shop: Site) -> None:
    answered(shop)
    [proposal] = proposed()
    answered(shop)
    proposals.sort_in(embedder=HashingEmbedder())

    keep(proposal=proposal, text=None, answers=1)

    assert Proposal.objects.get().to_write


def test_forgetting_one_chat_leaves_the_others(shop: Site) -> None:
    gone, kept = answered(shop), answered(shop)
    proposed()

    proposals.forget(source=gone)

    [proposal] = proposed()
    assert sources(proposal) == {kept}
    assert proposal.title == ASKED
    turns = Candidate.objects.get().sentences.values_list("turns", flat=True)
    there = set(AnswerLine.objects.values_list("number", flat=True))
    assert {number for each in turns for number in each} <= there
