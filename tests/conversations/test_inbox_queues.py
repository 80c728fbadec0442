"""The inbox's queues: what stands where, in which order, at what cost, and what is unread."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.identity import Identity
from accounts.models import Customer, Site, User
from conversations.inbox.queues import MOST_COUNTED, MOST_ROWS, Queue, doors, rows
from conversations.models import Conversation, ReadMark
from conversations.services import agents, customers
from conversations.states import State
from tests.conversations.chats import MakeChat, count, ids, signed_in

pytestmark = pytest.mark.django_db


# The queues -----------------------------------------------------------------------------------


def test_each_conversation_stands_in_one_queue(
    make_chat: MakeChat, alice: User, bob: User
) -> None:
    with_bot, waiting, mine, colleagues, unowned, resolved = (
        make_chat(waits=n > 0) for n in range(6)
    )
    agents.take(user=alice, conversation=mine, cid=uuid4())
    agents.take(user=bob, conversation=colleagues, cid=uuid4())
    gone = User.objects.create_superuser(username="gone")
    agents.take(user=gone, conversation=unowned, cid=uuid4())
    User.objects.filter(pk=gone.pk).update(is_active=False)
    agents.resolve(user=alice, conversation=resolved, cid=uuid4())

    assert {queue: ids(alice, queue) for queue in Queue} == {
        Queue.WAITING: [waiting],
        Queue.MINE: [mine],
        Queue.BOT: [with_bot],
        Queue.COLLEAGUES: [colleagues],
        Queue.UNOWNED: [unowned],
        Queue.RESOLVED: [resolved],
    }
    assert [door.count for door in doors(alice)] == ["1", "1", "1", "1", "1", ""]


def test_what_a_closed_account_held_can_be_taken_by_anybody(
    make_chat: MakeChat, alice: User, bob: User
) -> None:
    chat = make_chat()
    agents.take(user=bob, conversation=chat, cid=uuid4())
    User.objects.filter(pk=bob.pk).update(is_active=False)

    agents.take(user=alice, conversation=chat, cid=uuid4())

    assert ids(alice, Queue.MINE) == [chat]


def test_the_longest_wait_stands_first(make_chat: MakeChat, alice: User) -> None:
    first, second = make_chat("first"), make_chat("second")
    earlier = timezone.now() - timedelta(hours=1)
    Conversation.objects.filter(public_id=second).update(waiting_since=earlier)

    assert ids(alice, Queue.WAITING) == [second, first]


def test_counting_and_listing_stop_at_their_limits(site: Site, alice: User) -> None:
    people = Customer.objects.bulk_create(
        Customer(site=site, key=f"v:{n}") for n in range(MOST_COUNTED + 5)
    )
    Conversation.objects.bulk_create(
        Conversation(site=site, customer=customer, status=State.QUEUED)
        for customer in people
    )

    assert count(alice, Queue.WAITING) == "99+"
    assert len(rows(alice, Queue.WAITING)) == MOST_ROWS


def test_the_list_costs_the_same_for_one_row_and_for_many(
    make_chat: MakeChat,
    alice: User,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    client = signed_in(alice)
    for n in range(12):
        make_chat(f"Question {n}")

    # Session, user, two for rights, one for all counts, one for the rows.
    with django_assert_max_num_queries(6):
        client.get(reverse("inbox-list"))
    with django_assert_max_num_queries(16):
        client.get(reverse("inbox"))


def test_a_conversation_costs_the_same_with_few_events_and_with_many(
    make_chat: MakeChat,
    alice: User,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    client = signed_in(alice)
    chat = make_chat()
    for n in range(20):
        agents.add_note(user=alice, conversation=chat, cid=uuid4(), text=f"Note {n}")

    with django_assert_max_num_queries(16):
        client.get(reverse("inbox-pane", args=[chat]))


# Unread ---------------------------------------------------------------------------------------


def test_unread_is_each_agents_own(make_chat: MakeChat, alice: User, bob: User) -> None:
    chat = make_chat()
    last = Conversation.objects.get().last_seq

    answer = signed_in(alice).post(reverse("inbox-read", args=[chat]), {"seq": last})

    assert answer.status_code == 204
    assert [row.unread for row in rows(alice, Queue.WAITING)] == [False]
    assert [row.unread for row in rows(bob, Queue.WAITING)] == [True]


def test_a_new_message_makes_ones_own_queue_unread(
    visitor: Identity, alice: User
) -> None:
    chat = customers.send(identity=visitor, cid=uuid4(), text="Hello").conversation
    agents.take(user=alice, conversation=chat, cid=uuid4())
    last = Conversation.objects.get().last_seq
    agents.mark_read(user=alice, conversation=chat, seq=last)
    before = {door.queue: door.unread for door in doors(alice)}

    customers.send(identity=visitor, cid=uuid4(), text="Are you there?")

    after = {door.queue: door.unread for door in doors(alice)}
    assert (before[Queue.MINE], after[Queue.MINE]) == (False, True)


def test_marking_read_wants_a_token_a_number_and_a_post(
    make_chat: MakeChat, alice: User
) -> None:
    address = reverse("inbox-read", args=[make_chat()])
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)

    assert strict.post(address, {"seq": 1}).status_code == 403
    assert signed_in(alice).post(address, {"seq": "all"}).status_code == 400
    assert signed_in(alice).get(address).status_code == 405
    assert not ReadMark.objects.exists()
