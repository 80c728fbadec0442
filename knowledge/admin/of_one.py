"""Pages about one thing of a model, found by the same queryset as in its list."""

from collections.abc import Callable
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from unfold.admin import ModelAdmin


class OfOne(ModelAdmin):
    """An admin whose pages beside the form are functions in modules of their own."""

    def of_one(
        self,
        request: HttpRequest,
        object_id: str,
        page: Callable[[Any, HttpRequest, Any], HttpResponse],
    ) -> HttpResponse:
        """Answer with a page about one thing, or with Django's way back to the front page.

        `page` gets this admin, the request and the thing. Raises PermissionDenied for
        somebody who may see nothing of the model.
        """
        if not self.has_view_permission(request):
            raise PermissionDenied
        thing = self.get_object(request, unquote(object_id))
        if thing is None:
            answer: HttpResponse = self._get_obj_does_not_exist_redirect(
                request, self.opts, object_id
            )
            return answer
        return page(self, request, thing)
