"""A hint to the indexer: the row is the queue, a sweep finds it; this only makes it quick."""

import logging
from functools import lru_cache

from celery import current_app
from django.conf import settings
from kombu import Connection
from kombu.pools import ProducerPool

from accounts.background import after_commit

logger = logging.getLogger(__name__)


def index_soon() -> None:
    """After COMMIT, ask an index worker to look at its queue; never raises, never waits."""
    after_commit(_send)


def _send() -> None:
    try:
        pool = _producers(settings.CELERY_BROKER_URL)
        with pool.acquire(block=True, timeout=1) as producer:
            current_app.send_task(
                "knowledge.tasks.index",
                queue="index",
                producer=producer,
                retry=False,
                ignore_result=True,
            )
    except Exception as error:  # noqa: BLE001 kombu raises what its transport raises
        logger.warning("The index workers were not told: %s", error)


@lru_cache(1)
def _producers(url: str) -> ProducerPool:
    """Connections of our own: one second instead of Celery's patience, a few at most."""
    limits = {"socket_timeout": 1, "socket_connect_timeout": 1, "max_retries": 0}
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS | limits
    connections = Connection(url, transport_options=options).Pool(limit=4)
    return ProducerPool(connections, limit=4)
