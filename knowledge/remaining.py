"""How long work that is under way will still take, by its own pace."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

FEWEST_DONE = 20
"""The pace of fewer says little: one text may be slow."""
FEWEST_SECONDS = 5.0
"""What is begun in one go, in the page itself, is quicker than what follows."""
MINUTE, HOUR = 60, 3600


def seconds_left(*, done: int, rest: int, seconds: float) -> float | None:
    """Return how long `rest` will take when `done` took so many seconds; None while that says little."""
    if rest <= 0 or done < FEWEST_DONE or seconds < FEWEST_SECONDS:
        return None
    return rest * seconds / done


def told(seconds: float) -> str:
    """Return a time to wait as people say it, such as "about 4 minutes left"."""
    if seconds < MINUTE:
        return _("less than a minute left")
    # From an hour and a half on, hours are exact enough.
    if seconds < 1.5 * HOUR:
        minutes = round(seconds / MINUTE)
        text = ngettext("about %d minute left", "about %d minutes left", minutes)
        return text % minutes
    hours = round(seconds / HOUR)
    return ngettext("about %d hour left", "about %d hours left", hours) % hours
