"""Evaluations as rows: one at a time for a site, taken by one worker, old ones thinned out."""

import pytest

from accounts.models import Site, User
from knowledge.models import (
    Collection,
    EvaluationResult,
    EvaluationRun,
    GoldenQuestion,
)
from knowledge.services import evaluations
from knowledge.services.evaluations import Ended
from knowledge.tasks import evaluate, evaluate_all
from tests.knowledge.evaluation.golden import KEEP, keep, stock

pytestmark = pytest.mark.django_db


def ended(question: GoldenQuestion, *, right: bool = True) -> Ended:
    return Ended(
        question=question, right=right, outcome="answered", intent="question", score=0.9,
        place=1, cited="kept", ranked=["kept"], milliseconds=2.0, vector=[1.0, 0.0],
        vector_model="x",
    )  # fmt: skip


def test_asking_twice_is_one_run(site: Site, erin: User) -> None:
    first = evaluations.ask_for_run(site=site, user=erin)

    assert evaluations.ask_for_run(site=site, user=None) == first
    assert evaluations.claim() == first
    assert evaluations.claim() is None


def test_what_became_of_each_question_is_kept_with_its_vector(site: Site) -> None:
    question = keep("Mine?", site=site)
    run = evaluations.ask_for_run(site=site, user=None)

    evaluations.finish(run=run, model="x", figures={"n": 1}, ended=[ended(question)])

    run.refresh_from_db()
    assert run.finished_at is not None
    assert (run.figures, run.results.get().place) == ({"n": 1}, 1)
    question.refresh_from_db()
    assert question.model == "x"


def test_a_question_that_changed_or_went_meanwhile_spoils_nothing(site: Site) -> None:
    changed, gone = keep("Mine?", site=site), keep("Gone?", site=site)
    found = [ended(GoldenQuestion.objects.get(pk=each.pk)) for each in (changed, gone)]
    GoldenQuestion.objects.filter(pk=changed.pk).update(text="Other words?")
    gone.delete()
    run = evaluations.ask_for_run(site=site, user=None)

    evaluations.finish(run=run, model="x", figures={}, ended=found)

    assert [each.question_id for each in run.results.all()] == [changed.pk]
    changed.refresh_from_db()
    assert changed.model == ""


def test_of_old_runs_only_the_figures_stay(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluations, "KEPT", 2)
    question = keep("Mine?", site=site)
    for _ in range(4):
        run = evaluations.ask_for_run(site=site, user=None)
        evaluations.finish(run=run, model="x", figures={}, ended=[ended(question)])

    assert EvaluationRun.objects.count() == 4
    assert EvaluationResult.objects.count() == 2


def test_the_night_asks_every_active_site_that_has_questions(site: Site) -> None:
    quiet = Site.objects.create(key="quiet", name="Quiet")
    off = Site.objects.create(key="off", name="Off", active=False)
    keep("Mine?", site=site)
    keep("Off?", site=off)

    assert evaluate_all() == 1
    assert [run.site for run in EvaluationRun.objects.all()] == [site]
    assert quiet.evaluations.count() == 0


def test_the_worker_finishes_what_waits(manual: Collection, site: Site) -> None:
    manual.sites.add(site)
    kept, _ = stock(manual)
    keep(KEEP, kept)
    evaluations.ask_for_run(site=site, user=None)

    evaluate()

    run = EvaluationRun.objects.get()
    assert (run.failure, run.done, run.total) == ("", 1, 1)
    assert (run.figures["right"], run.results.get().cited) == (1.0, kept.slug)
