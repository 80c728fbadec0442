"""The background work of conversations."""

from uuid import UUID

from celery import shared_task

from conversations import runner
from conversations.services import sweeping


@shared_task(name="conversations.tasks.answer")
def answer(turn: str) -> None:
    """Make the answer of one turn."""
    runner.run(UUID(turn))


@shared_task(name="conversations.tasks.sweep")
def sweep() -> int:
    """Repair what waits too long."""
    return sweeping.sweep()
