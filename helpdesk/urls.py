"""Every address of the desk."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import include, path
from django.views.generic import RedirectView

from helpdesk import health


def favicon(request: HttpRequest) -> HttpResponseRedirect:
    """Send browsers that ask for the old address to the icon."""
    return HttpResponseRedirect(static("icon.svg"))


urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("favicon.ico", favicon),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("", include("conversations.urls")),
    path("", include("knowledge.urls")),
    path("api/v1/", include("knowledge.api.urls")),
    path("admin/", include("conversations.inbox.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "helpdesk.refused.bad_request"
handler403 = "helpdesk.refused.forbidden"
handler404 = "helpdesk.refused.not_found"
handler500 = "helpdesk.refused.broken"
