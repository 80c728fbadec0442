"""Candidates in the admin: what interviews and other sources may give, one after the other."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from knowledge.admin import candidate_page
from knowledge.admin.access import reader_of
from knowledge.admin.filters import WordsFilter
from knowledge.admin.of_collections import Recorded
from knowledge.admin.replaced_candidate import replaced
from knowledge.models import Candidate
from knowledge.models.atoms import AtomType
from knowledge.models.candidates import SOURCES, CandidateQuerySet


class CandidateTypeFilter(WordsFilter):
    """The type that they would have."""

    words = dict(AtomType.choices)


class CandidateStateFilter(admin.SimpleListFilter):
    """What became of them; without a choice, those that wait for somebody."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*Candidate.State.choices, ("all", _("All"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() in Candidate.State.values:
            return queryset.filter(state=self.value())
        return queryset if self.value() == "all" else queryset.waiting()


@admin.register(Candidate)
class CandidateAdmin(Recorded):
    """Candidates for the collections that somebody may view, whatever their source."""

    list_display = ("title", "type_word", "state_word", "from_whom", "unsupported")
    list_filter = (CandidateStateFilter, ("type", CandidateTypeFilter))
    list_select_related = SOURCES
    list_per_page = 50
    search_fields = ("title", "text")
    search_help_text = _("Search titles and texts")
    actions = None
    show_facets = admin.ShowFacets.NEVER
    change_list_template = "admin/knowledge/candidate/change_list.html"

    def get_queryset(self, request: HttpRequest) -> CandidateQuerySet:
        """Those of readable collections, with how many sentences nobody said."""
        found = Candidate.objects.readable_by(reader_of(request)).defer("text", "said")
        missing = Count("sentences", filter=Q(sentences__supported=False))
        counted: CandidateQuerySet = found.annotate(missing=missing)
        return counted

    @display(description=_("type"), ordering="type")
    def type_word(self, candidate: Candidate) -> str:
        """Type of the text."""
        return candidate.type_shown

    @display(
        description=_("state"),
        ordering="state",
        label={
            "open": "warning",
            "accepted": "success",
            "merged": "success",
            "rejected": "danger",
            "split": "info",
        },
    )
    def state_word(self, candidate: Candidate) -> tuple[str, Any]:
        """What became of it."""
        return candidate.state, candidate_page.STATES[candidate.state]

    @display(description=_("from"))
    def from_whom(self, candidate: Candidate) -> str:
        """What it was found in."""
        return str(candidate.source)

    @display(description=_("without a source"))
    def unsupported(self, candidate: Any) -> str:
        """How many of its sentences nobody said."""
        return f"⚠ {candidate.missing}" if candidate.missing else "✓"

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """Show one beside what was said, and decide about it."""
        if not self.has_view_permission(request):
            raise Http404
        candidate = self.get_object(request, unquote(object_id))
        if candidate is None:
            return replaced(self, request, object_id)
        try:
            return candidate_page.candidate(self, request, candidate)
        except Candidate.DoesNotExist:
            # A newer look took its place between these two lines.
            return replaced(self, request, object_id)
