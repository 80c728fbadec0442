"""Evaluations of golden questions, as rows that a worker takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from accounts.models import Site, User
from knowledge.models import EvaluationResult, EvaluationRun, GoldenQuestion
from knowledge.nudge import evaluate_soon
from knowledge.services import jobs

KEPT = 30
"""Of so many runs of a site, the newest, it is kept what became of each question."""


@dataclass(frozen=True)
class Ended:
    """What became of one question, as it is kept."""

    question: GoldenQuestion
    right: bool
    outcome: str
    intent: str
    score: float | None
    place: int | None
    cited: str
    ranked: Sequence[str]
    milliseconds: float
    vector: Sequence[float] | None = field(default=None, repr=False)
    vector_model: str = ""


@transaction.atomic
def ask_for_run(*, site: Site, user: User | None) -> EvaluationRun:
    """Have the golden questions of a site asked; one run that is under way is enough."""
    Site.objects.select_for_update(no_key=True).get(pk=site.pk)
    run = EvaluationRun.objects.filter(site=site, finished_at=None).first()
    if run is None:
        run = EvaluationRun.objects.create(site=site, asked_by=user)
    evaluate_soon()
    return run


def ask_for_all() -> int:
    """Have the questions of every active site asked that has any; return how many sites."""
    asked = [
        site
        for site in Site.objects.filter(active=True)
        if GoldenQuestion.objects.asked_at(site).exists()
    ]
    for site in asked:
        ask_for_run(site=site, user=None)
    return len(asked)


def claim() -> EvaluationRun | None:
    """Take the next run that nobody is at work on, leased to the caller."""
    return jobs.claim(EvaluationRun.objects.to_run().select_related("site"))


@transaction.atomic
def finish(
    *,
    run: EvaluationRun,
    model: str,
    figures: Mapping[str, Any],
    ended: Sequence[Ended],
) -> None:
    """Keep the figures and what became of each question; of old runs only the figures stay.

    A question that was deleted meanwhile is left out.
    """
    there = set(
        GoldenQuestion.objects.filter(pk__in=[each.question.pk for each in ended])
        .select_for_update()
        .values_list("pk", flat=True)
    )
    # Another worker may have had it as well, when this one was slow.
    run.results.all().delete()
    EvaluationResult.objects.bulk_create(
        _row(run, each) for each in ended if each.question.pk in there
    )
    _keep_vectors([each for each in ended if each.question.pk in there])
    jobs.finish(job=run, model=model, figures=dict(figures))
    kept = EvaluationRun.objects.filter(site=run.site).order_by("-pk")[:KEPT]
    EvaluationResult.objects.filter(run__site=run.site).exclude(
        run__in=list(kept.values_list("pk", flat=True))
    ).delete()


def _row(run: EvaluationRun, ended: Ended) -> EvaluationResult:
    return EvaluationResult(
        run=run,
        question_id=ended.question.pk,
        right=ended.right,
        outcome=ended.outcome,
        intent=ended.intent,
        score=ended.score,
        place=ended.place,
        cited=ended.cited,
        ranked=list(ended.ranked),
        milliseconds=ended.milliseconds,
    )


def _keep_vectors(ended: Sequence[Ended]) -> None:
    """Keep the vectors that were made anyway: publishing looks for near questions by them."""
    changed = []
    for each in ended:
        question = each.question
        if each.vector is not None and question.model != each.vector_model:
            question.vector, question.model = list(each.vector), each.vector_model
            changed.append(question)
    # Only for the words that were asked: they may have been changed meanwhile.
    for question in changed:
        GoldenQuestion.objects.filter(pk=question.pk, text=question.text).update(
            vector=question.vector, model=question.model
        )
