"""What the guard before answering saw and did, in words for staff."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "allow": _("✓ let through"),
    "without_model": _("◑ answered without a model"),
    "decline": _("◌ declined"),
    "escalate": _("▲ handed to a person"),
}
KINDS = {
    "override": _("orders the bot to drop its rules"),
    "role": _("orders the bot to play somebody else"),
    "reveal": _("asks for the bot's own instructions"),
    "others": _("asks for what belongs to others or to staff"),
    "say": _("tells the bot what to say"),
    "tool": _("tells the bot to do something"),
    "syntax": _("has the signs of a prompt or of a tool"),
    "addressed": _("speaks to the bot"),
    "abuse": _("is nothing but abuse"),
    "danger": _("is a threat, or tells of danger"),
    "off_topic": _("is a task that is not for this desk"),
    "length": _("is longer than a model can read: its middle was left out"),
}
WHERE = {
    "message": _("The message"),
    "history": _("An earlier line of the chat"),
    "knowledge": _("A text of the desk"),
}


def guard_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a record says of the guard; nothing for one from before there was a guard."""
    guard = record.get("guard")
    if not guard:
        return {}
    findings = [
        found
        | {
            "where_word": WHERE.get(found["where"], found["where"]),
            "kind_word": KINDS.get(found["kind"], found["kind"]),
        }
        for found in guard["findings"]
    ]
    return {"word": ACTIONS.get(guard["action"], guard["action"]), "findings": findings}
