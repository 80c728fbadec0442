"""What customers do, as services."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.identity import Identity
from accounts.models import Customer, Site
from conversations.models import Conversation, Event, Turn
from conversations.services import customers, feedback
from conversations.services.appending import Refused

pytestmark = pytest.mark.django_db


def kinds(conversation: Conversation) -> list[str]:
    return list(conversation.events.values_list("kind", flat=True))


def test_a_first_message_makes_customer_conversation_event_and_turn(
    visitor: Identity,
) -> None:
    stored = customers.send(identity=visitor, cid=uuid4(), text="How do I pay?")

    conversation = Conversation.objects.get(public_id=stored.conversation)
    assert (stored.seq, stored.dup) == (1, False)
    assert conversation.status == "bot"
    assert conversation.last_seq == conversation.last_pub_seq == 1
    assert conversation.turns.get().trigger == 1


def test_the_same_cid_is_stored_once_and_gives_its_first_result(
    visitor: Identity,
) -> None:
    cid = uuid4()
    first = customers.send(identity=visitor, cid=cid, text="How do I pay?")

    again = customers.send(identity=visitor, cid=cid, text="something else")

    assert (again.seq, again.dup) == (first.seq, True)
    assert Event.objects.count() == 1


def test_a_second_message_before_the_first_delta_supersedes_the_turn(
    visitor: Identity,
) -> None:
    customers.send(identity=visitor, cid=uuid4(), text="How do I")
    customers.send(identity=visitor, cid=uuid4(), text="pay by card?")

    statuses = list(Turn.objects.values_list("status", "trigger"))
    assert statuses == [("superseded", 1), ("queued", 2)]
    waiting = Turn.objects.get(status="queued")
    assert waiting.start_after is not None
    assert waiting.start_after - waiting.burst_since <= timedelta(seconds=3)


def test_a_message_while_the_bot_speaks_leaves_its_turn_alone(
    visitor: Identity,
) -> None:
    customers.send(identity=visitor, cid=uuid4(), text="How do I pay?")
    Turn.objects.update(status="streaming", spoke_at=timezone.now())

    customers.send(identity=visitor, cid=uuid4(), text="And by card?")

    assert Turn.objects.get().status == "streaming"


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "empty"), ("  \n", "empty"), ("\0", "empty"), ("x" * 5001, "too_long")],
)
def test_a_message_without_words_or_with_too_many_is_refused(
    visitor: Identity, text: str, code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        customers.send(identity=visitor, cid=uuid4(), text=text)

    assert refusal.value.code == code
    assert not Event.objects.exists()


def test_asking_for_a_person_queues_with_exactly_one_handoff_line(
    visitor: Identity,
) -> None:
    customers.send(identity=visitor, cid=uuid4(), text="Hello")
    cid = uuid4()

    first = customers.ask_person(identity=visitor, cid=cid)
    again = customers.ask_person(identity=visitor, cid=cid)
    other = customers.ask_person(identity=visitor, cid=uuid4())

    conversation = Conversation.objects.get()
    assert conversation.status == "queued"
    assert conversation.control == "none"
    assert conversation.control_epoch == 2
    assert kinds(conversation) == ["message", "state", "notice"]
    assert (again.seq, again.dup) == (first.seq, True)
    assert other.seq is None
    assert Turn.objects.get().status == "cancelled"


def test_a_person_can_be_asked_for_before_the_first_message(visitor: Identity) -> None:
    customers.ask_person(identity=visitor, cid=uuid4())

    assert Conversation.objects.get().status == "queued"


def test_a_site_without_a_bot_queues_its_chats_at_once(
    visitor: Identity, site: Site
) -> None:
    site.bot_enabled = False
    site.save()

    customers.send(identity=visitor, cid=uuid4(), text="Hello")

    conversation = Conversation.objects.get()
    assert conversation.status == "queued"
    assert not conversation.turns.filter(status__in=Turn.LIVE).exists()


def test_a_message_within_a_week_reopens_the_conversation(visitor: Identity) -> None:
    customers.send(identity=visitor, cid=uuid4(), text="How do I pay?")
    customers.resolve(identity=visitor, cid=uuid4())

    stored = customers.send(identity=visitor, cid=uuid4(), text="And by card?")

    conversation = Conversation.objects.get()
    assert conversation.status == "bot"
    assert not stored.relisted
    assert kinds(conversation) == ["message", "state", "message", "state"]


def test_a_message_after_a_week_starts_a_linked_conversation(visitor: Identity) -> None:
    customers.send(identity=visitor, cid=uuid4(), text="How do I pay?")
    customers.resolve(identity=visitor, cid=uuid4())
    Conversation.objects.update(resolved_at=timezone.now() - timedelta(days=8))

    stored = customers.send(identity=visitor, cid=uuid4(), text="And by card?")

    new = Conversation.objects.get(public_id=stored.conversation)
    assert stored.relisted
    assert new.follows is not None
    assert Conversation.objects.count() == 2


def test_feedback_is_kept_for_an_answer_and_replaced_by_a_second_word(
    visitor: Identity,
) -> None:
    stored = customers.send(identity=visitor, cid=uuid4(), text="How do I pay?")
    conversation = Conversation.objects.get(public_id=stored.conversation)
    Conversation.objects.update(last_seq=2, last_pub_seq=2)
    answer = Event.objects.create(
        conversation=conversation,
        seq=2,
        pub_seq=2,
        kind="message",
        actor="turn:x",
        payload={"author": "bot", "text": "By card."},
    )

    feedback.give_feedback(identity=visitor, seq=2, helpful=True, reason="")
    feedback.give_feedback(identity=visitor, seq=2, helpful=False, reason="wrong")

    answer.refresh_from_db()
    assert (answer.feedback.helpful, answer.feedback.reason) == (False, "wrong")
    with pytest.raises(Refused, match="not_found"):
        feedback.give_feedback(identity=visitor, seq=1, helpful=True, reason="")


def test_a_resolution_is_rated_once(visitor: Identity) -> None:
    customers.send(identity=visitor, cid=uuid4(), text="Thanks")
    customers.resolve(identity=visitor, cid=uuid4())
    cid = uuid4()
    rating = {"resolution": 1, "score": 5, "comment": "quick"}

    first = feedback.rate(identity=visitor, cid=cid, **rating)
    again = feedback.rate(identity=visitor, cid=cid, **rating)

    assert (again.seq, again.dup) == (first.seq, True)
    with pytest.raises(Refused, match="conflict"):
        feedback.rate(identity=visitor, cid=uuid4(), **rating)
    with pytest.raises(Refused, match="not_found"):
        feedback.rate(identity=visitor, cid=uuid4(), resolution=2, score=1, comment="")


def test_stopping_keeps_what_was_seen_as_a_partial_answer(visitor: Identity) -> None:
    customers.send(identity=visitor, cid=uuid4(), text="How do I pay?")
    turn = Turn.objects.get()
    Turn.objects.update(status="streaming", spoke_at=timezone.now(), text="By card")

    customers.stop(identity=visitor, turn=turn.pk)

    partial = Event.objects.get(kind="partial")
    turn.refresh_from_db()
    assert partial.payload == {
        "turn": str(turn.pk),
        "text": "By card",
        "reason": "stopped",
    }
    assert turn.status == "cancelled"


def test_a_revoked_customer_can_write_nothing(visitor: Identity) -> None:
    customers.send(identity=visitor, cid=uuid4(), text="Hello")
    Customer.objects.update(revoked_at=timezone.now())

    with pytest.raises(Refused, match="forbidden"):
        customers.send(identity=visitor, cid=uuid4(), text="Hello again")
