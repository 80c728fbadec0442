"""How the inbox says where a conversation stands, and how long ago something was."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from conversations.models import Conversation
from conversations.states import State


@dataclass(frozen=True)
class Standing:
    """A state as people see it: an icon and a word, so that colour is never alone."""

    icon: str
    word: str
    tone: str


def standing(conversation: Conversation, user: User) -> Standing:
    """Return how this user sees the state of a conversation, its assignee joined."""
    match State(conversation.status):
        case State.BOT:
            return Standing("smart_toy", _("Bot answers"), "bot")
        case State.QUEUED:
            return Standing("hourglass_top", _("Waiting for a person"), "waiting")
        case State.HUMAN:
            return _with_somebody(conversation, user)
        case State.SNOOZED:
            return Standing("snooze", _("Snoozed"), "quiet")
        case State.RESOLVED:
            return Standing("check_circle", _("Resolved"), "quiet")
        case State.ARCHIVED:
            return Standing("archive", _("Archived"), "quiet")


def owner_of(conversation: Conversation) -> User | None:
    """Return who answers; a colleague whose account was closed owns nothing any more."""
    assignee = conversation.assignee
    if conversation.status != State.HUMAN or assignee is None or not assignee.is_active:
        return None
    return assignee


def ago(moment: datetime, now: datetime) -> str:
    """Return the time since a moment in one number and unit; the page's script agrees."""
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 1:
        return _("now")
    if minutes < 60:
        return _("%(n)s min") % {"n": minutes}
    if minutes < 48 * 60:
        return _("%(n)s h") % {"n": minutes // 60}
    return _("%(n)s d") % {"n": minutes // (24 * 60)}


def _with_somebody(conversation: Conversation, user: User) -> Standing:
    owner = owner_of(conversation)
    if owner is None:
        return Standing("person_off", _("No owner"), "waiting")
    if owner == user:
        return Standing("person", _("With you"), "mine")
    return Standing("group", _("With %(name)s") % {"name": owner.display_name}, "human")
