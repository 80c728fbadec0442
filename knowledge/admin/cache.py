"""Kept answers in the admin: the list of them; the page with figures and samples stands beside."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.audited import ReadOnlyAdmin
from knowledge.admin import cache_page
from knowledge.admin.access import reader_of
from knowledge.models import Atom, CachedAnswer
from knowledge.rendering import to_html


@admin.register(CachedAnswer)
class CachedAnswerAdmin(ReadOnlyAdmin):
    """Kept answers that are made of nothing that somebody may not read."""

    list_display = ("asked", "times", "tokens", "seconds", "model", "language", "site", "made_at")  # fmt: skip
    list_filter = (("site", RelatedOnlyFieldListFilter), "audience", "language", "made_at")  # fmt: skip
    list_select_related = ("site",)
    list_per_page = 50
    change_list_template = "admin/knowledge/cache/change_list.html"
    list_before_template = "admin/knowledge/cache/list_links.html"
    search_fields = ("question",)
    search_help_text = _("Search questions")
    ordering = ("-made_at",)
    fields = (
        "question", "answer", "atom", "site", "audience", "language", "model", "tokens",
        "seconds", "times", "made_at",
    )  # fmt: skip
    readonly_fields = ("answer", "atom", "seconds", "times")

    def get_queryset(self, request: HttpRequest) -> QuerySet[CachedAnswer]:
        """Those that somebody may read, with how often each was given."""
        found = CachedAnswer.objects.readable_by(reader_of(request))
        counted: QuerySet[CachedAnswer] = found.defer("vector").annotate(
            given=Count("hits")
        )
        return counted.order_by(*self.ordering)

    @display(description=_("question"), ordering="question")
    def asked(self, kept: CachedAnswer) -> str:
        """What was asked."""
        return Truncator(" ".join(kept.question.split())).chars(90)

    @display(description=_("given again"), ordering="given")
    def times(self, kept: Any) -> str:
        """How often it was given."""
        return number_format(kept.given)

    @display(description=_("seconds it took"), ordering="milliseconds")
    def seconds(self, kept: CachedAnswer) -> str:
        """How long the model took."""
        return number_format(kept.milliseconds / 1000, 1)

    @display(description=_("answer"))
    def answer(self, kept: CachedAnswer) -> str:
        """The answer as customers see it."""
        return mark_safe(f'<div class="atom-prose">{to_html(kept.text)}</div>')  # noqa: S308 to_html lets nothing else through

    @display(description=_("about"))
    def atom(self, kept: CachedAnswer) -> str:
        """The way to the atom that it is about; all that it is made of may be read."""
        found = Atom.objects.filter(slug=kept.about).first()
        if found is None:
            return kept.about
        url = reverse("admin:knowledge_atom_change", args=[found.pk])
        return format_html('<a class="atom-link" href="{}">{}</a>', url, found)

    def get_urls(self) -> list[URLPattern]:
        """The usual addresses and the page of figures."""
        view = self.admin_site.admin_view(self.cache_view)
        return [path("cache/", view, name="knowledge_cache"), *super().get_urls()]

    def cache_view(self, request: HttpRequest) -> HttpResponse:
        """Show what repeated answers saved, and some of them to be judged."""
        return cache_page.page(self, request)
