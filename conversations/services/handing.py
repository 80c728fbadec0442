"""Handing a conversation to people: the one way from the bot to the queue."""

from django.utils.translation import gettext_noop

from accounts import clock
from conversations import drafts
from conversations.models import Conversation, Event
from conversations.services.appending import SYSTEM, Draft, append, move, save_state
from conversations.services.silencing import end_turn
from conversations.states import Action

# One line to the customer for each reason; staff see the reason itself.
LINES = {
    "asked": gettext_noop("You are in the queue: a person will answer here."),
    "account": gettext_noop(
        "This needs a person who can look at your account. You are in the queue."
    ),
    "complaint": gettext_noop("I am handing this to a person. You are in the queue."),
    "danger": gettext_noop("I am handing this to a person. You are in the queue."),
    "rule": gettext_noop("I am handing this to a person. You are in the queue."),
    "low_evidence": gettext_noop(
        "I could not find this out, so a person will answer here."
    ),
    "failure": gettext_noop(
        "Something went wrong on our side, so a person will answer here."
    ),
    "deadline": gettext_noop("This took too long, so a person will answer here."),
    "bot_off": gettext_noop("You are in the queue: a person will answer here."),
    "reopened": gettext_noop(
        "Welcome back. You are in the queue: a person will answer here."
    ),
}


def hand_off(  # noqa: PLR0913 what it says and to whom
    conversation: Conversation,
    *,
    reason: str,
    seen: drafts.Seen | None = None,
    action: Action = Action.HAND_OFF,
    client_id: object = None,
    actor: str = SYSTEM,
    rule: str = "",
) -> Event | None:
    """Move a locked conversation to the queue: end the answer, start the wait, say it once.

    `rule` names the rule of this desk that did so; only staff read it.
    """
    end_turn(conversation, seen=seen, reason=reason)
    move(conversation, action)
    conversation.waiting_since = conversation.waiting_since or clock.now()
    conversation.unanswered_since = None
    conversation.failures = 0
    save_state(conversation, "waiting_since", "unanswered_since", "failures")
    state = append(
        conversation,
        Draft(
            kind=Event.Kind.STATE,
            actor=actor,
            payload={"state": "waiting", "reason": reason},
            client_id=client_id,  # type: ignore[arg-type]
        ),
    )
    append(
        conversation,
        Draft(
            kind=Event.Kind.NOTICE,
            actor=SYSTEM,
            payload={
                "code": "handed_off",
                "params": {},
                "text": LINES[reason],
                "reason": reason,
            }
            | ({"rule": rule} if rule else {}),
        ),
    )
    return state
