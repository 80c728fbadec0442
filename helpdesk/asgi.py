"""The ASGI application: pages and sockets."""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
pages = get_asgi_application()

from conversations.routing import websocket_urlpatterns  # noqa: E402 after the apps are loaded

application = ProtocolTypeRouter(
    {"http": pages, "websocket": URLRouter(websocket_urlpatterns)}
)
