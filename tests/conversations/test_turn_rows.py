"""What is read and written when a turn is claimed, and when it ends."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from accounts import clock
from accounts.identity import Identity
from accounts.models import Site
from conversations.models import Conversation, Event, Turn
from conversations.services import customers, endings, turns
from conversations.services.turn_rows import added, locked_turn
from conversations.services.turns import Work
from tests.conversations.answering import answered
from tests.knowledge.shelf import collection

pytestmark = pytest.mark.django_db(transaction=True)

Budget = Callable[[int], AbstractContextManager[Any]]


def ask(visitor: Identity, text: str = "How do I pay?") -> Turn:
    customers.send(identity=visitor, cid=uuid4(), text=text)
    return Turn.objects.get(status="queued")


def claim(visitor: Identity) -> Work:
    work = turns.claim(ask(visitor).pk)
    assert isinstance(work, Work)
    return work


def waits_for_the_disk() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        return bool(cursor.fetchone()[0] != "off")


def test_a_claim_is_one_statement_in_its_transaction(
    visitor: Identity, django_assert_max_num_queries: Budget
) -> None:
    turn = ask(visitor)

    with django_assert_max_num_queries(3):
        assert turns.claim(turn.pk)


def test_a_turn_is_added_where_none_lives(visitor: Identity) -> None:
    endings.finish(claim(visitor).turn, answered("By card."))
    conversation = Conversation.objects.get()

    with transaction.atomic():
        key = added(conversation, trigger=2, at=conversation.created_at)

    turn = Turn.objects.get(status="queued")
    assert turn.pk == key
    assert (turn.trigger, turn.epoch, turn.attempt) == (2, 1, 1)
    assert turn.burst_since == turn.created_at == conversation.created_at
    assert turn.start_after is turn.spoke_at is turn.lease_until is None


@pytest.mark.parametrize("status", ["queued", "streaming"])
def test_no_turn_is_added_beside_one_that_lives(visitor: Identity, status: str) -> None:
    ask(visitor)
    Turn.objects.update(status=status)

    with transaction.atomic():
        key = added(Conversation.objects.get(), trigger=2, at=clock.now())

    assert key is None
    assert Turn.objects.count() == 1


def test_an_answer_is_stored_in_few_statements(
    visitor: Identity, django_assert_max_num_queries: Budget
) -> None:
    work = claim(visitor)

    # Its transaction; the locks, the event, the turn, the evidence and the question.
    with django_assert_max_num_queries(7):
        assert endings.finish(work.turn, answered("By card."))


def test_a_message_is_stored_in_few_statements(
    visitor: Identity, django_assert_max_num_queries: Budget
) -> None:
    endings.finish(claim(visitor).turn, answered("By card."))

    # Its transaction; the customer, a copy, the conversation, the event and the turn.
    with django_assert_max_num_queries(7):
        customers.send(identity=visitor, cid=uuid4(), text="And when?")


def test_a_claim_waits_for_no_disk_and_an_end_does(visitor: Identity) -> None:
    turn = ask(visitor)

    with transaction.atomic():
        turns.claim(turn.pk)
        claim_waits = waits_for_the_disk()
    with transaction.atomic():
        endings.finish(turn.pk, answered("By card."))
        end_waits = waits_for_the_disk()

    assert (claim_waits, end_waits) == (False, True)


def test_what_is_noted_of_a_running_turn_leaves_the_session_as_it_was(
    visitor: Identity,
) -> None:
    work = claim(visitor)

    assert turns.begin_to_speak(work.turn)
    assert turns.renew(work.turn, text="By")

    assert waits_for_the_disk()
    turn = Turn.objects.get()
    assert turn.spoke_at is not None
    assert turn.text == "By"


def test_a_claim_knows_what_its_customer_may_read(
    site: Site, visitor: Identity
) -> None:
    ours, _ = collection("help"), collection("other")
    ours.sites.add(site)

    work = claim(visitor)

    assert work.reader.collections == {ours.pk}
    assert work.reader.audiences == {"public"}


def test_a_turn_that_is_too_early_stays_in_its_queue(visitor: Identity) -> None:
    ask(visitor, "How do I")
    second = ask(visitor, "pay by card?")

    early = turns.claim(second.pk)

    assert isinstance(early, turns.TooEarly)
    assert 0 < early.seconds <= turns.SILENCE.total_seconds()
    second.refresh_from_db()
    assert (second.status, second.lease_until) == ("queued", None)


def test_nothing_is_claimed_of_a_turn_that_is_not_there() -> None:
    assert turns.claim(uuid4()) is None


def test_a_turn_that_is_not_there_cannot_be_locked() -> None:
    with transaction.atomic(), pytest.raises(Turn.DoesNotExist):
        locked_turn(uuid4())


def test_a_conversation_waits_since_the_first_message_without_an_answer(
    visitor: Identity,
) -> None:
    ask(visitor, "How do I")
    ask(visitor, "pay by card?")

    first = Event.objects.get(seq=1)
    since = Conversation.objects.get().unanswered_since
    assert since is not None
    assert abs((since - first.at).total_seconds()) < 0.1


def test_nobody_waits_for_a_bot_that_is_off(site: Site, visitor: Identity) -> None:
    Site.objects.update(bot_enabled=False)

    customers.send(identity=visitor, cid=uuid4(), text="How do I pay?")

    assert Conversation.objects.get().unanswered_since is None


def test_a_message_during_an_answer_still_waits_after_it(visitor: Identity) -> None:
    work = claim(visitor)
    turns.begin_to_speak(work.turn)
    customers.send(identity=visitor, cid=uuid4(), text="And when?")

    endings.finish(work.turn, answered("By card."))

    waiting = Event.objects.get(payload__text="And when?")
    assert Conversation.objects.get().unanswered_since == waiting.at
    assert Turn.objects.get(status="queued").trigger == waiting.seq
