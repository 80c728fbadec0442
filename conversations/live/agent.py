"""An agent's socket after its accept: following conversations and working in them."""

import asyncio
from typing import Any
from uuid import UUID

from channels.layers import BaseChannelLayer
from django.db import DatabaseError
from django.utils import timezone

from accounts.database import in_database
from accounts.models import User
from conversations import doorbell, history, protocol
from conversations.events import stamp
from conversations.keeping import keep
from conversations.live import heart, layer
from conversations.live.session import Session
from conversations.live.socket import Socket
from conversations.services import agents
from conversations.services.appending import Refused
from conversations.staff import user_of_session

QUEUE_PAUSE_SECONDS = 0.5
MOST_OPEN = 20


class AgentSession(Session):
    """One tab of one member of staff."""

    def __init__(
        self,
        socket: Socket,
        *,
        channel_layer: BaseChannelLayer,
        channel: str,
        session_key: str,
        same_origin: bool,
    ) -> None:
        super().__init__(socket)
        self._layer = channel_layer
        self._channel = channel
        self._session_key = session_key
        self._same_origin = same_origin
        self._user: User | None = None
        self._open: dict[str, int] = {}
        self._queue_told: asyncio.TimerHandle | None = None

    def parse(self, text: str) -> protocol.AgentFrame:
        """Return the frame; raises BadFrame."""
        return protocol.agent_frame(text)

    async def greet(self, frame: protocol.Frame) -> None:
        """Check the admin session behind this socket and begin to tell about the queues."""
        user = await in_database(user_of_session, self._session_key)
        if user is None:
            self.socket.close(protocol.BAD_TOKEN)
            return
        if not self._same_origin:
            self.socket.close(protocol.FORBIDDEN)
            return
        self._user = user
        await self._join_all(user)
        self.begin()
        self.socket.put(
            {
                "type": "welcome",
                "hb": protocol.HEARTBEAT_SECONDS,
                "now": stamp(timezone.now()),
                "name": user.display_name,
            }
        )
        if self.socket.closed:
            # It left meanwhile, and `end` does not come twice.
            await self._leave_all(user)
            return
        heart.join(self)

    async def carry_out(self, frame: protocol.Writing) -> None:
        """Do what the frame asks and answer it."""
        assert isinstance(frame, protocol.AgentWriting)  # noqa: S101 the parser saw to it
        answer: dict[str, Any] = {
            "cid": str(frame.cid),
            "conversation": str(frame.conversation),
        }
        try:
            done = await in_database(_act, self._who(), frame)
        except Refused as refusal:
            answer |= {"type": "nack", "code": refusal.code, "retry": refusal.retry}
            if refusal.holder:
                answer["holder"] = refusal.holder
        except DatabaseError:
            answer |= {"type": "nack", "code": "busy", "retry": True}
        else:
            answer |= {"type": "ack", "seq": done.seq, "dup": done.dup}
        self.socket.put(answer)

    async def glance(self, frame: protocol.Frame) -> None:
        """Opening, closing, typing and pings."""
        match frame:
            case protocol.Open(conversation=conversation, last=last):
                await self._follow(conversation, last)
            case protocol.Close(conversation=conversation):
                self._open.pop(str(conversation), None)
                group = doorbell.staff_group(conversation)
                await layer.leave(self._layer, group, self._channel)
            case protocol.AgentTyping(conversation=conversation, on=on):
                await self._type(conversation, on=on)
            case protocol.Ping(n=n):
                self.socket.put({"type": "pong", "n": n}, transient=True)

    async def catch_up(self) -> None:
        """Send the new events of every followed conversation."""
        for conversation in list(self._open):
            await self._catch_up_with(conversation)

    def hear_frame(self, frame: dict[str, Any]) -> None:
        """Pass on a transient frame of the desk."""
        if not self.is_late(frame):
            self.socket.put(frame, transient=True)

    def queue_changed(self) -> None:
        """The inbox is a query: say at most twice a second that it has another answer."""
        if self._queue_told is None and self.greeted:
            loop = asyncio.get_running_loop()
            self._queue_told = loop.call_later(QUEUE_PAUSE_SECONDS, self._tell_queue)

    def follows(self) -> set[str]:
        """The conversations open in this tab."""
        return set(self._open)

    def customer_key(self) -> heart.CustomerKey | None:
        """Not a customer."""
        return None

    def beat(self, heads: dict[str, tuple[int, int]]) -> None:
        """Say the heads; if one is ahead of us, a ring was lost."""
        mine = {pk: heads[pk][1] for pk in self._open if pk in heads}
        self.socket.put({"type": "hb", "heads": mine}, transient=True)
        if any(head > self._open[pk] for pk, head in mine.items()):
            self.ring()

    def revoked(self) -> None:
        """The session ended or the right is gone."""
        self.socket.close(protocol.BAD_TOKEN)

    async def check(self) -> None:
        """Every heartbeat: is this still somebody's valid session?"""
        user = await in_database(user_of_session, self._session_key)
        if user is None or user != self._user:
            self.revoked()
            return
        self._user = user
        if not self.socket.closed:
            await self._join_all(user)

    def end(self) -> None:
        """The socket is gone."""
        heart.leave(self)
        if self._queue_told is not None:
            self._queue_told.cancel()
        if self._user is not None:
            keep(self._leave_all(self._user))
        super().end()

    def _who(self) -> User:
        assert self._user is not None  # noqa: S101 greeted sessions have one
        return self._user

    async def _join_all(self, user: User) -> None:
        """Once more at each heartbeat, for Redis may have been away."""
        for group in self._groups(user):
            await layer.join(self._layer, group, self._channel)

    async def _leave_all(self, user: User) -> None:
        for group in self._groups(user):
            await layer.leave(self._layer, group, self._channel)

    def _groups(self, user: User) -> list[str]:
        followed = [doorbell.staff_group_of(pk) for pk in self._open]
        return [doorbell.INBOX, doorbell.user_group(user.pk), *followed]

    async def _follow(self, conversation: UUID, last: int) -> None:
        pk = str(conversation)
        if len(self._open) >= MOST_OPEN and pk not in self._open:
            self.socket.put({"type": "err", "code": "too_many_open"})
            return
        if not await in_database(history.may_open, self._who(), conversation):
            self.socket.put({"type": "err", "code": "not_found", "conversation": pk})
            return
        # Joined before it is read, so that nothing falls between the two.
        await layer.join(self._layer, doorbell.staff_group(conversation), self._channel)
        frame = await in_database(history.opened, self._who(), conversation, last=last)
        if frame is None:
            await layer.leave(
                self._layer, doorbell.staff_group(conversation), self._channel
            )
            self.socket.put({"type": "err", "code": "not_found", "conversation": pk})
            return
        self._open[pk] = (
            frame["events"][-1]["seq"] if frame["events"] else min(last, frame["head"])
        )
        for event in frame["events"]:
            self.note_end(event)
        self.socket.put(frame)
        self.ring()

    async def _catch_up_with(self, conversation: str) -> None:
        while conversation in self._open and not self.socket.closed:
            events = await in_database(
                history.news_for_staff,
                self._who(),
                UUID(conversation),
                last=self._open[conversation],
            )
            for event in events:
                # Closed while we read: sending would open it again.
                if event["seq"] > self._open.get(conversation, event["seq"]):
                    self._open[conversation] = event["seq"]
                    self.note_end(event)
                    frame = event | {"conversation": conversation}
                    await self.socket.put_when_half_empty(frame)
            if len(events) < protocol.PAGE:
                return

    async def _type(self, conversation: UUID, *, on: bool) -> None:
        group = await in_database(agents.customer_group_for, self._who(), conversation)
        if group is not None:
            doorbell.tell(group, {"type": "typing", "who": "agent", "on": on})

    def _tell_queue(self) -> None:
        self._queue_told = None
        self.socket.put({"type": "queue", "changed": True}, transient=True)


def _act(user: User, frame: protocol.AgentWriting) -> agents.Done:
    target = {"user": user, "conversation": frame.conversation, "cid": frame.cid}
    match frame:
        case protocol.Reply(text=text, files=files, step_in=step_in):
            return agents.reply(**target, text=text, files=files, step_in=step_in)  # type: ignore[arg-type]
        case protocol.AddNote(text=text):
            return agents.add_note(**target, text=text)  # type: ignore[arg-type]
        case protocol.Take(step_in=step_in):
            return agents.take(**target, step_in=step_in)  # type: ignore[arg-type]
        case protocol.Release(to=to):
            return agents.release(**target, to=to)  # type: ignore[arg-type]
        case _:
            return agents.resolve(**target)  # type: ignore[arg-type]
