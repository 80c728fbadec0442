"""Proposals in the admin: what people answered in chats, and the texts that could come of it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter, SimpleListFilter
from django.contrib.admin.utils import unquote
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from knowledge.admin.access import reader_of
from knowledge.admin.candidate_order import address
from knowledge.admin.candidate_page import STATES
from knowledge.admin.candidate_sources import LATELY, ORDER
from knowledge.admin.gaps import bars_of
from knowledge.admin.of_collections import Recorded
from knowledge.models import Candidate, Proposal
from knowledge.models.proposals import ProposalQuerySet

WEEKS = 8


class ProposalStateFilter(SimpleListFilter):
    """What became of the text; without a choice, those that wait for somebody."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*Candidate.State.choices, ("all", _("All"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "all":
            return queryset
        if self.value() in set(Candidate.State.values) - {Candidate.State.OPEN}:
            return queryset.filter(candidate__state=self.value())
        return queryset.waiting()


class BecomesFilter(SimpleListFilter):
    """Whether an atom would get a newer text, or a new one begin."""

    title = _("becomes")
    parameter_name = "becomes"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("patch", _("A change of an atom")), ("new", _("A new atom"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() not in {"patch", "new"}:
            return queryset
        return queryset.filter(atom__isnull=self.value() == "new")


@admin.register(Proposal)
class ProposalAdmin(Recorded):
    """Proposals for the collections that somebody may view; what is read is the candidate."""

    list_display = ("question", "state_word", "chats", "lately", "trend", "becomes",
                    "last_seen", "site")  # fmt: skip
    list_filter = (
        ProposalStateFilter,
        BecomesFilter,
        ("site", RelatedOnlyFieldListFilter),
    )
    list_select_related = ("site", "candidate", "atom")
    list_per_page = 50
    search_fields = ("title", "candidate__text")
    search_help_text = _("Search questions and texts")
    actions = None
    show_facets = admin.ShowFacets.NEVER
    change_list_template = "admin/knowledge/proposal/change_list.html"

    def get_queryset(self, request: HttpRequest) -> ProposalQuerySet:
        """Proposals of readable collections that have a text, with their counts."""
        now = timezone.now()
        found = Proposal.objects.readable_by(reader_of(request)).to_read()
        weeks = {
            f"week{n}": Count(
                "answers__source",
                distinct=True,
                filter=Q(
                    answers__at__gt=now - timedelta(weeks=n + 1),
                    answers__at__lte=now - timedelta(weeks=n),
                ),
            )
            for n in range(WEEKS)
        }
        counted: ProposalQuerySet = found.with_counts(now - LATELY).annotate(**weeks)
        return counted

    def get_ordering(self, request: HttpRequest) -> Sequence[str]:
        """What most chats speak for comes first."""
        return ORDER

    @display(description=_("question"), ordering="title")
    def question(self, proposal: Proposal) -> str:
        """What customers asked."""
        return Truncator(str(proposal)).chars(110)

    @display(
        description=_("state"),
        ordering="candidate__state",
        label={
            "open": "warning",
            "accepted": "success",
            "merged": "success",
            "rejected": "danger",
            "split": "info",
        },
    )
    def state_word(self, proposal: Proposal) -> tuple[str, Any]:
        """What became of its newest text."""
        state = proposal.candidate.state if proposal.candidate else Candidate.State.OPEN
        return state, STATES[state]

    @display(description=_("chats"), ordering="chats")
    def chats(self, proposal: Any) -> int:
        """In how many conversations people answered so."""
        return int(proposal.chats)

    @display(description=_("last 30 days"), ordering="lately")
    def lately(self, proposal: Any) -> int:
        """In how many of them lately."""
        return int(proposal.lately)

    @display(description=_("8 weeks"))
    def trend(self, proposal: Any) -> str:
        """How many in each of the last weeks, as bars."""
        counts = [getattr(proposal, f"week{n}") for n in reversed(range(WEEKS))]
        return render_to_string("admin/knowledge/gap/trend.html", bars_of(counts))

    @display(description=_("becomes"), ordering="atom__title")
    def becomes(self, proposal: Proposal) -> Any:
        """The atom that it would be part of, or a new one."""
        return str(proposal.atom) if proposal.atom else _("A new atom")

    @display(description=_("last answered"), ordering="last_at")
    def last_seen(self, proposal: Proposal) -> str:
        """When, in people's words, exactly on hover."""
        return format_html(
            '<time datetime="{}" title="{}" class="whitespace-nowrap">{}</time>',
            proposal.last_at.isoformat(),
            date_format(timezone.localtime(proposal.last_at), "DATETIME_FORMAT"),
            naturaltime(proposal.last_at),
        )

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """Lead to the text, where it is read and decided about."""
        proposal = self.get_object(request, unquote(object_id))
        if proposal is None or not self.has_view_permission(request):
            raise Http404
        # Of a text that was split, the parts are what waits.
        shown = proposal.candidates.waiting().first() or proposal.candidate
        if shown is None:
            return HttpResponseRedirect(reverse("admin:knowledge_proposal_changelist"))
        return HttpResponseRedirect(address(shown.pk))
