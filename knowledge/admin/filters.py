"""What lists of knowledge can be narrowed down to: that of atoms, and values by their words."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.admin import AllValuesFieldListFilter, SimpleListFilter
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from knowledge.admin.access import reader_of
from knowledge.models import Atom, Collection, Review


class WordsFilter(AllValuesFieldListFilter):
    """Those values of a field that there are, each as people call it."""

    words: Mapping[str, Any]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        for choice in super().choices(changelist):
            name = str(choice["display"])
            yield {**choice, "display": self.words.get(name, name)}


class StateFilter(SimpleListFilter):
    """How far they are; without a choice, all that are not archived."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("draft", _("Draft")),
            ("published", _("Published")),
            ("changed", _("Published, newer draft")),
            ("review", _("In review")),
            ("approved", _("Approved, not published")),
            ("archived", _("Archived")),
        ]

    def queryset(
        self,
        request: HttpRequest,
        queryset: QuerySet[Atom],
    ) -> QuerySet[Atom]:
        if self.value() == "archived":
            return queryset.exclude(archived_at=None)
        queryset = queryset.filter(archived_at=None)
        if self.value() == "review":
            return queryset.filter(reviews__state=Review.State.OPEN)
        if self.value() == "approved":
            unpublished = queryset.exclude(live_version=F("latest_version"))
            return unpublished.filter(Exists(_approved()))
        if self.value() == "draft":
            return queryset.filter(live_version=None)
        if self.value() == "published":
            return queryset.filter(live_version=F("latest_version"))
        if self.value() == "changed":
            return queryset.exclude(live_version=None).exclude(
                live_version=F("latest_version")
            )
        return queryset


def _approved() -> QuerySet[Review]:
    return Review.objects.filter(
        atom=OuterRef("pk"),
        version=OuterRef("latest_version"),
        state=Review.State.APPROVED,
    )


class IndexFilter(SimpleListFilter):
    """Whether a published text can be found yet."""

    title = _("index")
    parameter_name = "index"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("searchable", _("Searchable")), ("waiting", _("Waiting"))]

    def queryset(
        self,
        request: HttpRequest,
        queryset: QuerySet[Atom],
    ) -> QuerySet[Atom]:
        if self.value() == "searchable":
            return queryset & Atom.objects.searchable()
        if self.value() == "waiting":
            return queryset & Atom.objects.to_index()
        return queryset


class TranslationFilter(SimpleListFilter):
    """Translations, and those of a text that was changed since."""

    title = _("translation")
    parameter_name = "translation"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Translations")), ("outdated", _("Out of date"))]

    def queryset(
        self,
        request: HttpRequest,
        queryset: QuerySet[Atom],
    ) -> QuerySet[Atom]:
        if self.value() == "yes":
            return queryset & Atom.objects.translations()
        if self.value() == "outdated":
            return queryset.filter(pk__in=Atom.objects.outdated().values("pk"))
        return queryset


class CollectionFilter(SimpleListFilter):
    """One of the collections that somebody may read, whether it holds atoms or not."""

    title = _("collection")
    parameter_name = "collection"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        readable = Collection.objects.filter(pk__in=reader_of(request).collections)
        return [(one.slug, one.name) for one in readable]

    def queryset(
        self,
        request: HttpRequest,
        queryset: QuerySet[Atom],
    ) -> QuerySet[Atom]:
        if self.value() is None:
            return queryset
        return queryset.filter(collection__slug=self.value())


class TagFilter(SimpleListFilter):
    """One tag, followed from the page of tags; others are not offered, they may be many."""

    title = _("tag")
    parameter_name = "tag"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        chosen = request.GET.get(self.parameter_name)
        return [(chosen, chosen)] if chosen else []

    def queryset(
        self,
        request: HttpRequest,
        queryset: QuerySet[Atom],
    ) -> QuerySet[Atom]:
        if self.value() is None:
            return queryset
        return queryset.filter(tags__contains=[self.value()])
