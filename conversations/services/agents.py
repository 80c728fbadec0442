"""What agents do: take, reply, note, release, hand back, resolve, mark read."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from accounts import clock
from accounts.identity import customer_group
from accounts.models import User
from conversations import drafts
from conversations.models import Conversation, Event, Note, ReadMark
from conversations.services.appending import (
    Draft,
    Refused,
    append,
    known,
    locked,
    move,
    save_state,
    user_actor,
)
from conversations.services.customers import clean, close
from conversations.services.silencing import end_turn, hush
from conversations.states import Action, IllegalTransition, State


@dataclass(frozen=True)
class Done:
    """An agent's request was carried out; `seq` is the staff's number of its event, if any."""

    seq: int | None
    dup: bool = False


def take(*, user: User, conversation: UUID, cid: UUID, step_in: bool = False) -> Done:
    """Take a conversation over: the bot falls silent in the same transaction."""
    target = _mine_to_answer(user, conversation)
    seen = hush(target.pk)
    with transaction.atomic():
        locked_row = locked(target.pk)
        earlier = known(user_actor(user.pk), cid)
        if earlier is not None:
            return Done(earlier.seq, dup=True)
        if locked_row.assignee_id == user.pk and locked_row.status == State.HUMAN:
            return Done(None)
        event = _take(locked_row, user=user, seen=seen, step_in=step_in, cid=cid)
        return Done(event.seq)


def reply(
    *,
    user: User,
    conversation: UUID,
    cid: UUID,
    text: str,
    files: Sequence[str] = (),
    step_in: bool = False,
) -> Done:
    """Say something to the customer; the first human word takes the conversation over."""
    text = clean(text)
    if files:
        raise Refused("bad_file")
    target = _mine_to_answer(user, conversation)
    seen = hush(target.pk)
    with transaction.atomic():
        locked_row = locked(target.pk)
        actor = user_actor(user.pk)
        earlier = known(actor, cid)
        if earlier is not None:
            return Done(earlier.seq, dup=True)
        if locked_row.status != State.HUMAN or locked_row.assignee_id != user.pk:
            _take(locked_row, user=user, seen=seen, step_in=step_in, cid=None)
        payload = {"author": "agent", "name": user.display_name, "text": text}
        event = append(
            locked_row, Draft(Event.Kind.MESSAGE, actor, payload, client_id=cid)
        )
        assert event is not None  # noqa: S101 only a fence makes it None
        return Done(event.seq)


@transaction.atomic
def add_note(*, user: User, conversation: UUID, cid: UUID, text: str) -> Done:
    """Write a private note; its text stays in its own table."""
    text = clean(text)
    locked_row = locked(_visible(user, conversation).pk)
    actor = user_actor(user.pk)
    earlier = known(actor, cid)
    if earlier is not None:
        return Done(earlier.seq, dup=True)
    if locked_row.status == State.ARCHIVED:
        raise Refused("closed")
    note = Note.objects.create(conversation=locked_row, author=user, text=text)
    draft = Draft(
        Event.Kind.NOTE, actor, {"note": note.pk}, public=False, client_id=cid
    )
    event = append(locked_row, draft)
    return Done(event.seq if event else None)


@transaction.atomic
def release(*, user: User, conversation: UUID, cid: UUID, to: str) -> Done:
    """Give a conversation back: to the queue at its old place, or to the bot."""
    locked_row = locked(_mine_to_answer(user, conversation).pk)
    actor = user_actor(user.pk)
    earlier = known(actor, cid)
    if earlier is not None:
        return Done(earlier.seq, dup=True)
    _refuse_unless_holder(locked_row, user)
    action = Action.HAND_BACK if to == "bot" else Action.RELEASE
    _move(locked_row, action)
    locked_row.assignee = None
    locked_row.waiting_since = (
        None if to == "bot" else locked_row.waiting_since or clock.now()
    )
    locked_row.failures = 0
    save_state(locked_row, "assignee", "waiting_since", "failures")
    payload = {"state": locked_row.customer_state}
    event = append(locked_row, Draft(Event.Kind.STATE, actor, payload, client_id=cid))
    return Done(event.seq if event else None)


def resolve(*, user: User, conversation: UUID, cid: UUID) -> Done:
    """Close a conversation."""
    target = _mine_to_answer(user, conversation)
    seen = hush(target.pk)
    with transaction.atomic():
        locked_row = locked(target.pk)
        actor = user_actor(user.pk)
        earlier = known(actor, cid)
        if earlier is not None:
            return Done(earlier.seq, dup=True)
        if locked_row.status == State.HUMAN:
            _refuse_unless_holder(locked_row, user)
        if locked_row.status in (State.RESOLVED, State.ARCHIVED):
            raise Refused("closed")
        end_turn(locked_row, seen=seen, reason="resolved")
        event = close(locked_row, actor=actor, client_id=cid)
        return Done(event.seq if event else None)


def mark_read(*, user: User, conversation: UUID, seq: int) -> None:
    """Remember how far a member of staff has read."""
    target = _visible(user, conversation)
    mark, _ = ReadMark.objects.get_or_create(conversation=target, user=user)
    if seq > mark.seq:
        ReadMark.objects.filter(pk=mark.pk, seq__lt=seq).update(
            seq=min(seq, target.last_seq)
        )


def customer_group_for(user: User, conversation: UUID) -> str | None:
    """Return the group of the customer's sockets, for somebody who may write there."""
    found = (
        Conversation.objects.visible_to(user)
        .select_related("customer")
        .filter(public_id=conversation)
        .first()
    )
    if found is None or not user.has_perm("conversations.reply_conversation"):
        return None
    return customer_group(found.site_id, found.customer.key)


