"""From what a person answered in a chat to a text that somebody reads."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from guardian.shortcuts import assign_perm

from accounts.models import Customer, Site, User
from conversations import learning
from conversations.models import Conversation, ToLearn
from conversations.services import agents, customers
from knowledge.format import parse
from knowledge.models import AnswerLine, Candidate, Collection, HumanAnswer, Proposal
from knowledge.rights import Right
from knowledge.services import candidates
from knowledge.services.candidates import Reading
from tests.conversations.chats import signed_in
from tests.conversations.resolved import EXPORT, TOLD, learn, resolved
from tests.conversations.triaged import begin
from tests.knowledge.admin.pages import atom_in

pytestmark = pytest.mark.django_db
SAME = "Can I export all my invoices as a file?"


@pytest.fixture
def manual(site: Site) -> Collection:
    """The collection that the site answers from."""
    manual, _made = Collection.objects.get_or_create(name="Manual", slug="manual")
    site.collections.add(manual)
    return manual


@pytest.fixture
def erin(db: None) -> User:
    """Somebody who decides about candidates."""
    return User.objects.create_user("erin")


def test_what_a_person_answered_becomes_a_text_to_read(
    site: Site, alice: User, manual: Collection
) -> None:
    chat = resolved(site, alice, f"Hi Mia! {TOLD} Anything else I can do?")
    learn()

    proposal = Proposal.objects.get()
    candidate = proposal.candidate
    assert candidate is not None
    assert (candidate.collection, candidate.state) == (manual, "open")
    pair = parse(candidate.text).pairs[0]
    assert (pair.phrasings, pair.answer) == ((EXPORT,), TOLD)
    assert parse(candidate.text).audience == "public"
    line = AnswerLine.objects.get(by_agent=True)
    assert (line.answer.source, line.user) == (chat, alice)
    told = Conversation.objects.get(public_id=chat).events.get(seq=line.seq)
    assert TOLD in told.payload["text"]
    assert candidate.sentences.get().turns == [line.number]


def test_notes_names_and_personal_data_stay_in_the_chat(
    site: Site, alice: User, manual: Collection
) -> None:
    begin(site, EXPORT)
    Customer.objects.update(name="Mia Lang")
    chat = Conversation.objects.get().public_id
    agents.add_note(user=alice, conversation=chat, cid=uuid4(), text="She is a spy.")
    said = f"{TOLD} Mia Lang has the address mia@example.org, tell Alice."
    agents.reply(user=alice, conversation=chat, cid=uuid4(), text=said)
    agents.resolve(user=alice, conversation=chat, cid=uuid4())
    learn()

    kept = "\n".join(AnswerLine.objects.values_list("text", flat=True))
    text = Candidate.objects.get().text
    for private in ("spy", "Mia", "Lang", "example.org", "Alice"):
        assert private not in kept
        assert private not in text


def test_an_atom_that_the_bot_cited_is_to_have_it(
    site: Site, alice: User, manual: Collection
) -> None:
    cited = atom_in(manual, "title: Print invoices\ntype: article\n", "Press Print.\n")
    resolved(site, alice, TOLD, cited=cited)
    learn()

    assert Proposal.objects.get().atom == cited.atom


def test_chats_of_one_meaning_are_one_proposal_that_grows(
    site: Site, alice: User, manual: Collection
) -> None:
    first = resolved(site, alice, TOLD)
    learn()
    second = resolved(site, alice, TOLD, asked=SAME)
    learn()
    other = resolved(site, alice, "Our shop in Bern closes at six in the evening.",
                     asked="When does the shop in Bern close today?")  # fmt: skip
    learn()

    proposals = {
        frozenset(each.answers.values_list("source", flat=True)): each
        for each in Proposal.objects.all()
    }
    assert set(proposals) == {frozenset({first, second}), frozenset({other})}
    together = proposals[frozenset({first, second})].candidate
    assert together is not None
    assert set(parse(together.text).pairs[0].phrasings) == {EXPORT, SAME}


def test_nothing_is_proposed_that_an_atom_says_already(
    site: Site, alice: User, manual: Collection
) -> None:
    body = f"Invoices can be exported as a file.\n\n{TOLD}\n"
    cited = atom_in(manual, "title: Export invoices\ntype: article\n", body)
    cited.atom.live_version = cited
    cited.atom.save(update_fields=["live_version"])
    resolved(site, alice, TOLD, cited=cited)
    learn()

    assert not Candidate.objects.exists()
    assert not Proposal.objects.filter(to_write=True).exists()


@pytest.mark.parametrize(
    "said", [("You are welcome!",), ("I have just refunded your order of 12.40 EUR.",)]
)
def test_nothing_is_learned_from_courtesy_and_deeds(
    site: Site, alice: User, manual: Collection, said: tuple[str, ...]
) -> None:
    resolved(site, alice, *said)
    learn()

    assert not HumanAnswer.objects.exists()


def test_what_only_the_bot_answered_is_not_queued(
    site: Site, manual: Collection
) -> None:
    conversation = begin(site, EXPORT)
    customers.close(conversation, actor="system")

    assert not ToLearn.objects.exists()


def test_a_site_that_does_not_want_to_learn_learns_nothing(
    site: Site, alice: User, manual: Collection
) -> None:
    waiting = resolved(site, alice, TOLD)
    Site.objects.update(learns_from_chats=False)
    learn()
    resolved(site, alice, TOLD)

    assert not ToLearn.objects.exists()
    assert not HumanAnswer.objects.filter(source=waiting).exists()


def test_a_site_without_a_collection_has_no_place_for_texts(
    site: Site, alice: User
) -> None:
    resolved(site, alice, TOLD)
    learn()

    assert not HumanAnswer.objects.exists()


def test_looking_twice_keeps_it_once(
    site: Site, alice: User, manual: Collection
) -> None:
    chat = resolved(site, alice, TOLD)
    queued = ToLearn.objects.get()
    learn()
    queued.save(force_insert=True)
    learn()

    assert HumanAnswer.objects.filter(source=chat).count() == 1
    assert AnswerLine.objects.count() == 2
    assert Candidate.objects.get().revision == 1


def test_a_decided_matter_comes_up_again_only_for_something_new(
    site: Site, alice: User, erin: User, manual: Collection
) -> None:
    resolved(site, alice, TOLD)
    learn()
    first = Candidate.objects.get()
    candidates.reject(candidate=first, reason="Known.", reading=Reading(erin, 1))
    resolved(site, alice, TOLD, asked=SAME)
    learn()
    again = Candidate.objects.count()
    resolved(site, alice, "Only the accountant may request copies, by letter.")
    learn()

    assert again == 1
    proposal = Proposal.objects.get()
    assert proposal.answers.count() == 3
    assert proposal.candidate not in {None, first}
    assert "accountant" in proposal.candidate.text  # type: ignore[union-attr]


def test_a_text_that_somebody_edited_is_not_written_over(
    site: Site, alice: User, erin: User, manual: Collection
) -> None:
    resolved(site, alice, TOLD)
    learn()
    Candidate.objects.update(revision=2, text="mine")
    resolved(site, alice, f"{TOLD} It is green.", asked=SAME)
    learn()

    assert Candidate.objects.get().text == "mine"


def test_a_text_that_was_accepted_is_a_draft_that_knows_its_chat(
    site: Site, alice: User, erin: User, manual: Collection
) -> None:
    chat = resolved(site, alice, TOLD)
    learn()
    candidate = Candidate.objects.get()

    version = candidates.accept(
        candidate=candidate, parsed=parse(candidate.text), reading=Reading(erin, 1)
    )

    assert version is not None
    assert version.atom.live_version is None
    assert version.reason == "From what people answered in chats"
    turns = version.candidates.get().sentences.get().turns
    line = AnswerLine.objects.get(number=turns[0])
    assert (line.answer.source, line.user) == (chat, alice)


def test_an_erased_conversation_takes_what_quotes_it_along(
    site: Site, alice: User, manual: Collection
) -> None:
    gone = resolved(site, alice, "Ask the secretary in the hall for a copy of them.")
    kept = resolved(site, alice, TOLD, asked=SAME)
    learn()
    Conversation.objects.get(public_id=gone).delete()
    learning.sweep()
    learn()

    assert set(HumanAnswer.objects.values_list("source", flat=True)) == {kept}
    candidate = Candidate.objects.get()
    assert "secretary" not in candidate.text
    assert parse(candidate.text).pairs[0].phrasings == (SAME,)
    assert Proposal.objects.get().title == SAME


def test_of_a_decided_text_only_the_decision_stays_when_its_chat_is_erased(
    site: Site, alice: User, erin: User, manual: Collection
) -> None:
    gone = resolved(site, alice, "Ask the secretary in the hall for a copy of them.")
    learn()
    first = Candidate.objects.get()
    candidates.reject(candidate=first, reason="No.", reading=Reading(erin, 1))
    resolved(site, alice, TOLD, asked=SAME)
    learn()
    Conversation.objects.get(public_id=gone).delete()
    learning.sweep()

    first.refresh_from_db()
    assert (first.state, first.text) == ("rejected", "")
    assert not first.sentences.exists()


def test_the_last_chat_takes_its_proposal_along(
    site: Site, alice: User, manual: Collection
) -> None:
    resolved(site, alice, TOLD)
    learn()
    Conversation.objects.all().delete()
    learning.sweep()

    assert not Proposal.objects.exists()
    assert not Candidate.objects.exists()


def test_what_was_told_to_somebody_signed_in_is_not_for_everybody(
    site: Site, alice: User, manual: Collection
) -> None:
    resolved(site, alice, TOLD)
    Customer.objects.update(verified=True)
    learn()

    assert parse(Candidate.objects.get().text).audience == "customer"


def test_the_chat_leads_to_its_proposal_for_whoever_may_write_there(
    site: Site, alice: User, manual: Collection
) -> None:
    chat = resolved(site, alice, TOLD)
    learn()
    address = reverse(
        "admin:knowledge_proposal_change", args=[Proposal.objects.get().pk]
    )
    pane = reverse("inbox-pane", args=[chat])

    before = signed_in(alice).get(pane).content.decode()
    assign_perm(Right.WRITE, alice, manual)
    after = signed_in(alice).get(pane).content.decode()

    assert address not in before
    assert address in after


def test_an_agent_whose_account_is_gone_is_nobody(
    site: Site, alice: User, manual: Collection
) -> None:
    resolved(site, alice, TOLD)
    User.objects.filter(pk=alice.pk).delete()
    learn()

    line = AnswerLine.objects.get(by_agent=True)
    assert (line.user, line.who) == (None, "An agent")


def test_a_chat_that_was_reopened_waits_until_it_is_resolved_again(
    site: Site, alice: User, manual: Collection
) -> None:
    chat = resolved(site, alice, TOLD)
    Conversation.objects.filter(public_id=chat).update(status="human")
    learn()
    early = HumanAnswer.objects.exists()
    agents.resolve(user=alice, conversation=chat, cid=uuid4())
    learn()

    assert not early
    assert HumanAnswer.objects.filter(source=chat).exists()


def test_the_sweep_comes_for_what_nobody_came_for(
    site: Site, alice: User, manual: Collection
) -> None:
    resolved(site, alice, TOLD)
    soon = learning.sweep()
    ToLearn.objects.update(since=timezone.now() - timedelta(minutes=5))

    assert (soon, learning.sweep()) == (0, 1)
