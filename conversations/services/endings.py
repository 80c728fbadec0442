"""The ways a turn ends by itself: an answer, an honest no, a hand-off, a failure."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from conversations import nudge
from conversations.models import Conversation, Event, Turn
from conversations.services import turns
from conversations.services.appending import Draft, Fence, append, turn_actor
from conversations.services.guarding import tell_staff
from conversations.services.handing import hand_off
from conversations.services.silencing import tell_turn
from conversations.services.turn_rows import locked_turn
from knowledge.answering.outcomes import (
    Abstained,
    Answered,
    Citation,
    Declined,
    Escalated,
    Outcome,
    Proposed,
    Trace,
)
from knowledge.services import cache, traces

FAILURES_BEFORE_A_PERSON = 2
FAILED = gettext_noop(
    "Sorry, I could not finish this answer. Ask again, or talk to a person."
)


@transaction.atomic
def finish(turn_id: UUID, outcome: Outcome, *, shown: str = "") -> bool:
    """Store how a turn ended, unless somebody took over: then False, and nothing is written.

    `shown` is what customers saw of it; it stays as a partial when the outcome has no words.
    Raises cache.Outdated for an answer that was made before and is not valid any more.
    """
    turn, reader = locked_turn(turn_id)
    conversation = turn.conversation
    fence = Fence(turn=turn.pk, epoch=turn.epoch)
    if repeated := outcome.trace.repeated:
        cache.hold(repeated.entry, reader=reader)
    text, citations = _words_of(outcome)
    draft = _draft(turn, outcome, text, citations, shown)
    conversation.failures = _failures_after(outcome, conversation.failures)
    settled = _settled(turn) if draft else {}
    if draft is None:
        if not _may_speak(conversation, turn):
            return False
    elif append(conversation, draft, fence=fence, also=settled) is None:
        return False
    _end(turn, Turn.Status.DONE, outcome=type(outcome).__name__.lower())
    _record(conversation, turn, outcome, citations)
    tell_staff(conversation, outcome.trace)
    reason = _why_hand_off(conversation, outcome)
    if reason:
        hand_off(conversation, reason=reason)
    elif not settled:
        turns.plan_next(conversation, after=turn.trigger)
    nudge.triage(conversation.pk)
    tell_turn(conversation, turn)
    return True


@transaction.atomic
def fail(turn_id: UUID, *, reason: str, shown: str) -> bool:
    """A turn broke: keep what was shown, tell the customer, ask a person the second time."""
    turn, _ = locked_turn(turn_id)
    conversation = turn.conversation
    fence = Fence(turn=turn.pk, epoch=turn.epoch)
    actor = turn_actor(turn)
    if shown:
        partial = {"turn": str(turn.pk), "text": shown, "reason": "failed"}
        if (
            append(conversation, Draft(Event.Kind.PARTIAL, actor, partial), fence=fence)
            is None
        ):
            return False
    elif not _may_speak(conversation, turn):
        return False
    _end(turn, Turn.Status.FAILED, outcome="failed", reason=reason)
    conversation.failures += 1
    if conversation.failures >= FAILURES_BEFORE_A_PERSON:
        hand_off(conversation, reason="failure")
    else:
        text = gettext(FAILED)
        payload = {
            "author": "system",
            "text": text,
            "citations": [],
            "actions": ["person"],
        }
        append(conversation, Draft(Event.Kind.MESSAGE, "system", payload))
        turns.plan_next(conversation, after=turn.trigger)
    nudge.triage(conversation.pk)
    tell_turn(conversation, turn)
    return True


def _may_speak(conversation: Conversation, turn: Turn) -> bool:
    """The fence for an ending that stores no text; the conversation is locked."""
    turn.refresh_from_db(fields=["status"])
    return (
        conversation.control == "bot"
        and conversation.control_epoch == turn.epoch
        and turn.status == Turn.Status.STREAMING
    )


def _words_of(outcome: Outcome) -> tuple[str, list[Citation]]:
    match outcome:
        case Answered():
            return outcome.text, list(outcome.citations)
        case Escalated():
            return "", []
        case _:
            return outcome.text, []


def _draft(
    turn: Turn, outcome: Outcome, text: str, citations: list[Citation], shown: str
) -> Draft | None:
    """What the customer keeps of this turn: a message, an interrupted answer, or nothing."""
    actor = turn_actor(turn)
    if text:
        payload = _payload(turn, outcome, text, citations)
        return Draft(Event.Kind.MESSAGE, actor, payload)
    if shown:
        partial = {"turn": str(turn.pk), "text": shown, "reason": "handed_off"}
        return Draft(Event.Kind.PARTIAL, actor, partial)
    return None


def _payload(
    turn: Turn, outcome: Outcome, text: str, citations: list[Citation]
) -> dict[str, Any]:
    payload: dict[str, Any] = {
        "author": "bot",
        "text": text,
        "turn": str(turn.pk),
        "citations": [
            {
                "n": c.n,
                "atom": c.atom,
                "title": c.title,
                "section": c.section,
                "version": c.version,
                "version_id": c.version_id,
                "quote": c.quote,
            }
            for c in citations
        ],
    }
    if isinstance(outcome, Answered):
        payload["confidence"] = outcome.confidence
    partly = isinstance(outcome, Answered) and (outcome.unknown or outcome.foreign)
    if partly or isinstance(outcome, Abstained | Declined):
        payload["actions"] = ["person"]
    return payload


def _end(turn: Turn, status: str, *, outcome: str, reason: str = "") -> None:
    turn.status = status
    turn.outcome = outcome
    turn.reason = reason
    turn.finished_at = timezone.now()
    turn.save(update_fields=["status", "outcome", "reason", "finished_at"])


def _record(
    conversation: Conversation, turn: Turn, outcome: Outcome, citations: list[Citation]
) -> None:
    trace: Trace = outcome.trace
    traces.record_answer(
        turn=turn.pk,
        site=conversation.site,
        source=conversation.public_id,
        verified=conversation.customer.verified,
        outcome=turn.outcome,
        trace=trace,
        versions=[c.version_id for c in citations],
    )
    if isinstance(outcome, Answered):
        remembering = cache.note_use if trace.repeated else cache.keep
        remembering(
            outcome,
            site=conversation.site,
            turn=turn.pk,
            source=conversation.public_id,
        )


def _failures_after(outcome: Outcome, failures: int) -> int:
    match outcome:
        case Answered():
            return 0
        case Abstained():
            return failures + 1
        case _:
            return failures


def _settled(turn: Turn) -> dict[str, Any]:
    """What an end writes of its conversation beside its words when no other message waits.

    That is so when the turn's own message is the last event, as mostly; else nobody knows yet.
    """
    conversation = turn.conversation
    if conversation.last_seq > turn.trigger:
        return {}
    return {"unanswered_since": None, "failures": conversation.failures}


def _why_hand_off(conversation: Conversation, outcome: Outcome) -> str:
    """Return why people go on after this end; empty when the bot does."""
    match outcome:
        case Escalated(reason=reason):
            return reason
        case Proposed():
            return "rule"
        case Abstained() if conversation.failures >= FAILURES_BEFORE_A_PERSON:
            return "low_evidence"
        case _:
            return ""
