"""Hints to workers: a row is the queue and a sweep finds it; a nudge only makes it quick."""

import logging
from functools import lru_cache

from celery import current_app
from django.conf import settings
from kombu import Connection
from kombu.pools import ProducerPool

from accounts.background import after_commit, soon

logger = logging.getLogger(__name__)


def nudge_after_commit(
    task: str, *args: str, queue: str, seconds: float | None = None
) -> None:
    """After COMMIT, ask a worker of the queue to run a task, at once or in some `seconds`.

    Never raises, never waits.
    """
    after_commit(lambda: _send(task, args, queue, seconds))


def nudge(task: str, *args: str, queue: str) -> None:
    """The same, now."""
    soon(lambda: _send(task, args, queue))


def _send(
    task: str, args: tuple[str, ...], queue: str, seconds: float | None = None
) -> None:
    try:
        pool = _producers(settings.CELERY_BROKER_URL)
        with pool.acquire(block=True, timeout=1) as producer:
            current_app.send_task(
                task,
                args=args,
                queue=queue,
                countdown=seconds,
                producer=producer,
                retry=False,
                ignore_result=True,
            )
    except Exception as error:  # noqa: BLE001 kombu raises what its transport raises
        logger.warning("The workers of %s were not told: %s", queue, error)


@lru_cache(1)
def _producers(url: str) -> ProducerPool:
    """Connections of our own: one second instead of Celery's patience, a few at most."""
    limits = {"socket_timeout": 1, "socket_connect_timeout": 1, "max_retries": 0}
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS | limits
    connections = Connection(url, transport_options=options).Pool(limit=4)
    return ProducerPool(connections, limit=4)
