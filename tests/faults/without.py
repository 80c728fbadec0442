"""Runs a process of the desk with protections taken out, to see that their tests can fail.

`python -m tests.faults.without fence -- -m helpdesk.serve`; several are joined by commas.
"""

import os
import random
import runpy
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import django


def fence() -> None:
    """Let a turn write whoever holds the conversation."""
    from conversations.services import appending

    stored = appending._stored
    appending._stored = lambda conversation, draft, fence, also: stored(  # type: ignore[assignment]
        conversation, draft, None, also
    )


def door() -> None:
    """Show a turn's text even when a person has shut its stream."""
    from conversations import drafts

    lines = drafts._SHOW.splitlines()
    drafts._SHOW = "\n".join(line for line in lines if not line.startswith("if "))


def known() -> None:
    """Do not look whether a cid is stored already."""
    from conversations.services import customers

    customers.known = lambda actor, client_id: None


def commit() -> None:
    """Acknowledge a message two seconds before its COMMIT."""
    from django.db import transaction

    from conversations.services import customers

    store = customers.send.__wrapped__  # type: ignore[attr-defined]

    def send(**request: Any) -> Any:
        stored: Future[Any] = Future()

        def work() -> None:
            with transaction.atomic():
                stored.set_result(store(**request))
                time.sleep(2)

        threading.Thread(target=work, daemon=True).start()
        return stored.result()

    customers.send = send


def health_checks() -> None:
    """Hand out pooled connections without asking whether they still work."""
    from django.conf import settings

    settings.DATABASES["default"]["CONN_HEALTH_CHECKS"] = False


def rings() -> None:
    """Lose every doorbell."""
    _lose_rings(1.0)


def some_rings() -> None:
    """Lose one doorbell in five."""
    _lose_rings(0.2)


def of_customer() -> None:
    """Look for a customer's conversation among everybody's."""
    from conversations.models import ConversationQuerySet

    ConversationQuerySet.of_customer = lambda self, customer: self.order_by("-pk")  # type: ignore[method-assign]


def visible_to() -> None:
    """Let all staff see all conversations."""
    from conversations.models import ConversationQuerySet

    ConversationQuerySet.visible_to = lambda self, user: self  # type: ignore[method-assign]


def cut() -> None:
    """Keep everything for a client that does not read."""
    from conversations.live.socket import Socket

    async def put_at_once(self: Socket, frame: dict[str, Any]) -> None:
        self.put(frame)

    Socket._fits = lambda self, text: True  # type: ignore[method-assign]
    Socket.put_when_half_empty = put_at_once  # type: ignore[method-assign]


def room() -> None:
    """Hand over a long row of events at once, and no frame larger than what may wait."""
    from conversations.live import socket

    async def put_at_once(self: socket.Socket, frame: dict[str, Any]) -> None:
        self.put(frame)

    socket.Socket._fits = lambda self, text: (  # type: ignore[method-assign]
        len(self._frames) < socket.MOST_FRAMES
        and self._bytes + len(text) <= socket.MOST_BYTES
    )
    socket.Socket.put_when_half_empty = put_at_once  # type: ignore[method-assign]


def pongs() -> None:
    """Answer every ping, read or not."""
    from helpdesk.connections import Sockets

    del Sockets.handle_ping


def patience() -> None:
    """Wait for a request for ever."""
    from helpdesk import connections

    connections.REQUEST_SECONDS = 86_400


def floods() -> None:
    """Hear as many frames as come."""
    from conversations.live import session

    session.FLOOD_FRAMES = 10**9


def _lose_rings(share: float) -> None:
    from conversations import doorbell

    publish = doorbell._publish

    def unreliable(group: str, message: dict[str, Any]) -> None:
        if message["type"] != "ring" or random.random() >= share:
            publish(group, message)

    doorbell._publish = unreliable


def heart() -> None:
    """Never say or check where events stand."""
    from conversations.live import heart as live_heart

    async def still() -> None:
        return

    live_heart._beat = still


def idle_layer() -> None:
    """Use the channel layer that reads with redis-py's own patience of five seconds."""
    from django.conf import settings

    settings.CHANNEL_LAYERS["default"] = {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {"hosts": [settings.REDIS_URL], "prefix": settings.CHANNEL_PREFIX},
    }


def clock_ahead() -> None:
    """Let this machine's clock be ten minutes fast."""
    _shift_clock(600)


def clock_behind() -> None:
    """Let this machine's clock be ten minutes slow."""
    _shift_clock(-600)


