"""How often answers were given again, what that saved, and how often it was wrong; for people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, Sum

from knowledge.models import CachedAnswer, CacheHit, ModelCall
from knowledge.models.traces import sites_seen_by
from knowledge.reader import Reader


@dataclass(frozen=True)
class Repeats:
    """What a time came to, at one site or at all that somebody sees."""

    exact: int = 0
    near: int = 0
    tokens: int = 0
    milliseconds: int = 0
    right: int = 0
    wrong: int = 0
    worded: int = 0
    """Answers that a model worded."""
    kept: int = 0
    """Answers that wait to be asked for again."""
    site: int | None = None
    name: str = ""

    @property
    def hits(self) -> int:
        """How often an answer was given again."""
        return self.exact + self.near

    @property
    def share(self) -> float | None:
        """The share of answers that needed no model, of those that would have."""
        asked = self.hits + self.worded
        return self.hits / asked if asked else None

    @property
    def seconds(self) -> float:
        """What models would have taken."""
        return self.milliseconds / 1000


def repeats(since: datetime, reader: Reader) -> Repeats:
    """Return the figures of all sites that a reader of staff sees, together."""
    rows = by_site(since, reader)
    return Repeats(
        exact=sum(row.exact for row in rows),
        near=sum(row.near for row in rows),
        tokens=sum(row.tokens for row in rows),
        milliseconds=sum(row.milliseconds for row in rows),
        right=sum(row.right for row in rows),
        wrong=sum(row.wrong for row in rows),
        worded=sum(row.worded for row in rows),
        kept=sum(row.kept for row in rows),
    )


def by_site(since: datetime, reader: Reader) -> Sequence[Repeats]:
    """Return the figures of each site that a reader of staff sees, by its name."""
    sites = sites_seen_by(reader).distinct().order_by("name")
    hits = {
        row.pop("site"): row
        for row in CacheHit.objects.filter(at__gte=since, site__in=sites.values("pk"))
        .order_by()
        .values("site")
        .annotate(
            exact=Count("pk", filter=Q(near=False)),
            others=Count("pk", filter=Q(near=True)),
            tokens_saved=Sum("tokens"),
            milliseconds_saved=Sum("milliseconds"),
            found_right=Count("pk", filter=Q(right=True)),
            found_wrong=Count("pk", filter=Q(right=False)),
        )
    }
    worded = dict(
        ModelCall.objects.since(since)
        .filter(purpose="answer", outcome="answered", turn__isnull=False)
        .order_by()
        .values_list("site")
        .annotate(Count("turn", distinct=True))
    )
    kept = dict(
        CachedAnswer.objects.order_by().values_list("site").annotate(Count("pk"))
    )
    return [
        Repeats(
            exact=of_site.get("exact", 0),
            near=of_site.get("others", 0),
            tokens=of_site.get("tokens_saved", 0),
            milliseconds=of_site.get("milliseconds_saved", 0),
            right=of_site.get("found_right", 0),
            wrong=of_site.get("found_wrong", 0),
            worded=worded.get(site.pk, 0),
            kept=kept.get(site.pk, 0),
            site=site.pk,
            name=site.name,
        )
        for site in sites
        for of_site in [hits.get(site.pk, {})]
    ]
