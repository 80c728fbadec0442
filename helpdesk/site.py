"""The site that the admin's pages are on: Unfold's, where it answers addresses typed by hand."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin import sites
from django.core.paginator import InvalidPage
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    QueryDict,
)
from unfold.apps import DefaultAppConfig
from unfold.sites import UnfoldAdminSite

Page = Callable[..., HttpResponse]
# No text of the database can hold it, so no search and no filter can mean it.
NUL = "%00"


class DeskSite(UnfoldAdminSite):  # type: ignore[misc]
    """Unfold's site."""

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return what every page gets, with the cookie that its forms are compared with."""
        context: dict[str, Any] = super().each_context(request)
        return context | {"csrf_cookie": settings.CSRF_COOKIE_NAME}

    def admin_view(self, view: Page, cacheable: bool = False) -> Page:
        """Wrap a page; a character that no text can hold is left out of what its address asks."""
        page: Page = super().admin_view(view, cacheable)

        @wraps(page)
        def readable(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            query = request.META.get("QUERY_STRING", "")
            if NUL in query:
                request.META["QUERY_STRING"] = query.replace(NUL, "")
                request.GET = QueryDict(request.META["QUERY_STRING"])
            return page(request, *args, **kwargs)

        return readable

    def search(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Return a page of what the command search finds; raises 404 for one that is none."""
        try:
            found: HttpResponse = super().search(request, extra_context)
        except InvalidPage as error:
            raise Http404 from error
        return found


class UnfoldConfig(DefaultAppConfig):  # type: ignore[misc]
    """Unfold, with the desk's site in the place of its own."""

    def ready(self) -> None:
        """Set the site before the models are registered on it."""
        admin.site = sites.site = DeskSite()
