"""What tests of the inbox's pages say about chats, and a browser that is signed in."""

from collections.abc import Callable
from uuid import UUID

from django.test import Client

from accounts.models import User
from conversations.inbox.queues import Queue, doors, rows

MakeChat = Callable[..., UUID]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def ids(user: User, queue: Queue) -> list[UUID]:
    return [row.id for row in rows(user, queue)]


def count(user: User, queue: Queue) -> str:
    return next(door.count for door in doors(user) if door.queue == queue)
