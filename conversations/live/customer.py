"""A customer's socket after its accept: hello, writing, and staying in step."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from channels.layers import BaseChannelLayer
from django.conf import settings

from accounts.database import in_database
from accounts.identity import BadIdentity, Identity, read_ticket
from accounts.models import Customer, Site
from conversations import commands, doorbell, history, limits, protocol
from conversations.keeping import keep
from conversations.live import heart, layer, line
from conversations.live.session import Session
from conversations.live.socket import Socket
from conversations.models import Turn
from conversations.services import customer_chats, customers
from conversations.waiting import Place


class CustomerSession(Session):
    """One tab of one customer."""

    def __init__(
        self,
        socket: Socket,
        *,
        channel_layer: BaseChannelLayer,
        channel: str,
        site_key: str,
        origin: str | None,
    ) -> None:
        super().__init__(socket)
        self._layer = channel_layer
        self._channel = channel
        self._site_key = site_key
        self._origin = origin
        self._identity: Identity | None = None
        self._conversation: str | None = None
        self._log: str | None = None
        self._sent = 0
        self._place: Place | None = None
        self._begun: str | None = None
        self._spoken: str | None = None

    def parse(self, text: str) -> protocol.CustomerFrame:
        """Return the frame; raises BadFrame."""
        return protocol.customer_frame(text)

    async def greet(self, frame: protocol.Frame) -> None:
        """Authenticate, join the customer's group, then read: nothing can fall between."""
        assert isinstance(frame, protocol.Hello)  # noqa: S101 the session saw to it
        try:
            identity = read_ticket(frame.token)
        except BadIdentity:
            self.socket.close(protocol.BAD_TOKEN)
            return
        refused = await in_database(self._why_not, identity)
        if refused:
            self.socket.close(refused)
            return
        await layer.join(self._layer, identity.group, self._channel)
        welcome = await in_database(
            history.welcome, identity, last=frame.last, log=frame.log, tail=frame.tail
        )
        self._identity = identity
        self._follow(welcome["conversation"], welcome["log"])
        events = welcome["events"]
        reached = welcome["head"] if frame.tail else frame.last
        self._sent = (
            events[-1]["seq"] if events else (0 if welcome["reset"] else reached)
        )
        self.begin()
        for event in events:
            self.note_end(event)
        self.socket.put(welcome)
        if self.socket.closed:
            # It left meanwhile, and `end` does not come twice; what it asked is still done.
            await layer.leave(self._layer, identity.group, self._channel)
            return
        heart.join(self)
        line.join(self)
        if welcome["more"]:
            self.ring()
        keep(self._make_room(identity))

    async def carry_out(self, frame: protocol.Writing) -> None:
        """Do what the frame asks and answer it."""
        reply = await in_database(commands.carry_out, self._who(), frame)  # type: ignore[arg-type]
        if reply.relisted:
            self.socket.put({"type": "resync"})
        self.socket.put(reply.frame())

    async def glance(self, frame: protocol.Frame) -> None:
        """Typing, reading, stopping, snapshots and pings pass the queue."""
        match frame:
            case protocol.Ping(n=n):
                self.socket.put({"type": "pong", "n": n}, transient=True)
            case protocol.Typing(on=on):
                self._tell_staff({"type": "typing", "who": "customer", "on": on})
            case protocol.Read(seq=seq):
                if await in_database(
                    customers.mark_read, identity=self._who(), seq=seq
                ):
                    self._tell_staff({"type": "read", "who": "customer", "seq": seq})
            case protocol.Stop(turn=turn):
                await in_database(customers.stop, identity=self._who(), turn=turn)
            case protocol.Snapshot(turn=turn):
                await self._snapshot(turn)

    async def catch_up(self) -> None:
        """Send events in strictly rising order; another list means that the client starts anew."""
        while not self.socket.closed:
            news = await in_database(
                history.news_for_customer, self._who(), last=self._sent, log=self._log
            )
            if self._log is not None and news.log != self._log:
                self.socket.put({"type": "resync"})
                return
            self._follow(
                str(news.conversation) if news.conversation else None, news.log
            )
            for event in news.events:
                self.note_end(event)
                await self.socket.put_when_half_empty(event)
                self._sent = event["seq"]
            if len(news.events) < protocol.PAGE:
                return

    def hear_frame(self, frame: dict[str, Any]) -> None:
        """Pass on a transient frame of the desk."""
        if not self.greeted or self.is_late(frame):
            return
        if frame["type"] == "turn" and frame["state"] != Turn.Status.QUEUED:
            self._begun = frame["id"]
        if frame["type"] == "delta":
            self._spoken = frame["turn"]
        elif frame["type"] == "turn" and frame["state"] not in Turn.LIVE:
            self._spoken = frame["id"]
        self.socket.put(frame, transient=True)

    def stand_in_line(self, places: Mapping[str, Place]) -> None:
        """Say the number of a turn that waits when it is another one than before."""
        place, before = places.get(self._conversation or ""), self._place
        if place == before:
            return
        self._place = place
        if place is None and before is not None and before.at_model:
            self._tell_place(before.turn, Turn.Status.STREAMING)
        # The numbers were read a moment ago: a worker may have taken the turn since.
        if place is not None and (place.at_model or str(place.turn) != self._begun):
            self._tell_place(place.turn, Turn.Status.QUEUED, position=place.number)

    def _tell_place(self, turn: UUID, state: Turn.Status, **position: int) -> None:
        """Say where a turn stands, unless something of its answer or its end was heard."""
        told = str(turn)
        if told != self._spoken and not self.is_over(told):
            frame = {"type": "turn", "id": told, "state": state.value, **position}
            self.socket.put(frame, transient=True)

    def resync(self) -> None:
        """The list was replaced."""
        if self.greeted:
            self.socket.put({"type": "resync"})

    def follows(self) -> set[str]:
        """The one conversation this tab shows."""
        return {self._conversation} if self._conversation else set()

    def customer_key(self) -> heart.CustomerKey | None:
        """Whose revocation ends this socket."""
        who = self._identity
        return (who.site_id, who.key) if who else None

    def beat(self, heads: dict[str, tuple[int, int]]) -> None:
        """Say the head; if it is ahead of us, a ring was lost."""
        head = heads.get(self._conversation or "", (self._sent, 0))[0]
        self.socket.put({"type": "hb", "head": head}, transient=True)
        if head > self._sent or self._log is None:
            self.ring()

    def revoked(self) -> None:
        """The customer may no longer be here."""
        self.socket.close(protocol.BAD_TOKEN)

    async def check(self) -> None:
        """Every heartbeat: hear live again after coming while Redis was away."""
        if not self.socket.closed:
            await layer.join(self._layer, self._who().group, self._channel)

    def end(self) -> None:
        """The socket is gone."""
        heart.leave(self)
        line.leave(self)
        if self._identity is not None:
            keep(layer.leave(self._layer, self._identity.group, self._channel))
            keep(in_database(limits.leave_sockets, self._identity.group, self._channel))
        super().end()

    def _who(self) -> Identity:
        assert self._identity is not None  # noqa: S101 greeted sessions have one
        return self._identity

    def _follow(self, conversation: str | None, log: str | None) -> None:
        self._conversation = conversation
        self._log = log

    def _why_not(self, identity: Identity) -> int:
        """Return the close code for a ticket that does not belong here, else 0."""
        site = Site.objects.with_key(self._site_key).first()
        if site is None or site.pk != identity.site_id or not site.allows(self._origin):
            return protocol.FORBIDDEN
        revoked = Customer.objects.filter(
            site=site, key=identity.key, revoked_at__isnull=False
        )
        return protocol.BAD_TOKEN if revoked.exists() else 0

    async def _make_room(self, identity: Identity) -> None:
        surplus = await in_database(
            limits.join_sockets,
            identity.group,
            self._channel,
            most=settings.SOCKETS_PER_CUSTOMER,
        )
        for channel in surplus:
            await layer.send(self._layer, channel, {"type": "kick"})

    async def _snapshot(self, turn: Any) -> None:
        conversation = await in_database(
            customer_chats.current_conversation, self._who()
        )
        if conversation is None:
            return
        frame = await in_database(history.turn_text, conversation, turn)
        if frame is not None:
            self.socket.put(frame, transient=True)

    def _tell_staff(self, frame: dict[str, Any]) -> None:
        if self._conversation is not None:
            group = doorbell.staff_group_of(self._conversation)
            doorbell.tell(group, frame | {"conversation": self._conversation})
