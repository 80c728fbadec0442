"""The addresses of the widget."""

from django.urls import path

from conversations import widget
from conversations.api import chats, sessions

urlpatterns = [
    path("widget/v1/sessions", sessions.Sessions.as_view(), name="widget-sessions"),
    path("widget/v1/events", chats.Events.as_view(), name="widget-events"),
    path("widget/v1/messages", chats.Messages.as_view(), name="widget-messages"),
    path("widget/v1/actions", chats.Actions.as_view(), name="widget-actions"),
    path("widget/v1/files", chats.Files.as_view(), name="widget-files"),
    path(
        "widget/v1/events/<int:seq>/sources/<int:n>",
        chats.Sources.as_view(),
        name="widget-source",
    ),
    path("widget/v1/<slug:name>.js", widget.module, name="widget-module"),
    path("demo/", widget.demo, name="demo"),
]
