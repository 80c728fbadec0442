"""What beat asks for again and again: sweeps, schedules, folders, models, gaps, nightly questions."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from celery import shared_task
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from knowledge.llm import configured
from knowledge.llm.configured_embedder import embedder
from knowledge.llm.tending import tend
from knowledge.models import (
    Comparison,
    EvaluationRun,
    Extraction,
    Gap,
    ImpactRun,
    ImportRun,
    PublishingRun,
    SourceDocument,
)
from knowledge.nudge import (
    compare_soon,
    evaluate_soon,
    extract_soon,
    import_soon,
    index_soon,
    measure_impact_soon,
    propose_soon,
    publish_waiting_soon,
    read_documents_soon,
    tend_index_soon,
)
from knowledge.services import (
    cache,
    candidate_texts,
    counting,
    errands,
    evaluations,
    generations,
    near_index,
    proposals,
    schedule,
    usage,
    watching,
)
from knowledge.services.clusters import AT_ONCE, sort_in
from knowledge.services.index import sweep as sweep_index

ASKED_AGAIN_AT_ONCE = 10

logger = logging.getLogger(__name__)

JOBS: tuple[tuple[Callable[[], QuerySet[Any]], Callable[[], None]], ...] = (
    (ImpactRun.objects.to_run, measure_impact_soon),
    (ImportRun.objects.to_run, import_soon),
    (PublishingRun.objects.to_run, publish_waiting_soon),
    (EvaluationRun.objects.to_run, evaluate_soon),
    (Extraction.objects.to_run, extract_soon),
    (SourceDocument.objects.to_run, read_documents_soon),
    (Comparison.objects.to_run, compare_soon),
)
"""Long work that waits for a worker, and the hint that brings one."""


@shared_task(name="knowledge.tasks.sweep")
def sweep() -> None:
    """Take away what is no longer live, and go on with whatever nobody nudged for."""
    sweep_index()
    errands.sweep()
    index_soon()
    for waiting, nudge in JOBS:
        if waiting().exists():
            nudge()
    if proposals.waits():
        propose_soon()
    if counting.is_due() or near_index.is_due():
        tend_index_soon()


@shared_task(name="knowledge.tasks.run_schedule")
def run_due() -> int:
    """Publish and end what is due by now."""
    return schedule.run_due(now=timezone.now())


@shared_task(name="knowledge.tasks.watch_folders")
def watch_folders() -> None:
    """Look at each folder that the settings name; one that breaks off keeps no other from it."""
    for folder in watching.folders():
        now = timezone.now()
        try:
            watching.look(folder, now=now)
        except Exception:
            logger.exception("The look at the watched folder %s broke off", folder.pk)
            message = "the look broke off; the log of the desk says why"
            watching.give_up(folder, message=message, now=now)


@shared_task(name="knowledge.tasks.tend_models")
def tend_models() -> str:
    """Keep the chat model of Ollama in memory, and mend it when it is wedged."""
    for server in configured.servers():
        if server.provider == "ollama":
            guarded, model = configured.guarded(server), configured.ollama_model()
            looked = tend(guarded, model, keep_warm=settings.OLLAMA_KEEP_WARM)
            return asyncio.run(looked)
    return "nothing"


@shared_task(name="knowledge.tasks.watch_budgets")
def watch_budgets() -> int:
    """Say which sites have spent their budget for models."""
    return len(usage.watch_budgets(timezone.now()))


@shared_task(name="knowledge.tasks.forget_usage")
def forget_usage() -> int:
    """Delete calls of models, and where candidates were, that are older than the settings keep them."""
    now = timezone.now()
    return usage.forget(now) + candidate_texts.forget_replaced(now)


@shared_task(name="knowledge.tasks.sweep_cache")
def sweep_cache() -> int:
    """Take away kept answers that are too old, not valid any more, or too many."""
    return cache.sweep(timezone.now())


@shared_task(name="knowledge.tasks.sort_gaps")
def sort_gaps() -> None:
    """Sort questions without an answer into gaps, and ask again those that may be answered."""
    # LlamaIndex: two seconds and 100 MB that the other tasks do without.
    from knowledge.asking_again import ask_again

    asked = generations.asked(embedder())
    while sort_in(embedder=asked) == AT_ONCE:
        pass
    waiting = Gap.objects.to_ask_again(timezone.now()).select_related("site")
    for gap in waiting[:ASKED_AGAIN_AT_ONCE]:
        ask_again(gap, asked)


@shared_task(name="knowledge.tasks.evaluate_all")
def evaluate_all() -> int:
    """Have the golden questions of every site asked; beat does so each night."""
    return evaluations.ask_for_all()
