"""The words of what was chosen come only from what is live at that moment."""

import pytest

from knowledge.retrieval.details import details_of, nearest_units
from knowledge.retrieval.scope import Scope
from knowledge.services.index import index_batch
from tests.knowledge.shelf import (
    HashingEmbedder,
    collection,
    draft,
    publish,
    reader,
    unpublish,
)

pytestmark = pytest.mark.django_db

EMBEDDER = HashingEmbedder()


def test_what_was_unpublished_since_it_was_chosen_is_not_among_the_details() -> None:
    kept, gone = publish(draft("kept", "Kept")), publish(draft("gone", "Gone"))
    index_batch(embedder=EMBEDDER)
    scope = Scope.of(reader(collection()), EMBEDDER)
    chosen = {version.pk: version.units.get().pk for version in (kept, gone)}
    assert set(details_of(chosen, scope)) == {kept.pk, gone.pk}

    unpublish(gone)

    assert set(details_of(chosen, scope)) == {kept.pk}


def test_a_unit_of_another_version_is_not_mixed_in() -> None:
    one, two = publish(draft("one", "One")), publish(draft("two", "Two"))
    index_batch(embedder=EMBEDDER)
    scope = Scope.of(reader(collection()), EMBEDDER)

    found = details_of({one.pk: two.units.get().pk}, scope)

    assert found[one.pk].kind == ""


def test_the_nearest_units_come_in_order_and_no_more_than_asked_for() -> None:
    for name in ("red apples", "green apples", "blue paper"):
        publish(draft(name.replace(" ", "-"), name))
    index_batch(embedder=EMBEDDER, seconds=10)
    scope = Scope.of(reader(collection()), EMBEDDER)
    (vector,) = EMBEDDER.embed(["red apples"])

    near = nearest_units(vector.tolist(), scope, most=2)

    assert [unit.atom for unit in near] == ["red-apples", "green-apples"]
    assert near[0].cosine == pytest.approx(1)
    assert near[0].text == "red apples"
