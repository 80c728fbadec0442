"""Telling staff what the guard before answering saw: a line in the transcript that only they get."""

from django.utils.translation import gettext_noop

from conversations.models import Conversation, Event
from conversations.services.appending import SYSTEM, Draft, append
from knowledge.answering.outcomes import Trace

LINES = {
    "allow": gettext_noop(
        "The guard kept something from the bot, and it answered as usual."
    ),
    "without_model": gettext_noop(
        "The guard had the bot answer in the words of the texts."
    ),
    "decline": gettext_noop("The guard had the bot decline this."),
    "escalate": gettext_noop("The guard asked for a person."),
}
_USUAL = {"off_topic"}
"""What is nothing to tell as long as it was answered."""


def tell_staff(conversation: Conversation, trace: Trace) -> None:
    """Append what the guard saw in a turn to a locked conversation, if it saw anything."""
    guard = trace.record.get("guard") or {}
    kinds = list(dict.fromkeys(found["kind"] for found in guard.get("findings", ())))
    action = guard.get("action", "allow")
    if not kinds or (action == "allow" and _USUAL.issuperset(kinds)):
        return
    atoms = [found["atom"] for found in guard["findings"] if "atom" in found]
    payload = {
        "code": "guarded",
        "params": {
            "action": action,
            "kinds": kinds,
            "atoms": list(dict.fromkeys(atoms)),
        },
        "text": LINES[action],
    }
    append(conversation, Draft(Event.Kind.NOTICE, SYSTEM, payload, public=False))
