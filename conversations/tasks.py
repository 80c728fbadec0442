"""The background work of conversations."""

import logging
from uuid import UUID

from celery import shared_task

from accounts import clock
from conversations import learning, runner, settling, triaging, trying
from conversations.services import sweeping, trials
from knowledge.services import jobs

logger = logging.getLogger(__name__)


@shared_task(name="conversations.tasks.answer")
def answer(turn: str) -> None:
    """Make the answer of one turn."""
    runner.run(UUID(turn))


@shared_task(name="conversations.tasks.sweep")
def sweep() -> int:
    """Repair what waits too long."""
    return sweeping.sweep()


@shared_task(name="conversations.tasks.triage")
def triage(conversation: str) -> None:
    """Look at what was said in a conversation, unless somebody has looked since or it can rest."""
    triaging.look_if_due(int(conversation))


@shared_task(name="conversations.tasks.triage_by_model")
def triage_by_model() -> int:
    """Have a model look at what waits for it, while nobody waits for an answer."""
    return triaging.look_by_model()


@shared_task(name="conversations.tasks.sweep_triage")
def sweep_triage() -> int:
    """Ask again for conversations and trials that nobody came for."""
    if trials.waiting():
        try_rules()
    return triaging.sweep()


@shared_task(name="conversations.tasks.settle_experiments")
def settle_experiments() -> None:
    """Keep what became of conversations of experiments, and end those that are due."""
    settling.look(clock.now())


@shared_task(name="conversations.tasks.learn")
def learn(conversation: str) -> None:
    """Take in what people answered in a conversation that was resolved."""
    learning.look(int(conversation))


@shared_task(name="conversations.tasks.sweep_learning")
def sweep_learning() -> int:
    """Ask again for resolved conversations that nobody came for, and forget those that were erased."""
    return learning.sweep()


@shared_task(name="conversations.tasks.try_rules")
def try_rules() -> None:
    """Try the rules that somebody wants tried, until none waits."""
    while trial := trials.claim():
        try:
            looked_at, hits = trying.try_rule(trial, trials.progress_of(trial))
        except Exception:
            logger.exception("Could not finish trial %s", trial.pk)
            jobs.give_up(job=trial, failure="It broke off; the log says why.")
        else:
            jobs.finish(job=trial, looked_at=looked_at, result=hits)
