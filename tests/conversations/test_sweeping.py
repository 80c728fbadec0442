"""What the sweep repairs."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.utils import timezone

from accounts.identity import Identity
from conversations.models import Conversation, Event, Turn
from conversations.services import customers
from conversations.services.sweeping import sweep

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(visitor: Identity) -> Conversation:
    customers.send(identity=visitor, cid=uuid4(), text="How do I pay?")
    return Conversation.objects.get()


def lose_worker() -> None:
    Turn.objects.filter(status__in=["queued", "streaming"]).update(
        status="streaming", lease_until=timezone.now() - timedelta(seconds=1)
    )


def test_a_turn_whose_worker_died_is_tried_once_more(question: Conversation) -> None:
    lose_worker()

    sweep()

    assert list(Turn.objects.values_list("status", "attempt")) == [
        ("failed", 1),
        ("queued", 2),
    ]


def test_after_the_second_lost_worker_a_person_is_asked(question: Conversation) -> None:
    for _ in range(2):
        lose_worker()
        sweep()

    question.refresh_from_db()
    assert question.status == "queued"
    assert Event.objects.filter(kind="notice").count() == 1


def test_text_of_a_lost_attempt_is_replaced_not_kept(question: Conversation) -> None:
    Turn.objects.update(spoke_at=timezone.now(), text="By ca")
    lose_worker()

    sweep()

    assert not Event.objects.filter(kind="partial").exists()


def test_a_turn_with_a_living_worker_is_left_alone(question: Conversation) -> None:
    Turn.objects.update(
        status="streaming", lease_until=timezone.now() + timedelta(seconds=9)
    )

    sweep()

    assert Turn.objects.get().status == "streaming"


def test_a_question_past_its_deadline_goes_to_a_person(question: Conversation) -> None:
    cache.set(
        "sweeps", (timezone.now(), timezone.now() - timedelta(hours=1)), timeout=None
    )
    Conversation.objects.update(unanswered_since=timezone.now() - timedelta(seconds=61))

    sweep()
    sweep()

    question.refresh_from_db()
    assert question.status == "queued"
    assert Event.objects.filter(kind="notice").count() == 1
    assert Turn.objects.get().status == "cancelled"


def test_an_outage_is_not_held_against_the_deadline(question: Conversation) -> None:
    long_ago = timezone.now() - timedelta(minutes=30)
    cache.set("sweeps", (long_ago, long_ago), timeout=None)
    Conversation.objects.update(unanswered_since=timezone.now() - timedelta(minutes=10))

    sweep()

    question.refresh_from_db()
    assert question.status == "bot"
