"""The addresses of the sockets."""

from django.urls import path, re_path

from conversations.live.consumers import AgentConsumer, CustomerConsumer, UnknownPath

websocket_urlpatterns = [
    path("ws/chat/v1/<slug:site>/", CustomerConsumer.as_asgi()),
    path("ws/agent/v1/", AgentConsumer.as_asgi()),
    re_path(r"^", UnknownPath.as_asgi()),
]