def database_clock() -> None:
    """Measure deadlines by the clock of whatever machine asks."""
    from django.db.models import Value
    from django.utils import timezone

    from accounts import clock
    from conversations.services import turns

    clock.now = lambda: timezone.now()
    turns.Now = lambda: Value(timezone.now())  # type: ignore[assignment, misc]


def _shift_clock(seconds: float) -> None:
    """Move what Python and Django of this process take for the time of day."""
    import datetime

    from django.utils import timezone

    true_time, true_now = time.time, timezone.now
    time.time = lambda: true_time() + seconds
    timezone.now = lambda: true_now() + datetime.timedelta(seconds=seconds)


def client_ids() -> None:
    """Store events without their cids, so that the database cannot refuse a copy."""
    from conversations.services import customers

    draft = customers.Draft  # type: ignore[attr-defined]
    customers.Draft = lambda **fields: draft(**{**fields, "client_id": None})  # type: ignore[assignment,attr-defined]


def row_lock() -> None:
    """Let agents read a conversation without locking it."""
    from conversations.models import Conversation
    from conversations.services import agents

    rows = Conversation.objects.select_related("customer", "site", "assignee")
    agents.locked = lambda conversation_id: rows.get(pk=conversation_id)  # type: ignore[attr-defined]


def renewal() -> None:
    """Let a worker believe that its lease is always renewed."""
    from conversations.services import turns

    turns.renew = lambda turn_id, *, text: True


def revocation() -> None:
    """Tell no socket that somebody lost a right."""
    from conversations import doorbell

    publish = doorbell._publish

    def deaf(group: str, message: dict[str, Any]) -> None:
        if message["type"] != "revoked":
            publish(group, message)

    doorbell._publish = deaf


def keepalive() -> None:
    """Ask no socket whether anybody is still there."""
    import uvicorn

    config = uvicorn.Config

    def careless(*args: Any, **options: Any) -> uvicorn.Config:
        return config(*args, **{**options, "ws_ping_interval": None})

    uvicorn.Config = careless  # type: ignore[assignment,misc]


def check() -> None:
    """Show a model's words without looking at the sources."""
    from knowledge.answering import speech
    from knowledge.answering.marking import MarkerCheck

    speech.SentenceCheck = lambda passages, question: MarkerCheck(passages)  # type: ignore[assignment,misc]


def end_mark() -> None:
    """Take the end of a model's stream for the end of its answer."""
    from knowledge.llm import ollama
    from knowledge.llm.chat import Finished, ModelFailed

    attempt = ollama.OllamaChat._attempt

    async def trusting(self: Any, prompt: Any, clock: Any) -> Any:
        try:
            async for piece in attempt(self, prompt, clock):
                yield piece
        except ModelFailed as failed:
            if "without its last line" not in failed.detail:
                raise
            yield Finished(provider="ollama", model="", reason="stop")

    ollama.OllamaChat._attempt = trusting  # type: ignore[method-assign]


def one_voice() -> None:
    """Let a model begin again although its words were shown."""
    from knowledge.llm.streaming import Clock

    Clock.answering = property(lambda self: False, lambda self, value: None)  # type: ignore[assignment]


def second_failure() -> None:
    """Ask no person, however often an answer fails."""
    from conversations.services import endings

    endings.FAILURES_BEFORE_A_PERSON = 10**9


def token_deadlines() -> None:
    """Wait for a model's tokens for ever."""
    from knowledge.llm.streaming import Clock, Limit

    Clock.limit = lambda self: Limit(86_400.0, "%g", 0.0)  # type: ignore[method-assign]


PROTECTIONS: dict[str, Callable[[], None]] = {
    "check": check,
    "cut": cut,
    "end_mark": end_mark,
    "floods": floods,
    "of_customer": of_customer,
    "one_voice": one_voice,
    "patience": patience,
    "pongs": pongs,
    "room": room,
    "visible_to": visible_to,
    "client_ids": client_ids,
    "clock_ahead": clock_ahead,
    "clock_behind": clock_behind,
    "commit": commit,
    "database_clock": database_clock,
    "door": door,
    "fence": fence,
    "health_checks": health_checks,
    "heart": heart,
    "idle_layer": idle_layer,
    "keepalive": keepalive,
    "known": known,
    "renewal": renewal,
    "revocation": revocation,
    "rings": rings,
    "row_lock": row_lock,
    "second_failure": second_failure,
    "some_rings": some_rings,
    "token_deadlines": token_deadlines,
}


def main() -> None:
    """Take it out, then run the module that is named after `--`."""
    protections, _, _, module, *arguments = sys.argv[1:]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
    django.setup()
    for name in protections.split(","):
        PROTECTIONS[name]()
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
