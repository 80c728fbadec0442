"""One evaluation of a site from its row to its figures. Import it only where answers are made."""

from knowledge.evaluation.golden import (
    Judgement,
    evaluate_site,
    questions_of,
    summary,
)
from knowledge.llm.embedder import Embedder
from knowledge.models import EvaluationRun
from knowledge.services import evaluations, jobs
from knowledge.services.evaluations import Ended

TOLD_EVERY = 10


def carry_out(run: EvaluationRun, embedder: Embedder) -> None:
    """Ask all golden questions of the run's site, and keep what became of them.

    No model is asked to word anything: a run costs no tokens and says the same twice. Raises
    EmbeddingFailed.
    """
    questions = questions_of(run.site)
    jobs.keep_progress(job=run, done=0, total=len(questions))

    def progress(done: int, total: int) -> None:
        if done % TOLD_EVERY == 0:
            jobs.keep_progress(job=run, done=done, total=total)

    judgements = evaluate_site(run.site, questions, embedder, None, progress)
    evaluations.finish(
        run=run,
        model=embedder.model,
        figures=summary(judgements),
        ended=[_ended(each) for each in judgements],
    )


def _ended(each: Judgement) -> Ended:
    trace = each.asked.outcome.trace
    return Ended(
        question=each.question,
        right=each.right,
        outcome=each.judged.outcome,
        intent=trace.intent,
        score=trace.score,
        place=each.place,
        cited=next(iter(each.asked.cited), ""),
        ranked=each.asked.ranked,
        milliseconds=each.asked.milliseconds,
        vector=trace.question_vector,
        vector_model=trace.vector_model,
    )
