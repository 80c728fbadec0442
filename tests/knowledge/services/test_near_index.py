"""Large generations of vectors get an index of their own, which goes with them."""

from collections.abc import Iterator

import pytest
from django.db import connection

from accounts.alone import alone
from knowledge import tasks
from knowledge.models import Generation
from knowledge.services import near_index
from knowledge.services.index import index_batch
from tests.knowledge.shelf import HashingEmbedder, draft, in_another_thread, publish

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def three_are_many(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(near_index, "UNITS_FROM", 3)
    yield
    Generation.objects.all().delete()
    near_index.tend()
    assert names() == set()


def names() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE indexname LIKE 'knowledge_unit_near_%'"
        )
        return {name for (name,) in cursor.fetchall()}


def add(*slugs: str, embedder: HashingEmbedder | None = None) -> Generation:
    for slug in slugs:
        publish(draft(slug, f"Invoice {slug}"))
    index_batch(embedder=embedder or HashingEmbedder(), seconds=30)
    return Generation.objects.get(live=True)


def test_a_small_generation_has_no_index() -> None:
    generation = add("one", "two")

    assert not near_index.is_due()
    assert not near_index.is_missing(generation)


def test_a_generation_that_grew_large_gets_one() -> None:
    generation = add("one", "two", "three")
    assert near_index.is_due()
    assert near_index.is_missing(generation)

    assert near_index.tend()

    assert near_index.is_built(generation)
    assert not near_index.is_due()
    assert names() == {f"knowledge_unit_near_{generation.pk}"}


def test_each_generation_has_one_of_its_dimension() -> None:
    add("one", "two", "three", embedder=HashingEmbedder("first", dimension=8))
    near_index.tend()
    wider = Generation.objects.create(model="second", dimension=16)
    first = Generation.objects.get(live=True)
    for unit in first.units.all():
        unit.pk, unit.generation, unit.vector = None, wider, [1.0] * 16
        unit.save()

    near_index.tend()

    assert near_index.is_built(first)
    assert near_index.is_built(wider)


def test_an_index_goes_with_its_generation() -> None:
    generation = add("one", "two", "three")
    near_index.tend()

    generation.delete()
    assert near_index.is_due()
    near_index.tend()

    assert names() == set()


def test_vectors_too_long_for_an_index_are_left_without() -> None:
    add("one", "two", "three", embedder=HashingEmbedder("long", dimension=4001))

    near_index.tend()

    assert names() == set()
    assert not near_index.is_due()


def test_an_index_whose_build_broke_off_is_built_anew() -> None:
    generation = add("one", "two", "three")
    near_index.tend()
    name = f"knowledge_unit_near_{generation.pk}"
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = %s::regclass",
            [name],
        )
    assert near_index.is_due()
    assert near_index.is_missing(generation)

    near_index.tend()

    assert near_index.is_built(generation)


def test_two_workers_do_not_build_at_once() -> None:
    add("one", "two", "three")

    with alone(near_index._LOCK) as nobody_else:
        assert nobody_else
        assert not in_another_thread(near_index.tend)

    assert in_another_thread(near_index.tend)


def test_the_task_does_what_is_due() -> None:
    generation = add("one", "two", "three")

    tasks.tend_index()

    assert near_index.is_built(generation)
