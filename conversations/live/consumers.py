"""The edges of the sockets: Channels calls in, a session hears, and nothing is decided here."""

from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from channels.consumer import get_handler_name
from channels.generic.websocket import AsyncWebsocketConsumer

from conversations.live.agent import AgentSession
from conversations.live.customer import CustomerSession
from conversations.live.session import Session
from conversations.live.socket import Socket
from conversations.protocol import BAD_TOKEN, FORBIDDEN, TOO_MANY_SOCKETS
from conversations.staff import session_cookie


class SessionConsumer(AsyncWebsocketConsumer):
    """Accepts first, so that a refusal has a code that browsers can read."""

    session: Session

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Call the handler; without Channels' visit to the shared database thread."""
        await getattr(self, get_handler_name(message))(message)

    async def connect(self) -> None:
        """Accept, and wait for hello."""
        await self.accept()
        socket = Socket(self._send_text, self._close_with)
        self.session = self.make_session(socket)

    async def receive(
        self, text_data: str | None = None, bytes_data: bytes | None = None
    ) -> None:
        """Hand a frame to the session; None stands for a binary one."""
        self.session.hear(text_data)

    async def disconnect(self, code: int) -> None:
        """The other side is gone."""
        self.session.end()

    def make_session(self, socket: Socket) -> Session:
        """Return the session behind this socket."""
        raise TypeError

    # What the desk says over the channel layer ---------------------------------------------

    async def ring(self, message: dict[str, Any]) -> None:
        """New events."""
        self.session.ring()

    async def frame(self, message: dict[str, Any]) -> None:
        """A transient frame to pass on."""
        self.session.hear_frame(message["frame"])  # type: ignore[attr-defined]

    async def revoked(self, message: dict[str, Any]) -> None:
        """Whoever this is may no longer be here."""
        self.session.socket.close(BAD_TOKEN)

    async def kick(self, message: dict[str, Any]) -> None:
        """A newer tab took this place."""
        self.session.socket.close(TOO_MANY_SOCKETS)

    def header(self, name: bytes) -> str | None:
        """Return a header of the handshake."""
        found = dict(self.scope["headers"]).get(name)
        return found.decode("latin-1") if found is not None else None

    async def _send_text(self, text: str) -> None:
        await self.send(text_data=text)

    async def _close_with(self, code: int) -> None:
        await self.close(code)


class CustomerConsumer(SessionConsumer):
    """`/ws/chat/v1/<site key>/`."""

    def make_session(self, socket: Socket) -> Session:
        """Return a customer's session for the site in the path."""
        return CustomerSession(
            socket,
            channel_layer=self.channel_layer,
            channel=self.channel_name,
            site_key=self.scope["url_route"]["kwargs"]["site"],
            origin=self.header(b"origin"),
        )

    async def resync(self, message: dict[str, Any]) -> None:
        """The list of events was replaced."""
        self.session.resync()  # type: ignore[attr-defined]


class AgentConsumer(SessionConsumer):
    """`/ws/agent/v1/`."""

    def make_session(self, socket: Socket) -> Session:
        """Return an agent's session for the admin session in the cookie."""
        return AgentSession(
            socket,
            channel_layer=self.channel_layer,
            channel=self.channel_name,
            session_key=self._session_key(),
            same_origin=self._same_origin(),
        )

    async def queue(self, message: dict[str, Any]) -> None:
        """The inbox has another answer."""
        self.session.queue_changed()  # type: ignore[attr-defined]

    def _session_key(self) -> str:
        try:
            cookies = SimpleCookie(self.header(b"cookie") or "")
        except CookieError:
            return ""
        morsel = cookies.get(session_cookie())
        return morsel.value if morsel else ""

    def _same_origin(self) -> bool:
        origin = urlsplit(self.header(b"origin") or "")
        return bool(origin.netloc) and origin.netloc == self.header(b"host")


class UnknownPath(AsyncWebsocketConsumer):
    """Any other address: a code instead of a traceback."""

    async def connect(self) -> None:
        """Accept and close."""
        await self.accept()
        await self.close(FORBIDDEN)
