"""Gaps in the admin: what customers ask in vain, and what is done about it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter, SimpleListFilter
from django.contrib.admin.utils import unquote
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from knowledge.admin import gap_page
from knowledge.admin.access import reader_of
from knowledge.admin.of_collections import Recorded
from knowledge.models import Gap
from knowledge.models.gaps import GapQuerySet

WEEKS = 8
LATELY = timedelta(days=30)


class GapStateFilter(SimpleListFilter):
    """What became of them; without a choice, those that wait for somebody."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*Gap.State.choices, ("all", _("All"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() in Gap.State.values:
            return queryset.filter(state=self.value())
        return queryset if self.value() == "all" else queryset.waiting()


@admin.register(Gap)
class GapAdmin(Recorded):
    """Gaps of the sites that answer from collections somebody may view."""

    list_display = ("question", "state_word", "lately", "trend", "times", "people",
                    "last_asked", "site")  # fmt: skip
    list_filter = (GapStateFilter, ("site", RelatedOnlyFieldListFilter))
    list_select_related = ("site",)
    list_per_page = 50
    search_fields = ("title",)
    search_help_text = _("Search questions")
    actions = None
    show_facets = admin.ShowFacets.NEVER
    change_list_template = "admin/knowledge/gap/change_list.html"

    def get_queryset(self, request: HttpRequest) -> GapQuerySet:
        """Gaps of sites that somebody may see, with their counts."""
        now = timezone.now()
        found = Gap.objects.readable_by(reader_of(request)).defer("center")
        weeks = {
            f"week{n}": Count(
                "occurrences",
                filter=Q(
                    occurrences__at__gt=now - timedelta(weeks=n + 1),
                    occurrences__at__lte=now - timedelta(weeks=n),
                ),
            )
            for n in range(WEEKS)
        }
        people = Count("occurrences__question__source", distinct=True)
        counted = found.with_counts(now - LATELY)
        ranked: GapQuerySet = counted.annotate(people=people, **weeks)
        return ranked

    def get_ordering(self, request: HttpRequest) -> Sequence[str]:
        """What is asked most now comes first."""
        return ("-lately", "-last_at")

    @display(description=_("question"), ordering="title")
    def question(self, gap: Gap) -> str:
        """The question in the middle of them."""
        return Truncator(" ".join(gap.title.split())).chars(110)

    @display(
        description=_("state"),
        ordering="state",
        label={
            "open": "warning",
            "writing": "info",
            "closed": "success",
            "dismissed": "default",
        },
    )
    def state_word(self, gap: Gap) -> tuple[str, Any]:
        """What became of it."""
        return gap.state, gap_page.STATES[gap.state]

    @display(description=_("last 30 days"), ordering="lately")
    def lately(self, gap: Any) -> int:
        """How often it was asked lately."""
        return int(gap.lately)

    @display(description=_("8 weeks"))
    def trend(self, gap: Any) -> str:
        """How often in each of the last weeks, as bars."""
        counts = [getattr(gap, f"week{n}") for n in reversed(range(WEEKS))]
        return render_to_string("admin/knowledge/gap/trend.html", bars_of(counts))

    @display(description=_("in all"), ordering="times")
    def times(self, gap: Any) -> int:
        """How often it was asked."""
        return int(gap.times)

    @display(description=_("chats"), ordering="people")
    def people(self, gap: Any) -> int:
        """In how many conversations."""
        return int(gap.people)

    @display(description=_("last asked"), ordering="last_at")
    def last_asked(self, gap: Gap) -> str:
        """When, in people's words, exactly on hover."""
        return format_html(
            '<time datetime="{}" title="{}" class="whitespace-nowrap">{}</time>',
            gap.last_at.isoformat(),
            date_format(timezone.localtime(gap.last_at), "DATETIME_FORMAT"),
            naturaltime(gap.last_at),
        )

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """Show one with its questions, and decide about it."""
        gap = self.get_object(request, unquote(object_id))
        if gap is None or not self.has_view_permission(request):
            raise Http404
        return gap_page.gap(self, request, gap)


def bars_of(counts: list[int]) -> dict[str, Any]:
    """Return bars of a drawing 16 high, one each 8 wide, for the counts of weeks."""
    most = max([1, *counts])
    heights = [round(16 * count / most) for count in counts]
    bars = [
        {"x": 8 * n, "y": 16 - height, "height": height}
        for n, height in enumerate(heights)
    ]
    return {"bars": bars, "told": ", ".join(map(str, counts)), "width": 8 * len(counts)}
