"""The actions of the list of atoms that change many: each leads to a page that shows what would."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from knowledge.admin import many
from knowledge.models import Atom, Errand


def _deed(deed: Errand.Deed, description: Any, permission: str) -> Callable[..., Any]:
    """Return the action that leads to the page of a deed on many."""

    @admin.action(description=description, permissions=[permission])
    def action(
        _admin: Any, request: HttpRequest, queryset: QuerySet[Atom]
    ) -> HttpResponse:
        return many.prepare(request, queryset, deed)

    action.__name__ = f"{deed.value}_chosen"
    return action


DEEDS = [
    _deed(Errand.Deed.PUBLISH, _("Publish chosen atoms"), "publish"),
    _deed(Errand.Deed.UNPUBLISH, _("Unpublish chosen atoms"), "publish"),
    _deed(Errand.Deed.ARCHIVE, _("Archive chosen atoms"), "publish"),
    _deed(Errand.Deed.BRING_BACK, _("Bring chosen atoms back"), "publish"),
    _deed(Errand.Deed.MOVE, _("Move chosen atoms to a collection"), "change"),
    _deed(Errand.Deed.ADD_TAG, _("Add a tag to chosen atoms"), "change"),
    _deed(Errand.Deed.REMOVE_TAG, _("Remove a tag from chosen atoms"), "change"),
    _deed(Errand.Deed.SET_TYPE, _("Set the type of chosen atoms"), "change"),
]
