"""Rules to begin with: they fill the page of a new rule, and nothing is kept before somebody says so."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Starter:
    """A rule that many desks want; conditions are (attribute, operator, values)."""

    key: str
    name: str
    why: str
    conditions: Sequence[tuple[str, str, str]]


def starters() -> list[Starter]:
    """Return the rules that an empty list offers."""
    return [
        Starter(
            "security",
            _("Security that needs a person"),
            _("fraud, intrusion and leaks go to people at once"),
            [("category", "is", "security"), ("needs_person", "is", "yes")],
        ),
        Starter(
            "upset",
            _("Upset, and the bot failed"),
            _(
                "a customer who is upset gets a person after the first failure, not the second"
            ),
            [("sentiment", "is", "negative"), ("failures", "at_least", "1")],
        ),
        Starter(
            "urgent",
            _("Urgent and likely to need a person"),
            _("danger, loss and a business at a stand do not wait for the bot"),
            [("priority", "is", "urgent"), ("risk", "at_least", "50")],
        ),
    ]


def starter(key: str) -> Starter | None:
    """Return one of them."""
    return next((each for each in starters() if each.key == key), None)
