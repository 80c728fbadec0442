"""The queues in which workers find what they were asked for."""

from collections.abc import Iterator
from contextlib import contextmanager

import redis
from django.conf import settings

INDEX = "atomdesk:celery:index"
MAINTENANCE = "atomdesk:celery:maintenance"


@contextmanager
def emptied(queue: str) -> Iterator[redis.Redis]:
    """Give the server of a queue that holds nothing, and leave it so."""
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.delete(queue)
        yield client
        client.delete(queue)
