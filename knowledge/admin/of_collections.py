"""Models that are seen through collections: who may enter their pages, said once."""

from typing import Any

from django.http import HttpRequest

from knowledge.admin.access import may, may_in
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


class InOneCollection(OfCollections):
    """Things that belong to one collection each, with parts that go with them."""

    needed_to_delete = Right.MANAGE

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether they may write in its collection, or in any."""
        return _may(request, Right.WRITE, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether they have the right that deleting takes in its collection, or in any."""
        return _may(request, self.needed_to_delete, obj)

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[Any, int], set[str], list[Any]]:
        """Name the things alone, not their parts, and the collections that forbid it."""
        names = [str(each) for each in objs]
        foreign = {
            str(each.collection)
            for each in objs
            if not may_in(request, self.needed_to_delete, each.collection)
        }
        return names, {self.opts.verbose_name_plural: len(names)}, foreign, []


def _may(request: HttpRequest, right: Right, thing: Any) -> bool:
    if thing is None:
        return may(request, right)
    return may_in(request, right, thing.collection)
