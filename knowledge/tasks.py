"""Background work on knowledge: the index queue with its sweep, errands, what was scheduled."""

from celery import shared_task
from django.utils import timezone

from knowledge.llm.configured_embedder import embedder
from knowledge.nudge import index_soon
from knowledge.services import errands, schedule
from knowledge.services.index import index_batch
from knowledge.services.index import sweep as sweep_index


@shared_task(name="knowledge.tasks.index")
def index() -> None:
    """Index for half a second and ask to go on, so that nothing waits behind a large import."""
    if index_batch(embedder=embedder()):
        index_soon()


@shared_task(name="knowledge.tasks.sweep")
def sweep() -> None:
    """Take away what is no longer live, and go on with whatever nobody nudged for."""
    sweep_index()
    errands.sweep()
    index_soon()


@shared_task(name="knowledge.tasks.carry_out")
def carry_out(errand: str) -> None:
    """Go on with a deed on many atoms for a second, and ask to go on."""
    errands.carry_out(int(errand))


@shared_task(name="knowledge.tasks.run_schedule")
def run_due() -> int:
    """Publish and end what is due by now."""
    return schedule.run_due(now=timezone.now())
