"""Models that are seen through collections: who may enter their pages, said once."""

from typing import Any

from django.http import HttpRequest

from knowledge.admin.access import may
from knowledge.admin.of_one import OfOne
from knowledge.rights import Right


class OfCollections(OfOne):
    """An admin for whoever may read some collection; which things, `get_queryset` says."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether there is anything here for them."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether they may read some collection."""
        return may(request, Right.VIEW)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whether they may write in some collection."""
        return may(request, Right.WRITE)


class Recorded(OfCollections):
    """Things that the desk itself writes down: people read them and press their own buttons."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody makes one by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was recorded stays."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was recorded stays."""
        return False
