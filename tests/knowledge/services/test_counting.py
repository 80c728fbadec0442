"""What a large index holds is counted when it grew, and forgotten when it became small."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from knowledge.models import LexemeCount, Shelf
from knowledge.services import counting
from knowledge.services.index import index_batch
from tests.knowledge.shelf import (
    HashingEmbedder,
    collection,
    draft,
    in_another_thread,
    publish,
    unpublish,
)

pytestmark = pytest.mark.django_db

EMBEDDER = HashingEmbedder()


@pytest.fixture
def two_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "TEXTS_FROM", 2)


def add(*slugs: str, **more: object) -> None:
    for slug in slugs:
        publish(draft(slug, f"Invoice {slug}", **more))
    index_batch(embedder=EMBEDDER, seconds=30)


def texts_with(lexeme: str) -> int:
    return sum(
        LexemeCount.objects.filter(lexeme=lexeme).values_list("texts", flat=True)
    )


def test_a_small_index_is_never_counted() -> None:
    add("one", "two")

    assert not counting.is_due()
    assert not counting.is_missing()


def test_an_index_that_grew_large_is_counted_once(two_are_many: None) -> None:
    add("one", "two")
    assert counting.is_due()
    assert counting.is_missing()

    counting.tend()

    assert not counting.is_due()
    assert not counting.is_missing()


def test_each_shelf_has_counts_of_its_own() -> None:
    add("one", "two", into=collection("manual"))
    add("three", into=collection("other"))
    add("four", into=collection("other"), audience="internal")

    counting.count()

    held = Shelf.objects.order_by("collection__slug", "audience")
    assert list(held.values_list("collection__slug", "audience", "texts", "units")) == [
        ("manual", "public", 2, 2),
        ("other", "internal", 1, 1),
        ("other", "public", 1, 1),
    ]
    # Titles count twice.
    assert held[0].length == 8
    assert texts_with("invoic") == 4


def test_only_live_texts_are_counted() -> None:
    add("one", "two")
    unpublish(publish(draft("one", "Invoice one")))

    counting.count()

    assert texts_with("invoic") == 1
    assert Shelf.objects.get().texts == 1


def test_an_index_that_grew_since_is_counted_again(two_are_many: None) -> None:
    add("one", "two")
    counting.tend()

    add("three")

    assert counting.is_due()


def test_old_counts_are_made_anew(two_are_many: None) -> None:
    add("one", "two")
    counting.tend()

    Shelf.objects.update(counted_at=timezone.now() - timedelta(hours=7))

    assert counting.is_due()


def test_counts_of_an_index_that_became_small_go(
    two_are_many: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("one", "two")
    counting.tend()
    monkeypatch.setattr(counting, "TEXTS_FROM", 3)
    assert counting.is_due()

    counting.tend()

    assert not LexemeCount.objects.exists()
    assert Shelf.objects.get().texts is None
    assert not counting.is_due()


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_not_count_at_once() -> None:
    add("one", "two")

    with transaction.atomic():
        assert counting.count()
        assert not in_another_thread(counting.count)

    assert in_another_thread(counting.count)
