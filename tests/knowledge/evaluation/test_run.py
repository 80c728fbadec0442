"""An evaluation asks as the desk does, sees its own texts alone, and leaves no trace."""

from pathlib import Path

import pytest
from django.apps import apps

from knowledge.evaluation.run import evaluate
from knowledge.evaluation.sets import EvaluationSet, read_set
from knowledge.models import Atom
from knowledge.reader import AUDIENCES, Reader
from knowledge.retrieval.search import search
from knowledge.services.index import index_batch, sweep
from tests.knowledge.evaluation.sets import write_articles, write_pairs
from tests.knowledge.shelf import (
    HashingEmbedder,
    collection,
    draft,
    in_another_thread,
    publish,
    reader,
)

pytestmark = pytest.mark.django_db(transaction=True)

EMBEDDER = HashingEmbedder()


def silent(done: int, total: int) -> None:
    """No bar."""


@pytest.fixture
def articles(tmp_path: Path) -> EvaluationSet:
    return read_set(write_articles(tmp_path))


def rows() -> dict[str, int]:
    return {model._meta.label: model.objects.count() for model in apps.get_models()}


def test_each_question_is_ranked_by_the_ids_of_the_set(articles: EvaluationSet) -> None:
    invoice, paper, capital = evaluate(articles, EMBEDDER, silent)

    assert invoice.ranked[0] == "invoices"
    assert invoice.in_scope
    assert paper.ranked[0] == "printers"
    assert not capital.in_scope
    assert capital.score < invoice.score
    assert all(result.milliseconds > 0 for result in (invoice, paper, capital))


def test_what_is_answered_is_cited_first(articles: EvaluationSet) -> None:
    for result in evaluate(articles, EMBEDDER, silent):
        assert result.cited == (result.ranked[0] if result.answered else None)


def test_pairs_are_found_by_any_phrasing_also_without_an_answer(tmp_path: Path) -> None:
    pay, lost = evaluate(read_set(write_pairs(tmp_path)), EMBEDDER, silent)

    assert pay.ranked[0] == "pay"
    assert lost.ranked[0] == "lost"


def test_what_was_said_before_is_used(articles: EvaluationSet) -> None:
    evaluate(articles, EMBEDDER, silent)

    assert "I have a new printer\nAnd where does the paper go?" in EMBEDDER.seen


def test_it_leaves_no_trace(articles: EvaluationSet) -> None:
    publish(draft("invoices", "Invoices"))
    index_batch(embedder=EMBEDDER)
    before = rows()

    evaluate(articles, EMBEDDER, silent)

    assert rows() == before
    assert index_batch(embedder=EMBEDDER) == 0
    assert sweep() == 0


def test_it_leaves_no_trace_on_an_empty_desk(articles: EvaluationSet) -> None:
    before = rows()

    evaluate(articles, EMBEDDER, silent)

    assert rows() == before


def test_it_leaves_no_trace_when_it_fails(articles: EvaluationSet) -> None:
    before = rows()

    def interrupted(done: int, total: int) -> None:
        if done == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        evaluate(articles, EMBEDDER, interrupted)

    assert rows() == before


def test_nobody_else_sees_its_texts_while_it_runs(articles: EvaluationSet) -> None:
    seen = []

    def look(done: int, total: int) -> None:
        if done == total:
            seen.append(in_another_thread(Atom.objects.count))
            seen.append(in_another_thread(live_search))

    evaluate(articles, EMBEDDER, look)

    assert seen == [0, []]


def live_search() -> list[str]:
    everything = Reader(frozenset(AUDIENCES), frozenset(range(1, 1000)))
    retrieved = search(
        queries=["save an invoice"], reader=everything, embedder=EMBEDDER
    )
    return [candidate.atom for candidate in retrieved.candidates]


def test_live_texts_change_nothing_in_it(articles: EvaluationSet) -> None:
    before = [(one.ranked, one.score) for one in evaluate(articles, EMBEDDER, silent)]

    for number in range(4):
        publish(draft(f"more-{number}", "Save an invoice", "Paper. " * 9))
    index_batch(embedder=EMBEDDER, seconds=10)

    after = [(one.ranked, one.score) for one in evaluate(articles, EMBEDDER, silent)]
    assert after == before


def test_staff_may_publish_and_index_the_same_ids_while_it_runs(
    articles: EvaluationSet,
) -> None:
    def publish_the_same(done: int, total: int) -> None:
        if done == total:
            in_another_thread(lambda: publish(draft("invoices", "Invoices")))
            in_another_thread(lambda: index_batch(embedder=EMBEDDER))

    evaluate(articles, EMBEDDER, publish_the_same)

    found = search(queries=["invoices"], reader=reader(collection()), embedder=EMBEDDER)
    assert [one.atom for one in found.candidates] == ["invoices"]


def test_progress_counts_texts_and_questions(articles: EvaluationSet) -> None:
    steps = []

    evaluate(articles, EMBEDDER, lambda done, total: steps.append((done, total)))

    assert steps == [(n, 5) for n in range(1, 6)]
