"""The least that Channels can do: a socket in a group, and a message passed on."""

import os

import django
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import URLRouter
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
django.setup()


class Echo(AsyncWebsocketConsumer):
    """Joins the group that its path names, and sends on what the group hears."""

    async def connect(self) -> None:
        """Join and accept."""
        self.group = self.scope["url_route"]["kwargs"]["group"]
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()

    async def receive(
        self, text_data: str | None = None, bytes_data: bytes | None = None
    ) -> None:
        """Say to the group what was heard; the socket is in it."""
        message = {"type": "frame", "text": text_data}
        await self.channel_layer.group_send(self.group, message)

    async def frame(self, message: dict[str, str]) -> None:
        """Send it on."""
        await self.send(text_data=message["text"])


application = URLRouter([path("raw/<str:group>/", Echo.as_asgi())])
