"""The ASGI application: pages and sockets."""

import os

import django
from asgiref.sync import sync_to_async
from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
django.setup(set_prefix=False)

from conversations.routing import websocket_urlpatterns  # noqa: E402 after the apps are loaded


class Pages(ASGIHandler):
    """Every page is synchronous, so a request is one visit to one thread, middleware included.

    Django's own handler goes to that thread and back for each of ten middlewares.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        """Make a synchronous chain, whatever is asked for."""
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request in its thread."""
        return await sync_to_async(self.get_response)(request)


application = ProtocolTypeRouter(
    {"http": Pages(), "websocket": URLRouter(websocket_urlpatterns)}
)