def _take(
    conversation: Conversation,
    *,
    user: User,
    seen: drafts.Seen | None,
    step_in: bool,
    cid: UUID | None,
) -> Event:
    """Make the user the holder of a locked conversation, or say who already is."""
    holder = conversation.assignee
    # Somebody whose account was closed holds nothing any more.
    held = (
        conversation.status == State.HUMAN
        and holder is not None
        and holder.is_active
        and holder != user
    )
    may_step_in = step_in and user.has_perm("conversations.lead_conversation")
    if held and not may_step_in:
        raise Refused("conflict", holder=holder.display_name if holder else "")
    end_turn(conversation, seen=seen, reason="takeover")
    before = _move(conversation, Action.TAKE)
    conversation.assignee = user
    conversation.waiting_since = conversation.waiting_since or clock.now()
    conversation.unanswered_since = None
    save_state(conversation, "assignee", "waiting_since", "unanswered_since")
    actor = user_actor(user.pk)
    taken = append(
        conversation,
        Draft(
            Event.Kind.TAKEOVER,
            actor,
            {"name": user.display_name, "from": before.value},
            public=False,
            client_id=cid,
        ),
    )
    append(conversation, Draft(Event.Kind.STATE, actor, {"state": "human"}))
    append(conversation, Draft(Event.Kind.ASSIGNED, actor, {"name": user.display_name}))
    assert taken is not None  # noqa: S101 only a fence makes it None
    return taken


def _visible(user: User, conversation: UUID) -> Conversation:
    found = Conversation.objects.visible_to(user).filter(public_id=conversation).first()
    if found is None:
        raise Refused("not_found")
    return found


def _mine_to_answer(user: User, conversation: UUID) -> Conversation:
    found = _visible(user, conversation)
    if not user.has_perm("conversations.reply_conversation"):
        raise Refused("forbidden")
    return found


def _refuse_unless_holder(conversation: Conversation, user: User) -> None:
    if conversation.status != State.HUMAN or conversation.assignee_id == user.pk:
        return
    if user.has_perm("conversations.lead_conversation"):
        return
    holder = conversation.assignee
    raise Refused("conflict", holder=holder.display_name if holder else "")


def _move(conversation: Conversation, action: Action) -> State:
    try:
        return move(conversation, action)
    except IllegalTransition:
        raise Refused("closed") from None
