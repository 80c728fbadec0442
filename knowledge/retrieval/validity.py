"""Whether an answer that was made before is still valid for whoever asks: one join, at read time."""

from typing import Any

from django.conf import settings

from knowledge.reader import Reader
from knowledge.retrieval.scope import READABLE_VERSION

VALID = f"""
    cardinality(entry.versions) > 0
    AND entry.made_at > now() - make_interval(hours => %(hours)s)
    AND NOT EXISTS (
        SELECT 1 FROM unnest(entry.versions) AS made_of (id) WHERE NOT EXISTS (
            SELECT 1 FROM {READABLE_VERSION} WHERE version.id = made_of.id
        )
    )
"""  # noqa: S608 made of our own words; the values are parameters
"""Every text that the answer was made of is live, and readable for whoever asks."""


def validity(reader: Reader) -> dict[str, Any]:
    """Return the parameters of VALID."""
    return {
        "hours": settings.CACHE_HOURS,
        "collections": sorted(reader.collections),
        "audiences": sorted(reader.audiences),
        "edited": None,
        "edit": None,
    }
