"""What the list of atoms can be narrowed down to."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from knowledge.models import Atom


class StateFilter(SimpleListFilter):
    """Draft, published, or published with a newer draft."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("draft", _("Draft")),
            ("published", _("Published")),
            ("changed", _("Published, newer draft")),
        ]

    def queryset(
        self,
        request: HttpRequest,
        queryset: QuerySet[Atom],
    ) -> QuerySet[Atom]:
        if self.value() == "draft":
            return queryset.filter(live_version=None)
        if self.value() == "published":
            return queryset.filter(live_version=F("latest_version"))
        if self.value() == "changed":
            return queryset.exclude(live_version=None).exclude(
                live_version=F("latest_version")
            )
        return queryset


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
            return queryset.filter(live_version__indexed_at__isnull=False)
        if self.value() == "waiting":
            return queryset & Atom.objects.to_index()
        return queryset
