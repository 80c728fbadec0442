"""The centre of a text is the cosine of the middle of its vectors, however it is measured."""

import numpy as np
import pytest

from knowledge.models import AtomVersion, Middle, Unit
from knowledge.retrieval.lanes import nearest
from knowledge.retrieval.scope import Scope
from knowledge.services import entries
from tests.knowledge.retrieval.test_lanes import EMBEDDER, published, scope

pytestmark = pytest.mark.django_db

QUERIES = ["red apples keep", "where do green pears grow"]
BODY = "Red apples keep for months.\n\n## Pears\n\nGreen pears do not."


def centres(within: Scope, version: AtomVersion) -> list[float]:
    found = nearest(EMBEDDER.embed(QUERIES), within, most=50)
    return [units[version.pk][0].centre for units in found]


def by_hand(version: AtomVersion) -> list[float]:
    """The cosine with the middle of each part, the greatest of them, from the vectors themselves."""
    parts: dict[int | None, list[np.ndarray]] = {}
    for unit in Unit.objects.filter(version=version):
        parts.setdefault(unit.pair, []).append(np.array(unit.vector))
    middles = [np.mean(vectors, axis=0) for vectors in parts.values()]
    return [
        max(float(vector @ middle / np.linalg.norm(middle)) for middle in middles)
        for vector in EMBEDDER.embed(QUERIES)
    ]


def test_a_texts_windows_have_one_middle() -> None:
    version = published("fruit", "Fruit", BODY)

    assert Unit.objects.filter(version=version).count() > 2
    assert centres(scope(), version) == pytest.approx(by_hand(version), abs=1e-5)


def test_each_pair_has_a_middle_of_its_own_and_the_nearest_counts() -> None:
    pairs = [
        (["Do red apples keep?", "How long do apples keep?"], "For months."),
        (["Where do pears grow?"], "On trees, green ones too."),
    ]
    version = published("asked", "Fruit", pairs=pairs)

    found = centres(scope(), version)

    assert found == pytest.approx(by_hand(version), abs=1e-5)
    assert Middle.objects.filter(version=version).count() == 3
    (units, _) = nearest(EMBEDDER.embed(QUERIES), scope(), most=50)
    assert all(near.is_pairs for near in units[version.pk])


def test_a_text_with_pairs_and_a_body_is_more_than_pairs() -> None:
    version = published("both", "Fruit", BODY, pairs=[(["Do apples keep?"], "Yes.")])

    (units, _) = nearest(EMBEDDER.embed(QUERIES), scope(), most=50)

    assert not any(near.is_pairs for near in units[version.pk])


def test_texts_that_are_added_to_an_atom_move_its_middle() -> None:
    version = published("fruit", "Fruit", BODY)
    before = centres(scope(), version)
    generation = Unit.objects.filter(version=version).values_list("generation")[0][0]

    entries.add_texts(
        slug="fruit",
        generation_id=generation,
        texts=["where do green pears grow"],
        vectors=EMBEDDER.embed(["where do green pears grow"]).tolist(),
    )

    after = centres(scope(), version)
    assert after == pytest.approx(by_hand(version), abs=1e-5)
    assert after[1] > before[1]


def test_units_that_point_apart_have_no_middle_and_are_near_to_nothing() -> None:
    version = published("fruit", "Fruit", "Apples.")
    one, other = Unit.objects.filter(version=version)
    other.vector = [-number for number in one.vector]
    other.save()
    entries.measure_middles([version.pk], one.generation_id)

    assert centres(scope(), version) == [0, 0]


def test_what_leaves_the_index_leaves_no_middle() -> None:
    version = published("fruit", "Fruit", BODY)

    entries.remove([version.pk])

    assert not Middle.objects.filter(version=version).exists()
