"""What customers do: write, ask for a person, stop, rate, resolve."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.identity import Identity
from accounts.models import Customer, Site
from conversations import doorbell, nudge
from conversations.models import Conversation, Event, Feedback, Turn
from conversations.protocol import LONGEST_MESSAGE
from conversations.services import turns
from conversations.services.appending import (
    SYSTEM,
    Draft,
    Refused,
    append,
    customer_actor,
    for_update,
    known,
    locked,
    move,
    save_state,
)
from conversations.services.handing import hand_off
from conversations.services.learning import learn_later
from conversations.services.silencing import end_turn, hush
from conversations.states import Action, State
from knowledge.services import traces

REOPEN_WITHIN = timedelta(days=7)
_WAYS_TO_A_PERSON = {
    State.BOT: Action.HAND_OFF,
    State.SNOOZED: Action.WAKE,
    State.RESOLVED: Action.REOPEN_QUEUED,
}


@dataclass(frozen=True)
class Stored:
    """Where a request ended up: the customers' seq of its event, if it has one."""

    conversation: UUID
    seq: int | None
    dup: bool = False
    relisted: bool = False


@transaction.atomic
def send(
    *, identity: Identity, cid: UUID, text: str, files: Sequence[str] = ()
) -> Stored:
    """Store a customer's message exactly once and ask for its answer.

    1. Lock the customer, so that two first messages make one conversation.
    2. Find the open conversation, or reopen or follow the last one, and lock it.
    3. A known cid gives its stored result; else append, and plan the turn.
    """
    text = clean(text)
    if files:
        raise Refused("bad_file")
    customer = _locked_customer(identity)
    actor = customer_actor(customer)
    stored = known(actor, cid)
    if stored is not None:
        return Stored(stored.conversation.public_id, stored.pub_seq, dup=True)
    conversation, relisted = _conversation_to_write_in(identity, customer)
    event = append(
        conversation,
        Draft(
            kind=Event.Kind.MESSAGE,
            actor=actor,
            payload={"author": "customer", "text": text},
            client_id=cid,
        ),
    )
    assert event is not None  # noqa: S101 only a fence makes it None
    _answer_or_queue(conversation, event)
    if conversation.status == State.BOT:
        nudge.triage_unless_answered(conversation.pk)
    else:
        nudge.triage(conversation.pk)
    if relisted:
        doorbell.after_commit_tell(identity.group, {"type": "resync"})
    return Stored(conversation.public_id, event.pub_seq, relisted=relisted)


def ask_person(*, identity: Identity, cid: UUID) -> Stored:
    """The customer wants a person: to the queue, with one line that says so."""
    current = current_conversation(identity)
    seen = hush(current.pk) if current is not None else None
    with transaction.atomic():
        customer = _locked_customer(identity)
        stored = known(customer_actor(customer), cid)
        if stored is not None:
            return Stored(stored.conversation.public_id, stored.pub_seq, dup=True)
        conversation, relisted = _conversation_to_write_in(identity, customer)
        action = _WAYS_TO_A_PERSON.get(State(conversation.status))
        if action is None:
            return Stored(conversation.public_id, None)
        event = hand_off(
            conversation,
            reason="asked",
            seen=seen,
            action=action,
            client_id=cid,
            actor=customer_actor(customer),
        )
        if relisted:
            doorbell.after_commit_tell(identity.group, {"type": "resync"})
        return Stored(
            conversation.public_id, event.pub_seq if event else None, relisted=relisted
        )


@transaction.atomic
def give_feedback(
    *, identity: Identity, seq: int, helpful: bool, reason: str
) -> Stored:
    """Keep whether an answer helped; a second word replaces the first."""
    conversation = _current_or_refuse(identity)
    event = Event.objects.filter(
        conversation=conversation,
        pub_seq=seq,
        kind=Event.Kind.MESSAGE,
        payload__author="bot",
    ).first()
    if event is None:
        raise Refused("not_found")
    Feedback.objects.update_or_create(
        event=event, defaults={"helpful": helpful, "reason": reason}
    )
    turn = event.payload.get("turn")
    if turn is not None:
        traces.record_vote(turn=UUID(turn), helpful=helpful)
    return Stored(conversation.public_id, None)


@transaction.atomic
def rate(
    *, identity: Identity, cid: UUID, resolution: int, score: int, comment: str
) -> Stored:
    """Take the survey's answer, once for each resolution."""
    conversation = locked(_current_or_refuse(identity).pk)
    actor = customer_actor(conversation.customer)
    stored = known(actor, cid)
    if stored is not None:
        return Stored(conversation.public_id, stored.pub_seq, dup=True)
    if resolution > conversation.resolutions:
        raise Refused("not_found")
    earlier = conversation.events.filter(
        kind=Event.Kind.CSAT, payload__resolution=resolution
    )
    if earlier.exists():
        raise Refused("conflict")
    payload = {
        "resolution": resolution,
        "score": score,
        "comment": comment.replace("\0", ""),
    }
    event = append(
        conversation,
        Draft(kind=Event.Kind.CSAT, actor=actor, payload=payload, client_id=cid),
    )
    return Stored(conversation.public_id, event.pub_seq if event else None)


def resolve(*, identity: Identity, cid: UUID) -> Stored:
    """The customer is done."""
    current = _current_or_refuse(identity)
    seen = hush(current.pk)
    with transaction.atomic():
        conversation = locked(current.pk)
        actor = customer_actor(conversation.customer)
        stored = known(actor, cid)
        if stored is not None:
            return Stored(conversation.public_id, stored.pub_seq, dup=True)
        if conversation.status in (State.RESOLVED, State.ARCHIVED):
            raise Refused("closed")
        end_turn(conversation, seen=seen, reason="resolved")
        event = close(conversation, actor=actor, client_id=cid)
        return Stored(conversation.public_id, event.pub_seq if event else None)


