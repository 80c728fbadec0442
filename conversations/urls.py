"""The addresses of the widget."""

from django.urls import path

from conversations import api, widget

urlpatterns = [
    path("widget/v1/sessions", api.Sessions.as_view(), name="widget-sessions"),
    path("widget/v1/events", api.Events.as_view(), name="widget-events"),
    path("widget/v1/messages", api.Messages.as_view(), name="widget-messages"),
    path("widget/v1/actions", api.Actions.as_view(), name="widget-actions"),
    path("widget/v1/files", api.Files.as_view(), name="widget-files"),
    path(
        "widget/v1/events/<int:seq>/sources/<int:n>",
        api.Sources.as_view(),
        name="widget-source",
    ),
    path("widget/v1/<slug:name>.js", widget.module, name="widget-module"),
    path("demo/", widget.demo, name="demo"),
]
