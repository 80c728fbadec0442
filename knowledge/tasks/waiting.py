"""What waits as a row until a worker takes it: texts to index, and long work that people asked for."""

import logging
from dataclasses import asdict

from celery import shared_task

from knowledge import looking_through
from knowledge.llm.configured_embedder import embedder
from knowledge.llm.embedder import EmbeddingFailed
from knowledge.models import EvaluationRun, ImpactRun
from knowledge.nudge import extract_soon, index_soon, read_documents_soon
from knowledge.services import (
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
    publishing,
    publishing_runs,
    source_documents,
)
from knowledge.services.index import index_batch

logger = logging.getLogger(__name__)


@shared_task(name="knowledge.tasks.index")
def index() -> None:
    """Index for half a second and ask to go on, so that nothing waits behind a large import."""
    if index_batch(embedder=embedder()):
        index_soon()


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


@shared_task(name="knowledge.tasks.propose")
def propose() -> None:
    """Sort what people answered in chats into proposals, and write those that answers came to."""
    # LlamaIndex: two seconds and 100 MB that the other tasks do without.
    from knowledge.proposing import look_at_all

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