def stop(*, identity: Identity, turn: UUID) -> None:
    """Stop the running answer; what was seen of it stays as a partial event."""
    current = current_conversation(identity)
    if (
        current is None
        or not current.turns.filter(pk=turn, status__in=Turn.LIVE).exists()
    ):
        return
    seen = hush(current.pk)
    with transaction.atomic():
        conversation = locked(current.pk)
        if conversation.turns.filter(pk=turn, status__in=Turn.LIVE).exists():
            end_turn(conversation, seen=seen, reason="stopped")
            conversation.unanswered_since = None
            conversation.save(update_fields=["unanswered_since"])


def mark_read(*, identity: Identity, seq: int) -> Conversation | None:
    """Remember how far the customer has read; returns the conversation when that moved."""
    current = current_conversation(identity)
    if current is None:
        return None
    moved = Conversation.objects.filter(
        pk=current.pk, customer_read_seq__lt=min(seq, current.last_pub_seq)
    ).update(customer_read_seq=min(seq, current.last_pub_seq))
    return current if moved else None


def close(
    conversation: Conversation, *, actor: str, client_id: UUID | None = None
) -> Event | None:
    """Resolve a locked conversation whose turn has been ended."""
    move(conversation, Action.RESOLVE)
    conversation.resolutions += 1
    conversation.resolved_at = timezone.now()
    conversation.waiting_since = conversation.unanswered_since = None
    save_state(
        conversation, "resolutions", "resolved_at", "waiting_since", "unanswered_since"
    )
    learn_later(conversation)
    return append(
        conversation,
        Draft(
            kind=Event.Kind.STATE,
            actor=actor,
            payload={"state": "resolved", "resolution": conversation.resolutions},
            client_id=client_id,
        ),
    )


def current_conversation(identity: Identity) -> Conversation | None:
    """Return the conversation whose events this customer's clients show, if there is one."""
    return (
        Conversation.objects.of_customer(identity)
        .exclude(status=State.ARCHIVED)
        .first()
    )


def clean(text: str) -> str:
    """Return a message as it is stored; raises Refused for one that cannot be."""
    text = text.replace("\0", "").strip()
    if not text:
        raise Refused("empty")
    if len(text) > LONGEST_MESSAGE:
        raise Refused("too_long")
    return text


def _answer_or_queue(conversation: Conversation, message: Event) -> None:
    """Plan the answer to a new message, or see that people are asked."""
    match State(conversation.status):
        case State.RESOLVED if (
            conversation.assignee_id is None and conversation.site.bot_enabled
        ):
            move(conversation, Action.REOPEN_BOT)
            save_state(conversation)
            append(
                conversation,
                Draft(kind=Event.Kind.STATE, actor=SYSTEM, payload={"state": "bot"}),
            )
            turns.plan(conversation, message)
        case State.RESOLVED:
            hand_off(conversation, reason="reopened", action=Action.REOPEN_QUEUED)
        case State.SNOOZED:
            hand_off(conversation, reason="reopened", action=Action.WAKE)
        case State.BOT if conversation.site.bot_enabled:
            turns.plan(conversation, message)
        case State.BOT:
            hand_off(conversation, reason="bot_off")
        case _:
            pass


def _current_or_refuse(identity: Identity) -> Conversation:
    conversation = current_conversation(identity)
    if conversation is None:
        raise Refused("not_found")
    return conversation


def _locked_customer(identity: Identity) -> Customer:
    theirs = (
        Customer.objects.select_for_update(no_key=True, of=("self",))
        .select_related("site")
        .filter(site=identity.site_id, key=identity.key)
    )
    customer = theirs.first()
    if customer is None:
        _add_customer(identity)
        customer = theirs.get()
    # The site is as it was before the wait for the lock: as late as a message just before.
    if not customer.site.active or customer.revoked_at is not None:
        raise Refused("forbidden")
    _keep_attributes(customer, identity)
    return customer


def _keep_attributes(customer: Customer, identity: Identity) -> None:
    """What the site's token says now replaces what an earlier one said."""
    if identity.verified and customer.attributes != dict(identity.attributes):
        customer.attributes = dict(identity.attributes)
        customer.save(update_fields=["attributes"])


def _add_customer(identity: Identity) -> None:
    site = Site.objects.filter(pk=identity.site_id, active=True).first()
    if site is None:
        raise Refused("forbidden")
    Customer.objects.get_or_create(
        site=site,
        key=identity.key,
        defaults={
            "verified": identity.verified,
            "name": identity.name,
            "email": identity.email,
            "attributes": dict(identity.attributes),
        },
    )


def _conversation_to_write_in(
    identity: Identity, customer: Customer
) -> tuple[Conversation, bool]:
    """Return a locked conversation, and whether it replaces the list that clients show."""
    conversation = for_update(Conversation.objects.of_customer(identity)).first()
    if conversation is None:
        return _new_conversation(customer, follows=None), False
    if conversation.status == State.RESOLVED and _recent(conversation):
        return conversation, False
    if conversation.status in (State.RESOLVED, State.ARCHIVED):
        return _new_conversation(customer, follows=conversation), True
    return conversation, False


def _new_conversation(
    customer: Customer, *, follows: Conversation | None
) -> Conversation:
    # Nobody else can have it yet: a row just made needs no lock.
    return Conversation.objects.create(
        site=customer.site, customer=customer, follows=follows
    )


def _recent(conversation: Conversation) -> bool:
    return (
        conversation.resolved_at is not None
        and timezone.now() - conversation.resolved_at < REOPEN_WITHIN
    )
