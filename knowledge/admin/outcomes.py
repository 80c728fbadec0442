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
