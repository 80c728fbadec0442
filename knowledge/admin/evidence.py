"""Evidence records in the admin: why each answer says what it says."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.defaultfilters import floatformat
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.audited import ReadOnlyAdmin
from knowledge.admin import evidence_golden, replay
from knowledge.admin.access import reader_of
from knowledge.admin.filters import WordsFilter
from knowledge.admin.outcomes import OUTCOMES, worded
from knowledge.admin.shown_record import shown
from knowledge.models import AtomVersion, Evidence
from knowledge.readers import readable_record


class OutcomeFilter(WordsFilter):
    """How they ended; a reply to small talk ends as a question back does."""

    words = {**OUTCOMES, "askedback": _("◐ Asked back, or nothing looked up")}


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    """Records of the sites whose collections somebody may view."""

    change_list_template = "admin/knowledge/evidence/change_list.html"
    list_display = ("asked", "outcome_word", "gate_score", "provider", "site", "at")
    list_filter = (
        ("outcome", OutcomeFilter), ("site", RelatedOnlyFieldListFilter),
        ("variant", RelatedOnlyFieldListFilter),
    )  # fmt: skip
    list_select_related = ("site", "variant")
    search_fields = ("question",)
    search_help_text = _("Search questions")
    ordering = ("-at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Evidence]:
        """A site is seen by those who may read some of what it answers from."""
        reader = reader_of(request)
        shown = Evidence.objects.readable_by(reader)
        return shown.defer("record").order_by(*self.ordering)

    @display(description=_("question"), ordering="question")
    def asked(self, evidence: Evidence) -> str:
        """The question as it was understood."""
        return Truncator(evidence.question).chars(90)

    @display(description=_("outcome"), ordering="outcome")
    def outcome_word(self, evidence: Evidence) -> str:
        """How it ended, as a shape and a word."""
        return worded(evidence.outcome, evidence.score)

    @display(description=_("evidence score"), ordering="score")
    def gate_score(self, evidence: Evidence) -> str:
        """The gate's score from 0 to 1, with as many digits as anybody reads."""
        return floatformat(evidence.score, 2)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """Show one record."""
        evidence = self._seen(request, object_id)
        reader = reader_of(request)
        cited = AtomVersion.objects.filter(
            pk__in=evidence.versions, atom__collection__in=reader.collections
        ).select_related("atom__live_version")
        context = {
            **shown(readable_record(evidence, reader), reader),
            **evidence_golden.golden_of(request, evidence),
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": Truncator(evidence.question).chars(60),
            "evidence": evidence,
            "outcome": worded(evidence.outcome, evidence.score),
            "cited": cited,
        }
        return TemplateResponse(
            request, "admin/knowledge/evidence/evidence.html", context
        )

    def get_urls(self) -> list[URLPattern]:
        """The usual addresses, the replay, and the way to a golden question."""
        view = self.admin_site.admin_view
        own = [
            path("<path:object_id>/replay/", view(self.replay_view),
                 name="knowledge_evidence_replay"),
            path("<path:object_id>/golden/", view(self.golden_view),
                 name="knowledge_evidence_golden"),
        ]  # fmt: skip
        return [*own, *super().get_urls()]

    def replay_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask again, today."""
        return replay.replay(self, request, self._seen(request, object_id))

    def golden_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Make its question a golden one."""
        evidence = self._seen(request, object_id)
        return evidence_golden.make_golden(self, request, evidence)

    def _seen(self, request: HttpRequest, object_id: str) -> Evidence:
        evidence: Evidence | None = self.get_object(request, unquote(object_id))
        if evidence is None or not self.has_view_permission(request, evidence):
            raise Http404
        return evidence
