"""What agents do, as services; who may do it; and who wins."""

import threading
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone

from accounts.identity import Identity
from accounts.models import Team, User
from conversations.models import Conversation, Event, Note, Turn
from conversations.services import agents, customers
from conversations.services.appending import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def chat(visitor: Identity) -> UUID:
    """A conversation that waits for a person."""
    customers.send(identity=visitor, cid=uuid4(), text="Hello")
    return customers.ask_person(identity=visitor, cid=uuid4()).conversation


def state(chat: UUID) -> tuple[str, str, int | None]:
    found = Conversation.objects.get(public_id=chat)
    return found.status, found.control, found.assignee_id


def test_a_reply_takes_the_conversation(chat: UUID, alice: User) -> None:
    agents.reply(user=alice, conversation=chat, cid=uuid4(), text="Hi, I am Alice.")

    assert state(chat) == ("human", "human", alice.pk)
    kinds = list(Event.objects.order_by("seq").values_list("kind", flat=True))
    assert kinds[-4:] == ["takeover", "state", "assigned", "message"]


def test_an_agents_request_sent_twice_is_done_once(chat: UUID, alice: User) -> None:
    cid = uuid4()
    first = agents.reply(user=alice, conversation=chat, cid=cid, text="Hi")

    again = agents.reply(user=alice, conversation=chat, cid=cid, text="Hi")

    assert (again.seq, again.dup) == (first.seq, True)
    assert Event.objects.filter(payload__author="agent").count() == 1


def test_who_comes_second_learns_who_was_first(
    chat: UUID, alice: User, bob: User
) -> None:
    agents.take(user=alice, conversation=chat, cid=uuid4())

    with pytest.raises(Refused) as refusal:
        agents.reply(user=bob, conversation=chat, cid=uuid4(), text="Hi")

    assert (refusal.value.code, refusal.value.holder) == ("conflict", "Alice")
    assert state(chat)[2] == alice.pk


def test_only_a_lead_may_step_in(
    chat: UUID, alice: User, bob: User, dora: User
) -> None:
    agents.take(user=alice, conversation=chat, cid=uuid4())

    with pytest.raises(Refused, match="conflict"):
        agents.take(user=bob, conversation=chat, cid=uuid4(), step_in=True)
    agents.take(user=dora, conversation=chat, cid=uuid4(), step_in=True)

    assert state(chat)[2] == dora.pk


def test_charlie_cannot_reach_the_conversation_of_another_team(
    chat: UUID, team: Team, alice: User, charlie: User
) -> None:
    Conversation.objects.update(team=team)

    agents.take(user=alice, conversation=chat, cid=uuid4())
    for act in (
        lambda: agents.take(user=charlie, conversation=chat, cid=uuid4()),
        lambda: agents.reply(user=charlie, conversation=chat, cid=uuid4(), text="Hi"),
        lambda: agents.add_note(
            user=charlie, conversation=chat, cid=uuid4(), text="Hi"
        ),
        lambda: agents.release(user=charlie, conversation=chat, cid=uuid4(), to="bot"),
        lambda: agents.resolve(user=charlie, conversation=chat, cid=uuid4()),
        lambda: agents.mark_read(user=charlie, conversation=chat, seq=1),
    ):
        with pytest.raises(Refused, match="not_found"):
            act()


def test_a_colleague_without_the_right_to_reply_is_refused(
    chat: UUID, alice: User
) -> None:
    from django.contrib.auth.models import Permission

    alice.groups.clear()
    alice.user_permissions.add(Permission.objects.get(codename="view_conversation"))
    reader = User.objects.get(pk=alice.pk)

    with pytest.raises(Refused, match="forbidden"):
        agents.take(user=reader, conversation=chat, cid=uuid4())


