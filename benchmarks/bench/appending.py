"""Storing a customer's message, beside the least SQL that numbers and stores a row."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import uuid4

from django.db import connection, transaction

from accounts import background
from accounts.identity import Identity, new_visitor, visitor_identity
from accounts.models import Site
from benchmarks.bench.table import Row, alternately, rates
from conversations.models import Conversation
from conversations.services import customers

WRITERS = 8
EACH = 40
_COUNT = """
    UPDATE conversations_conversation SET last_seq = last_seq + 1 WHERE id = %s
    RETURNING last_seq
"""
_STORE = """
    INSERT INTO conversations_event (conversation_id, seq, kind, actor, payload, at)
    VALUES (%s, %s, 'message', 'bench', '{"text": "Hello?"}', now())
"""


def measure(rounds: int) -> Iterator[Row]:
    """Write from several threads, to one conversation each and then all to the same one."""
    # The bot is off: no answers are made meanwhile.
    site = Site.objects.create(key=f"bench-{uuid4().hex[:8]}", bot_enabled=False)
    people = [visitor_identity(site, new_visitor(site)) for _ in range(WRITERS)]
    own = [_chat_of(person) for person in people]
    spread = alternately(
        rounds,
        lambda: _rate([partial(_ours, person) for person in people]),
        lambda: _rate([partial(_raw, chat) for chat in own]),
    )
    against = "UPDATE and INSERT by SQL"
    yield rates(
        f"store a message, {WRITERS} conversations",
        *spread,
        things="messages",
        against=against,
    )
    one = alternately(
        rounds,
        lambda: _rate([partial(_ours, people[0])] * WRITERS),
        lambda: _rate([partial(_raw, own[0])] * WRITERS),
    )
    yield rates(
        f"store a message, {WRITERS} writers to one conversation",
        *one,
        things="messages",
        against=against,
    )


def _chat_of(person: Identity) -> int:
    stored = customers.send(identity=person, cid=uuid4(), text="Hello?")
    return Conversation.objects.get(public_id=stored.conversation).pk


def _ours(person: Identity) -> None:
    customers.send(identity=person, cid=uuid4(), text="Hello?")


def _raw(chat: int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_COUNT, [chat])
        cursor.execute(_STORE, [chat, cursor.fetchone()[0]])


def _rate(writers: Sequence[Callable[[], None]]) -> float:
    def write(once: Callable[[], None]) -> None:
        for _ in range(EACH):
            once()
        connection.close()

    began = time.perf_counter()
    with ThreadPoolExecutor(len(writers)) as threads:
        list(threads.map(write, writers))
    rate = len(writers) * EACH / (time.perf_counter() - began)
    background.drain()
    return rate
