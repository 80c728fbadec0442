"""The summary for whoever takes over: all of it from the conversation itself."""

from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.identity import Identity
from accounts.models import Site, User
from conversations.handoffs import Before, Step, Tried, handoff_of
from conversations.models import Conversation, Event
from conversations.services import agents, customer_chats, customers, feedback
from tests.conversations.triaged import CHARGED, begin, bot_says, looked_at

pytestmark = pytest.mark.django_db
STEPS = "1. Open the bill.\n2. Choose Correct.\n3. Send it. [1]"


def test_it_says_what_is_wanted_what_was_tried_and_why_a_person(site: Site) -> None:
    who = Identity(site.pk, "v:mia")
    conversation = begin(site, "How do I correct a bill?", who=who)
    bot_says(conversation, "Choose Correct. [1]", "Correct a bill")
    begin(site, CHARGED, who=who)
    bot_says(conversation, "I do not know.", actions=["person"])
    customers.ask_person(identity=who, cid=uuid4())
    triage = looked_at(site, "Please!", who=who)

    told = handoff_of(triage.conversation)

    assert told is not None
    assert told.wants == "You charged me twice for March."
    assert told.reason == "asked"
    assert told.mood == triage.sentiment
    assert told.tried == [
        Tried("How do I correct a bill?", "answered", ["Correct a bill"]),
        Tried("You charged me twice for March.", "unknown", []),
    ]
    assert told.atoms == ["Correct a bill"]


def test_it_knows_the_step_that_the_customer_has_reached(site: Site) -> None:
    conversation = begin(site, "How do I correct a bill?")
    bot_says(conversation, STEPS, "Correct a bill")
    listed = handoff_of(conversation)
    bot_says(conversation, "**Step 2 of 3**\n\nChoose Correct. [1]", "Correct a bill")

    at_two = handoff_of(conversation)

    assert listed is not None
    assert listed.step == Step("Correct a bill", 0)
    assert at_two is not None
    assert at_two.step == Step("Correct a bill", 2)


@pytest.mark.parametrize(("helpful", "end"), [(True, "helped"), (False, "not_helpful")])
def test_a_vote_says_whether_it_helped(site: Site, helpful: bool, end: str) -> None:
    who = Identity(site.pk, "v:mia")
    conversation = begin(site, "How do I correct a bill?", who=who)
    bot_says(conversation, "Choose Correct. [1]", "Correct a bill")
    answer = conversation.events.get(kind=Event.Kind.MESSAGE, payload__author="bot")
    feedback.give_feedback(identity=who, seq=answer.pub_seq, helpful=helpful, reason="")

    told = handoff_of(conversation)

    assert told is not None
    assert [each.end for each in told.tried] == [end]


def test_what_people_said_is_no_try_of_the_bot(site: Site, alice: User) -> None:
    conversation = begin(site, "How do I correct a bill?")
    agents.reply(
        user=alice, conversation=conversation.public_id, cid=uuid4(), text="Like this."
    )

    told = handoff_of(Conversation.objects.get(pk=conversation.pk))

    assert told is not None
    assert told.tried == []


def past(site: Site, who: Identity) -> Conversation:
    conversation = looked_at(site, CHARGED, who=who).conversation
    Conversation.objects.filter(pk=conversation.pk).update(
        status="resolved",
        control="none",
        resolved_at=timezone.now() - customer_chats.REOPEN_WITHIN * 2,
    )
    return conversation


def test_a_verified_customer_is_known_again(site: Site) -> None:
    mia = Identity(site.pk, "s:mia", verified=True)
    before = past(site, mia)

    told = handoff_of(begin(site, "Hello again", who=mia))

    assert told is not None
    assert isinstance(told.before, Before)
    assert told.before.id == before.public_id
    assert told.before.summary == "You charged me twice for March."


def test_an_anonymous_one_is_not(site: Site) -> None:
    visitor = Identity(site.pk, "v:shared")
    past(site, visitor)

    told = handoff_of(begin(site, "Hello again", who=visitor))

    assert told is not None
    assert told.before is None


def test_before_the_customer_said_anything_there_is_none(site: Site) -> None:
    who = Identity(site.pk, "v:mia")
    customers.ask_person(identity=who, cid=uuid4())

    assert handoff_of(Conversation.objects.get()) is None
