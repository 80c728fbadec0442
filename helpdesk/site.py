"""The site that the admin's pages are on: Unfold's, where it answers addresses typed by hand."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import sites
from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse
from unfold.apps import DefaultAppConfig
from unfold.sites import UnfoldAdminSite


class DeskSite(UnfoldAdminSite):  # type: ignore[misc]
    """Unfold's site."""

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
