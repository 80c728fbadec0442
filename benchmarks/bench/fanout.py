"""Frames from a publisher to many sockets: the desk's, and those of a bare Channels consumer."""

import asyncio
import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack

import redis
from channels_redis.serializers import registry
from django.conf import settings
from websockets.asyncio.client import ClientConnection, connect

from accounts.identity import Identity, issue_ticket, new_visitor, visitor_identity
from accounts.models import Site
from benchmarks.bench.servers import server
from benchmarks.bench.table import Row, rates

SOCKETS = 100
FRAMES = 20
ORIGIN = "http://bench.example"
SITE = "bench-sockets"

Publish = Callable[[str, dict[str, object]], None]


def measure(rounds: int) -> Iterator[Row]:
    """Publish to every socket's own group, frame after frame, until all have arrived."""
    site = Site.objects.create(key=SITE, allowed_origins=[ORIGIN])
    people = [visitor_identity(site, new_visitor(site)) for _ in range(SOCKETS)]
    groups = [f"raw{n}" for n in range(SOCKETS)]
    with (
        server("helpdesk.serve") as desk,
        server("benchmarks.bench.raw_server") as bare,
    ):
        ours, raw = asyncio.run(_both(rounds, desk, bare, people, groups))
    yield rates(
        f"a frame to each of {SOCKETS} sockets",
        ours,
        raw,
        things="frames",
        against="a bare Channels consumer",
    )


async def _both(
    rounds: int, desk: int, bare: int, people: Sequence[Identity], groups: Sequence[str]
) -> tuple[list[float], list[float]]:
    async with AsyncExitStack() as stack:
        ours = [
            await _greeted(await stack.enter_async_context(_customer(desk)), person)
            for person in people
        ]
        raw = [
            await stack.enter_async_context(
                connect(f"ws://127.0.0.1:{bare}/raw/{name}/")
            )
            for name in groups
        ]
        delta = {"type": "frame", "frame": {"type": "delta", "turn": "0", "off": 0}}
        text = json.dumps(delta["frame"])
        # The bare consumer's messages name its handler in the same way.
        echo = {"type": "frame", "text": text}
        mine, theirs = [], []
        for _ in range(rounds + 1):
            mine.append(await _rate(ours, [p.group for p in people], delta))
            theirs.append(await _rate(raw, groups, echo))
        return mine[1:], theirs[1:]


def _customer(port: int) -> connect:
    path = f"/ws/chat/v1/{SITE}/"
    return connect(f"ws://127.0.0.1:{port}{path}", origin=ORIGIN, ping_interval=None)  # type: ignore[arg-type]


async def _greeted(socket: ClientConnection, person: Identity) -> ClientConnection:
    hello = {"type": "hello", "v": 1, "token": issue_ticket(person), "last": 0}
    await socket.send(json.dumps({**hello, "tab": "bench"}))
    while json.loads(await socket.recv())["type"] != "welcome":
        pass
    return socket


async def _rate(
    sockets: Sequence[ClientConnection],
    groups: Sequence[str],
    message: dict[str, object],
) -> float:
    async def hear(socket: ClientConnection) -> None:
        for _ in range(FRAMES):
            await socket.recv()

    began = time.perf_counter()
    publishing = asyncio.to_thread(_publish, groups, message)
    await asyncio.gather(publishing, *(hear(socket) for socket in sockets))
    return len(sockets) * FRAMES / (time.perf_counter() - began)


def _publish(groups: Sequence[str], message: dict[str, object]) -> None:
    client = redis.Redis.from_url(settings.REDIS_URL)
    packed = registry.get_serializer("msgpack").serialize(message)
    for _ in range(FRAMES):
        for group in groups:
            client.publish(f"{settings.CHANNEL_PREFIX}__group__{group}", packed)
