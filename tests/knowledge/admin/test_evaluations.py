"""The pages of evaluations: history, progress, and what became of each question."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from guardian.shortcuts import assign_perm

from accounts.models import Site, User
from knowledge.models import Atom, Collection, EvaluationRun, GoldenQuestion
from knowledge.services import evaluations, jobs
from knowledge.services.evaluations import Ended
from tests.knowledge.admin.pages import html_of
from tests.knowledge.evaluation.golden import keep

pytestmark = pytest.mark.django_db
LIST = "/admin/knowledge/evaluationrun/"
FIGURES = {
    "n": 2, "n_right": 1, "n_in": 2, "n_out": 0, "answered": 1, "right": 0.5, "recall@1": 0.5, "recall@5": 1.0, "mrr@10": 0.75,
    "ndcg@10": 0.8, "p50_ms": 12.0, "p95_ms": 30.0, "citation_precision": 0.9, "support": None,
    "by_type": {"article": {"n": 2, "right": 0.5, "recall@1": 0.5, "ndcg@10": 0.8}},
    "by_collection": {}, "by_expected": {},
    "tradeoff": [{"threshold": 0.9, "coverage": 0.5, "precision": 1.0},
                 {"threshold": 0.1, "coverage": 1.0, "precision": 0.5}],
}  # fmt: skip


@pytest.fixture
def drawn(manual: Collection, site: Site) -> Site:
    manual.sites.add(site)
    return site


def finished(site: Site, ends: dict[GoldenQuestion, bool]) -> EvaluationRun:
    run = evaluations.ask_for_run(site=site, user=None)
    ended = [
        Ended(question, right, "answered", "question", 0.8, 1 if right else 3,
              "export-invoices", ["export-invoices"], 12.0)
        for question, right in ends.items()
    ]  # fmt: skip
    jobs.keep_progress(job=run, done=0, total=len(ends))
    evaluations.finish(run=run, model="MiniLM", figures=FIGURES, ended=ended)
    return run


def page_of(run: EvaluationRun) -> str:
    return reverse("admin:knowledge_evaluationrun_change", args=[run.pk])


def test_a_site_without_questions_is_told_what_to_do(
    at_erin: Client, drawn: Site
) -> None:
    page = html_of(at_erin.get(LIST))

    assert "No golden questions yet" in page
    at_erin.post(LIST, {"site": drawn.key})
    assert not EvaluationRun.objects.exists()


def test_a_run_is_begun_and_its_progress_followed(
    at_erin: Client, drawn: Site, erin: User
) -> None:
    keep("Why?", site=drawn)

    at_erin.post(LIST, {"site": drawn.key})
    run = EvaluationRun.objects.get()
    assert run.asked_by == erin
    jobs.keep_progress(job=run, done=3, total=7)

    asked = at_erin.get(f"{LIST}?site=shop", headers={"accept": "application/json"})
    assert asked.json() == {"finished": False, "done": 3, "total": 7}
    assert "data-progress" in html_of(at_erin.get(LIST))


def test_plots_show_the_figures_of_the_runs_with_the_floors(
    at_erin: Client, drawn: Site
) -> None:
    question = keep("Why?", site=drawn)
    for _ in range(2):
        finished(drawn, {question: True})
    Site.objects.update(golden_recall_floor=0.8)

    page = html_of(at_erin.get(LIST))

    assert page.count("<polyline") >= 6
    for text in ("Recall@5", "12.0 ms", "Below the floor.", "right atom first: 50.0%"):
        assert text in page


def test_a_run_tells_what_changed_newly_wrong_first(
    at_erin: Client, drawn: Site, atom: Atom
) -> None:
    better, worse, same = (
        keep(f"{word}?", site=drawn) for word in ("Better", "Worse", "Same")
    )
    finished(drawn, {better: False, worse: True, same: True})
    run = finished(drawn, {better: True, worse: False, same: True})

    page = at_erin.get(page_of(run))

    changed = [now.question.text for now, _then in page.context["changed"]]
    assert changed == ["Worse?", "Better?"]
    assert "as before" in html_of(page)
    assert ">Export invoices</a>" in html_of(page)


def test_the_list_of_questions_tells_of_the_last_run_and_no_earlier_one(
    at_erin: Client, drawn: Site
) -> None:
    better, worse = keep("Better?", site=drawn), keep("Worse?", site=drawn)
    finished(drawn, {better: False, worse: True})
    finished(drawn, {better: True, worse: False})
    listed = reverse("admin:knowledge_goldenquestion_changelist")

    wrong = at_erin.get(listed, {"last": "wrong"}).context["cl"].result_list

    assert [question.text for question in wrong] == ["Worse?"]


def test_small_talk_is_not_called_a_question_back(at_erin: Client, drawn: Site) -> None:
    run = finished(drawn, {keep("Hello", site=drawn): False})
    run.results.update(outcome="askedback", score=None)

    page = html_of(at_erin.get(page_of(run)))

    assert "· Nothing looked up" in page
    assert "Asked back" not in page


def test_the_plot_marks_how_many_the_run_answered(
    at_erin: Client, drawn: Site, atom: Atom
) -> None:
    run = finished(drawn, {keep("How?", site=drawn): True})

    chart = at_erin.get(page_of(run)).context["chart"]

    (mark,) = chart.posts
    assert mark.word == "this run"
    assert mark.at == chart.across[2].at


def test_questions_are_shown_by_how_they_ended(at_erin: Client, drawn: Site) -> None:
    run = finished(
        drawn, {keep("Good?", site=drawn): True, keep("Bad?", site=drawn): False}
    )

    def shown(query: str) -> list[str]:
        page = at_erin.get(f"{page_of(run)}{query}").context["page"]
        return [each.question.text for each in page]

    assert shown("") == ["Bad?"]
    assert shown("?show=right") == ["Good?"]
    assert shown("?show=all") == ["Bad?", "Good?"]


def test_questions_atoms_and_collections_of_others_are_not_shown(
    at_erin: Client, drawn: Site, secret: Collection
) -> None:
    hidden = Atom.objects.create(slug="hidden", collection=secret, title="Hidden atom")
    secret.sites.add(drawn)
    question = keep("Hidden?", hidden, site=drawn)
    run = finished(drawn, {question: False})
    figures = FIGURES | {"by_collection": {str(secret.pk): {"n": 1, "right": 0.0}}}
    EvaluationRun.objects.update(figures=figures)
    run.results.update(cited="hidden")

    page = html_of(at_erin.get(page_of(run)))

    for text in ("Hidden?", "Hidden atom", "Secret"):
        assert text not in page


def test_runs_of_other_sites_are_not_there(
    at_erin: Client, drawn: Site, secret: Collection
) -> None:
    other = Site.objects.create(key="other", name="Other")
    secret.sites.add(other)
    run = finished(other, {keep("Why?", site=other): True})

    assert at_erin.get(page_of(run)).status_code == 302
    assert (
        "Other"
        not in html_of(at_erin.get(f"{LIST}?site=other")).partition('id="content"')[2]
    )
    assert at_erin.post(LIST, {"site": "other"}).status_code == 403


def test_a_reader_may_look_but_not_begin(
    client: Client, drawn: Site, manual: Collection, roles: None
) -> None:
    reader = User.objects.create_user("reader", is_staff=True)
    assign_perm("view_collection", reader, manual)
    keep("Why?", site=drawn)
    client.force_login(reader)

    assert client.get(LIST).status_code == 200
    assert client.post(LIST, {"site": drawn.key}).status_code == 403


def test_a_run_that_broke_off_says_why(at_erin: Client, drawn: Site) -> None:
    run = evaluations.ask_for_run(site=drawn, user=None)
    jobs.give_up(job=run, failure="The embedder failed: away")

    assert "The embedder failed: away" in html_of(at_erin.get(LIST))
    assert "The embedder failed: away" in html_of(at_erin.get(page_of(run)))


def test_a_run_of_many_questions_asks_few_queries(
    at_erin: Client, drawn: Site, atom: Atom, django_assert_max_num_queries: Any
) -> None:
    ends = {keep(f"Why {n}?", site=drawn): bool(n % 2) for n in range(40)}
    finished(drawn, ends)
    run = finished(drawn, {question: not right for question, right in ends.items()})
    at_erin.get(page_of(run))

    with django_assert_max_num_queries(40):
        at_erin.get(page_of(run))
