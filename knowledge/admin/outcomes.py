"""The words for how answers end, each with a shape, so that colour is not all there is."""

from django.utils.translation import gettext_lazy as _

OUTCOMES = {
    "answered": _("● Answered"),
    "askedback": _("◐ Asked back"),
    "abstained": _("○ Did not know"),
    "declined": _("◌ Declined"),
    "escalated": _("▲ Handed to a person"),
    "proposed": _("◇ Proposed"),
}
_SMALL_TALK = _("· Nothing looked up")


def worded(outcome: str, score: float | None) -> str:
    """Return how an answer ended; a reply for which nothing was weighed is small talk."""
    if outcome == "askedback" and score is None:
        return str(_SMALL_TALK)
    return str(OUTCOMES.get(outcome, outcome))
