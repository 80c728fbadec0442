"""The web server: uvicorn, with a word to every socket before it closes them."""

import asyncio
import os
import resource
import socket

import uvicorn

from helpdesk.memory import keep_loaded

SETTLE_SECONDS = 5
# The threads that serve sockets are few: a row that somebody else holds for longer than this
# costs its own customer a `busy`, and not all the others their places. libpq reads it.
DATABASE_OPTIONS = "-c lock_timeout=1000"


class Server(uvicorn.Server):
    """Says `bye` first, so that clients come back at moments of their own."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Load every page before the first one is asked for."""
        from django.urls import get_resolver

        _ = get_resolver().url_patterns
        keep_loaded()
        await super().startup(sockets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Say bye, let requests in hand finish, then close."""
        from conversations.keeping import settled
        from conversations.live import heart

        heart.say_bye()
        await asyncio.sleep(0.1)
        await super().shutdown(sockets)
        await settled(SETTLE_SECONDS)


def main() -> None:
    """Serve until SIGTERM or SIGINT."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
    os.environ.setdefault("PGOPTIONS", DATABASE_OPTIONS)
    from django.conf import settings

    from helpdesk.connections import Requests, Sockets

    _allow_many_sockets()
    config = uvicorn.Config(
        "helpdesk.asgi:application",
        host=settings.HOST,
        port=settings.PORT,
        http=Requests,
        ws=Sockets,
        ws_max_size=131_072,
        ws_per_message_deflate=False,
        lifespan="off",
        timeout_graceful_shutdown=20,
        server_header=False,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
    )
    Server(config).run()


def _allow_many_sockets() -> None:
    """Each socket is an open file, and the usual first limit is 1,024."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    main()
