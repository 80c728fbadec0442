"""Connections of the web server that end in time, whatever the other side does or leaves undone.

uvicorn closes a connection once everything written to it has been read. Whoever never reads, or
never asks, would keep it for ever: these two protocols set limits.
"""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame

from conversations.protocol import BAD_FRAME, TOO_LARGE

REQUEST_SECONDS = 10.0
"""How long the head of a request may take."""
CLOSE_SECONDS = 10.0
"""How long a closed socket may take to read what is left for it."""
MOST_PARTS = 1000
"""Parts of one message: empty ones cost memory and count for no limit of size."""


class Requests(H11Protocol):
    """Cuts connections on which no request begins or its head does not end."""

    def connection_made(self, transport: Any) -> None:
        """Somebody has come: the head of a request is due."""
        super().connection_made(transport)
        self._due = self.loop.call_later(REQUEST_SECONDS, self._end_if_idle)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is due any more."""
        self._due.cancel()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """On a connection that is kept, the next one is due."""
        super().on_response_complete()
        self._expect_request()

    def _expect_request(self) -> None:
        self._due.cancel()
        self._due = self.loop.call_later(REQUEST_SECONDS, self._end_if_idle)

    def _end_if_idle(self) -> None:
        upgraded = self.transport.get_protocol() is not self
        if not upgraded and self.conn.their_state is h11.IDLE:
            self.transport.abort()


class Sockets(WebSocketsSansIOProtocol):
    """Closes sockets of clients that do not read: at once, and by force after ten seconds."""

    async def send(self, message: Any) -> None:
        """Send; a close does not wait for the client to read what was sent before it."""
        if message["type"] == "websocket.close":
            self.writable.set()
        await super().send(message)
        if message["type"] == "websocket.close":
            self._end_soon()

    def handle_close(self, event: Frame) -> None:
        """The client says goodbye, but may not take ours."""
        super().handle_close(event)
        self._end_soon()

    def handle_parser_exception(self) -> None:
        """What came in is no WebSocket protocol."""
        super().handle_parser_exception()
        self._end_soon()

    def keepalive_timeout(self) -> None:
        """The client no longer answers."""
        super().keepalive_timeout()
        self._end_soon()

    def handle_ping(self) -> None:
        """Answer, unless the answers pile up because nobody reads them."""
        if self.writable.is_set():
            super().handle_ping()
        else:
            self.transport.abort()

    def handle_cont(self, event: Frame) -> None:
        """Take one more part of a message, if it has not too many."""
        if len(self.frames) < MOST_PARTS:
            super().handle_cont(event)
        elif not self.close_sent:
            self._fail(TOO_LARGE)

    def send_receive_event_to_app(self) -> None:
        """Pass a message on; text that is not UTF-8 is no frame of the protocol."""
        if self.curr_msg_data_type == "text" and not _is_text(self.frames):
            self.frames = []
            if not self.close_sent:
                self._fail(BAD_FRAME)
            return
        super().send_receive_event_to_app()

    def _fail(self, code: int) -> None:
        self.conn.fail(code)
        self.handle_parser_exception()

    def _end_soon(self) -> None:
        asyncio.get_running_loop().call_later(CLOSE_SECONDS, self.transport.abort)


def _is_text(parts: list[bytes]) -> bool:
    try:
        b"".join(parts).decode()
    except UnicodeDecodeError:
        return False
    return True