def test_a_note_has_its_own_row_and_leaves_no_gap_for_the_customer(
    chat: UUID, alice: User
) -> None:
    before = Conversation.objects.get(public_id=chat)

    agents.add_note(user=alice, conversation=chat, cid=uuid4(), text="pays late")

    after = Conversation.objects.get(public_id=chat)
    note = Event.objects.get(kind="note")
    assert (after.last_seq, after.last_pub_seq) == (
        before.last_seq + 1,
        before.last_pub_seq,
    )
    assert note.pub_seq is None
    assert note.payload == {"note": Note.objects.get().pk}


def test_released_to_the_queue_it_keeps_its_place(chat: UUID, alice: User) -> None:
    waiting = Conversation.objects.get(public_id=chat).waiting_since
    agents.take(user=alice, conversation=chat, cid=uuid4())

    agents.release(user=alice, conversation=chat, cid=uuid4(), to="queue")

    assert state(chat) == ("queued", "none", None)
    assert Conversation.objects.get(public_id=chat).waiting_since == waiting


def test_handed_back_the_bot_speaks_in_a_new_epoch(
    chat: UUID, alice: User, visitor: Identity
) -> None:
    agents.take(user=alice, conversation=chat, cid=uuid4())
    epoch = Conversation.objects.get(public_id=chat).control_epoch

    agents.release(user=alice, conversation=chat, cid=uuid4(), to="bot")
    customers.send(identity=visitor, cid=uuid4(), text="And now?")

    conversation = Conversation.objects.get(public_id=chat)
    assert state(chat) == ("bot", "bot", None)
    assert conversation.control_epoch == epoch + 1
    assert Turn.objects.get(status="queued").epoch == epoch + 1


def test_only_the_holder_or_a_lead_gives_a_conversation_away(
    chat: UUID, alice: User, bob: User, dora: User
) -> None:
    agents.take(user=alice, conversation=chat, cid=uuid4())

    with pytest.raises(Refused, match="conflict"):
        agents.release(user=bob, conversation=chat, cid=uuid4(), to="queue")
    with pytest.raises(Refused, match="conflict"):
        agents.resolve(user=bob, conversation=chat, cid=uuid4())
    agents.resolve(user=dora, conversation=chat, cid=uuid4())

    assert state(chat)[0] == "resolved"


def test_a_resolved_conversation_is_closed_to_further_deeds(
    chat: UUID, alice: User
) -> None:
    agents.resolve(user=alice, conversation=chat, cid=uuid4())

    for act in (agents.take, agents.resolve):
        with pytest.raises(Refused, match="closed"):
            act(user=alice, conversation=chat, cid=uuid4())


def test_reading_only_moves_forward_and_not_past_the_end(
    chat: UUID, alice: User
) -> None:
    agents.mark_read(user=alice, conversation=chat, seq=2)
    agents.mark_read(user=alice, conversation=chat, seq=1)
    assert alice.readmark_set.get().seq == 2

    agents.mark_read(user=alice, conversation=chat, seq=900)
    assert alice.readmark_set.get().seq == Conversation.objects.get().last_seq


@pytest.mark.django_db(transaction=True)
def test_of_two_agents_who_take_at_once_exactly_one_wins(
    visitor: Identity, alice: User, bob: User
) -> None:
    for _ in range(25):
        customers.send(identity=visitor, cid=uuid4(), text="Hello")
        chat = customers.ask_person(identity=visitor, cid=uuid4()).conversation
        start, results = threading.Barrier(2), []

        def race(
            user: User, chat: UUID = chat, start: threading.Barrier = start
        ) -> None:
            start.wait()
            try:
                agents.take(user=user, conversation=chat, cid=uuid4())
                results.append(("won", user.first_name))
            except Refused as refusal:
                results.append(("lost to", refusal.holder))
            finally:
                connection.close()

        threads = [threading.Thread(target=race, args=(user,)) for user in (alice, bob)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        (winner,) = [name for word, name in results if word == "won"]
        assert sorted(results) == [("lost to", winner), ("won", winner)]
        holder = Conversation.objects.get(public_id=chat).assignee
        assert holder is not None
        assert holder.first_name == winner
        Conversation.objects.update(
            status="resolved", resolved_at=timezone.now(), assignee=None
        )
