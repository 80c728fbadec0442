"""The states of a conversation and every legal way from one to another."""

from enum import StrEnum


class State(StrEnum):
    """Where a conversation stands."""

    BOT = "bot"
    QUEUED = "queued"
    HUMAN = "human"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"
    ARCHIVED = "archived"


class Control(StrEnum):
    """Who may speak to the customer."""

    BOT = "bot"
    HUMAN = "human"
    NONE = "none"


class Action(StrEnum):
    """What moves a conversation; the words of the inbox and of the protocol."""

    HAND_OFF = "hand_off"
    TAKE = "take"
    RELEASE = "release"
    HAND_BACK = "hand_back"
    SNOOZE = "snooze"
    WAKE = "wake"
    RESOLVE = "resolve"
    REOPEN_BOT = "reopen_bot"
    REOPEN_QUEUED = "reopen_queued"
    ARCHIVE = "archive"


OPEN = (State.BOT, State.QUEUED, State.HUMAN, State.SNOOZED)

TRANSITIONS: dict[Action, tuple[tuple[State, ...], State]] = {
    Action.HAND_OFF: ((State.BOT,), State.QUEUED),
    Action.TAKE: ((State.BOT, State.QUEUED, State.HUMAN, State.SNOOZED), State.HUMAN),
    Action.RELEASE: ((State.HUMAN,), State.QUEUED),
    Action.HAND_BACK: ((State.HUMAN, State.QUEUED), State.BOT),
    Action.SNOOZE: ((State.HUMAN, State.QUEUED), State.SNOOZED),
    Action.WAKE: ((State.SNOOZED,), State.QUEUED),
    Action.RESOLVE: (OPEN, State.RESOLVED),
    Action.REOPEN_BOT: ((State.RESOLVED,), State.BOT),
    Action.REOPEN_QUEUED: ((State.RESOLVED,), State.QUEUED),
    Action.ARCHIVE: ((State.RESOLVED,), State.ARCHIVED),
}

_CONTROL = {State.BOT: Control.BOT, State.HUMAN: Control.HUMAN}

_SHOWN = {
    State.BOT: "bot",
    State.QUEUED: "waiting",
    State.HUMAN: "human",
    State.SNOOZED: "waiting",
    State.RESOLVED: "resolved",
    State.ARCHIVED: "resolved",
}


class IllegalTransition(Exception):
    """The conversation's state does not allow this action."""


def after(state: State, action: Action) -> State:
    """Return the state that an action leads to; raises IllegalTransition."""
    allowed, target = TRANSITIONS[action]
    if state not in allowed:
        message = f"{action} is not possible from {state}"
        raise IllegalTransition(message)
    return target


def control_in(state: State) -> Control:
    """Return who may speak in a state."""
    return _CONTROL.get(state, Control.NONE)


def shown_to_customer(state: State) -> str:
    """Return the customer's word for a state."""
    return _SHOWN[state]


def epoch_rises(before: State, now: State) -> bool:
    """The epoch rises on every exit from the bot and on every entry to it."""
    return (before == State.BOT) != (now == State.BOT)
