"""How the list of golden questions is narrowed down."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from knowledge.admin.access import reader_of
from knowledge.models import Atom, Collection
from knowledge.models.atoms import AtomType

Questions = QuerySet[Any]


class GoldenCollectionFilter(SimpleListFilter):
    """One of the collections that somebody may read."""

    title = _("collection")
    parameter_name = "collection"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        readable = Collection.objects.filter(pk__in=reader_of(request).collections)
        return [(one.slug, one.name) for one in readable]

    def queryset(self, request: HttpRequest, queryset: Questions) -> Questions:
        if self.value() is None:
            return queryset
        return queryset.filter(atoms__collection__slug=self.value()).distinct()


class TypeFilter(SimpleListFilter):
    """The type of an atom that may answer."""

    title = _("type of the atom")
    parameter_name = "type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(AtomType.choices)

    def queryset(self, request: HttpRequest, queryset: Questions) -> Questions:
        if self.value() is None:
            return queryset
        return queryset.filter(atoms__type=self.value()).distinct()


class AtomFilter(SimpleListFilter):
    """One atom by its id, followed from its page; others are not offered, they are many."""

    title = _("atom")
    parameter_name = "atom"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        chosen = request.GET.get(self.parameter_name, "")
        atoms = Atom.objects.readable_by(reader_of(request)).filter(slug=chosen)
        return [(atom.slug, str(atom)) for atom in atoms]

    def queryset(self, request: HttpRequest, queryset: Questions) -> Questions:
        if self.value() is None:
            return queryset
        return queryset.filter(atoms__slug=self.value())


class LastEndFilter(SimpleListFilter):
    """How they ended when they were asked last."""

    title = _("last run")
    parameter_name = "last"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("wrong", _("✕ wrong")),
            ("right", _("✓ right")),
            ("never", _("- not asked yet")),
        ]

    def queryset(self, request: HttpRequest, queryset: Questions) -> Questions:
        last: Any = {"wrong": False, "right": True}
        if self.value() == "never":
            return queryset.filter(last_right=None)
        if self.value() in last:
            return queryset.filter(last_right=last[self.value()])
        return queryset
