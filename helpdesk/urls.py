"""Every address of the desk."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from helpdesk import health

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("", include("conversations.urls")),
    path("admin/", include("conversations.inbox.urls")),
    path("admin/", admin.site.urls),
]
