"""What the front page says about answers that were given again."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.models import User
from knowledge.models import CacheHit
from knowledge.reader import Reader
from knowledge.repeats import repeats

DAYS = 30


def repeated(user: User, reader: Reader) -> dict[str, Any]:
    """Return figures for those who may see kept answers; none where nothing was worded yet."""
    if not user.has_perm("knowledge.view_cachedanswer"):
        return {}
    since = timezone.now() - timedelta(days=DAYS)
    found = repeats(since, reader)
    if found.share is None:
        return {}
    waiting = CacheHit.objects.to_judge(reader).filter(right=None, at__gte=since)
    page = reverse("admin:knowledge_cache")
    return {
        "repeated_days": DAYS,
        "repeated": [
            {"label": label, "value": value, "url": f"{page}#{part}"}
            for label, value, part in (
                (_("Given again"), f"{number_format(100 * found.share, 1)}%", "saved"),
                (
                    _("Seconds of models saved"),
                    _whole(found.seconds),
                    "saved",
                ),
                (_("Tokens saved"), _whole(found.tokens), "saved"),
                (_("Given for other words, to be judged"), waiting.count(), "sample"),
            )
        ],
    }


def _whole(value: float) -> str:
    return number_format(round(value), force_grouping=True)
