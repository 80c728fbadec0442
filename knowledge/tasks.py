"""Background work on knowledge: index, publishing, errands, gaps, evaluations, folders, models."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from celery import shared_task
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from knowledge import looking_through
from knowledge.llm import configured
from knowledge.llm.configured_embedder import embedder
from knowledge.llm.embedder import EmbeddingFailed
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
    comparisons,
    counting,
    errands,
    evaluations,
    extractions,
    generations,
    impact,
    imports,
    jobs,
    near_index,
    proposals,
    publishing,
    publishing_runs,
    schedule,
    source_documents,
    usage,
    watching,
)
from knowledge.services.clusters import AT_ONCE, sort_in
from knowledge.services.index import index_batch
from knowledge.services.index import sweep as sweep_index

ASKED_AGAIN_AT_ONCE = 10

logger = logging.getLogger(__name__)


@shared_task(name="knowledge.tasks.index")
def index() -> None:
    """Index for half a second and ask to go on, so that nothing waits behind a large import."""
    if index_batch(embedder=embedder()):
        index_soon()


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


@shared_task(name="knowledge.tasks.tend_index")
def tend_index() -> None:
    """Keep what a large index needs to be quick: counts of words, and an index of vectors."""
    if counting.is_due():
        counting.tend()
    if near_index.is_due():
        near_index.tend()


@shared_task(name="knowledge.tasks.carry_out")
def carry_out(errand: str) -> None:
    """Go on with a deed on many atoms for a second, and ask to go on."""
    errands.carry_out(int(errand))


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


@shared_task(name="knowledge.tasks.propose")
def propose() -> None:
    """Sort what people answered in chats into proposals, and write those that answers came to."""
    from knowledge.proposing import look_at_all  # LlamaIndex, as above.

    look_at_all(generations.asked(embedder()))


@shared_task(name="knowledge.tasks.measure_impact")
def measure_impact() -> None:
    """Compare the drafts that somebody wants a preview of, until none waits."""
    while run := impact.claim():
        _measure(run)


def _measure(run: ImpactRun) -> None:
    # LlamaIndex, as above.
    from knowledge.impact import compare

    def progress(done: int, total: int) -> None:
        jobs.keep_progress(job=run, done=done, total=total)

    try:
        compared = compare(run.version, generations.asked(embedder()), progress)
    except EmbeddingFailed as failed:
        jobs.give_up(job=run, failure=f"The embedder failed: {failed}")
    except Exception:
        logger.exception("Could not compare for impact preview %s", run.pk)
        jobs.give_up(job=run, failure="It broke off; the log says why.")
    else:
        impact.finish(run=run, result=[asdict(each) for each in compared])


@shared_task(name="knowledge.tasks.extract")
def extract() -> None:
    """Look through the interview that has waited longest, and ask to go on with the next."""
    extraction = extractions.claim()
    if extraction is not None:
        looking_through.carry_out(extraction)
        extract_soon()


@shared_task(name="knowledge.tasks.compare")
def compare() -> None:
    """Hold interviews against their guides, until none waits."""
    while comparison := comparisons.claim():
        looking_through.compare(comparison)


@shared_task(name="knowledge.tasks.read_documents")
def read_documents() -> None:
    """Read the document that has waited longest, and ask to go on with the next."""
    document = source_documents.claim()
    if document is not None:
        # Interviews' rules, numpy among them: web processes and other workers need none of it.
        from knowledge.reading_documents import carry_out

        carry_out(document)
        read_documents_soon()


@shared_task(name="knowledge.tasks.publish")
def publish() -> None:
    """Ask golden questions about texts that wait for them and publish those, until none waits."""
    while run := publishing_runs.claim():
        try:
            publishing.carry_out(run)
        except Exception:
            logger.exception("Could not finish publishing %s", run.pk)
            publishing.give_up(run, "It broke off; the log says why.")


@shared_task(name="knowledge.tasks.take_in")
def take_in() -> None:
    """Take in files that wait for it, until none waits."""
    while run := imports.claim():
        try:
            imports.carry_out(run)
        except Exception:
            logger.exception("Could not finish import %s", run.pk)
            imports.give_up(run, "It broke off; the log says why.")


@shared_task(name="knowledge.tasks.evaluate_all")
def evaluate_all() -> int:
    """Have the golden questions of every site asked; beat does so each night."""
    return evaluations.ask_for_all()


@shared_task(name="knowledge.tasks.evaluate")
def evaluate() -> None:
    """Ask the golden questions of the sites that wait for it, until none waits."""
    while run := evaluations.claim():
        _evaluate(run)


def _evaluate(run: EvaluationRun) -> None:
    # LlamaIndex, as above.
    from knowledge.evaluation.runs import carry_out as carry_out_run

    try:
        carry_out_run(run, generations.asked(embedder()))
    except EmbeddingFailed as failed:
        jobs.give_up(job=run, failure=f"The embedder failed: {failed}")
    except Exception:
        logger.exception("Could not finish evaluation %s", run.pk)
        jobs.give_up(job=run, failure="It broke off; the log says why.")
