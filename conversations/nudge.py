"""Hints to the workers: the row is the queue, a sweep finds it; this only makes it quick."""

import logging
from functools import lru_cache
from uuid import UUID

from celery import current_app
from django.conf import settings
from kombu import Connection

from accounts.background import after_commit, soon

logger = logging.getLogger(__name__)


def answer(turn: UUID) -> None:
    """After COMMIT, ask an answers worker to take a turn."""
    after_commit(lambda: _send(turn))


def answer_again(turn: UUID) -> None:
    """Now, ask once more for a turn that nobody took."""
    soon(lambda: _send(turn))


def _send(turn: UUID) -> None:
    try:
        with _connection().Producer() as producer:
            current_app.send_task(
                "conversations.tasks.answer",
                args=[str(turn)],
                queue="answers",
                producer=producer,
                retry=False,
                ignore_result=True,
            )
    except Exception as error:  # noqa: BLE001 kombu raises what its transport raises
        logger.warning("The answers workers were not told: %s", error)


@lru_cache(1)
def _connection() -> Connection:
    """A connection of our own: one second instead of Celery's patience."""
    limits = {"socket_timeout": 1, "socket_connect_timeout": 1, "max_retries": 0}
    return Connection(
        settings.CELERY_BROKER_URL,
        transport_options=settings.CELERY_BROKER_TRANSPORT_OPTIONS | limits,
    )
