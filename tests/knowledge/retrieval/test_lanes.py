"""The lanes measure nearness and shared words over what the reader may read, and nothing else."""

import math

import pytest

from knowledge.models import AtomVersion
from knowledge.retrieval.lanes import nearest, words_in_common
from knowledge.retrieval.scope import Scope
from knowledge.services.index import index_batch
from tests.knowledge.shelf import (
    STAFF,
    VERIFIED,
    HashingEmbedder,
    collection,
    draft,
    publish,
    reader,
)

pytestmark = pytest.mark.django_db

EMBEDDER = HashingEmbedder()


def published(slug: str, title: str, body: str = "", **more: object) -> AtomVersion:
    version = publish(draft(slug, title, body, **more))
    index_batch(embedder=EMBEDDER)
    return version


def scope(
    *collections: str, audiences: frozenset[str] = frozenset({"public"})
) -> Scope:
    named = [collection(name) for name in collections or ("manual",)]
    return Scope.of(reader(*named, audiences=audiences), EMBEDDER)


def cosine_of(query: str, within: Scope) -> dict[int, float]:
    (found,) = nearest(EMBEDDER.embed([query]), within, most=50)
    return {version: units[0].cosine for version, units in found.items()}


def test_a_versions_cosine_is_that_of_its_best_unit() -> None:
    version = published(
        "one", "Printing", "Ink and paper.", pairs=[(["Where is my invoice?"], "Here.")]
    )

    found = cosine_of("Where is my invoice?", scope())

    assert found == {version.pk: pytest.approx(1.0, abs=1e-6)}


def test_several_queries_are_measured_at_once() -> None:
    one, two = published("one", "red apples"), published("two", "green pears")

    vectors = EMBEDDER.embed(["red apples", "green pears"])
    red, green = nearest(vectors, scope(), most=50)

    assert red[one.pk][0].cosine == pytest.approx(1) == green[two.pk][0].cosine
    assert red[two.pk][0].cosine < 0.5 > green[one.pk][0].cosine


def test_the_units_of_a_version_come_nearest_first() -> None:
    version = published("one", "red apples", "Green pears are here.")

    (found,) = nearest(EMBEDDER.embed(["red apples"]), scope(), most=50)

    title, window = found[version.pk]
    assert (title.kind, window.kind) == ("title", "window")
    assert title.cosine > window.cosine


def test_only_the_nearest_and_those_asked_for_are_looked_at() -> None:
    near = published("near", "red apples")
    far = published("far", "blue paper")
    named = published("named", "green pears")
    hidden = published("hidden", "red", audience="internal")

    (found,) = nearest(
        EMBEDDER.embed(["red apples"]), scope(), most=1, also=[named.pk, hidden.pk]
    )

    assert set(found) == {near.pk, named.pk}
    assert far.pk not in found


def test_bm25_is_the_textbook_formula() -> None:
    one = published("one", "Invoices", "An invoice is a bill.")
    two = published("two", "Printers", "Paper paper paper invoice.")
    published("three", "Colours", "Red green blue.")

    (words,) = words_in_common(["Which invoice, which paper?"], scope())

    lengths = {one.pk: 4, two.pk: 6}  # titles count twice, stop words not at all
    mean = (4 + 6 + 5) / 3
    idf = {"invoic": math.log(1 + 1.5 / 2.5), "paper": math.log(1 + 2.5 / 1.5)}

    def bm25(version: int, frequency: int) -> float:
        longer = 0.25 + 0.75 * lengths[version] / mean
        return frequency * 2.2 / (frequency + 1.2 * longer)

    assert words.rarity == pytest.approx(sum(idf.values()))
    assert words.bm25 == {
        one.pk: pytest.approx(idf["invoic"] * bm25(one.pk, 3)),
        two.pk: pytest.approx(
            idf["invoic"] * bm25(two.pk, 1) + idf["paper"] * bm25(two.pk, 3)
        ),
    }


def test_a_word_in_two_queries_counts_once_for_each() -> None:
    published("one", "Invoices")

    (alone,) = words_in_common(["invoice"], scope())
    both = words_in_common(["invoice", "invoice"], scope())

    assert both == [alone, alone]


def test_a_word_that_no_text_has_makes_the_question_rarer() -> None:
    published("one", "Invoices")

    known, unknown = words_in_common(["invoice", "invoice zebra"], scope())

    assert unknown.rarity > known.rarity
    assert unknown.bm25 == known.bm25


def test_a_question_without_words_has_nothing_in_common() -> None:
    published("one", "Invoices")

    for words in words_in_common(["the of and", "", "?!"], scope()):
        assert words.rarity == 0
        assert words.bm25 == {}


def test_accents_do_not_matter() -> None:
    version = published("one", "Résumé")

    (words,) = words_in_common(["resume"], scope())

    assert version.pk in words.bm25


@pytest.mark.parametrize(
    "question",
    [
        "'; DROP TABLE knowledge_unit; --",
        "100 % sure %s %(collections)s",
        "O'Brien \\ \"",
        "a:b & | !",
    ],
)
def test_a_question_is_never_part_of_a_statement(question: str) -> None:
    version = published("one", "sure thing")

    words_in_common([question], scope())

    assert cosine_of("sure thing", scope())[version.pk] == pytest.approx(1)


def test_texts_of_other_collections_are_not_there() -> None:
    ours = published("ours", "Invoices", into=collection("ours"))
    published("theirs", "Invoices", into=collection("theirs"))

    assert list(cosine_of("Invoices", scope("ours"))) == [ours.pk]
    assert list(words_in_common(["invoices"], scope("ours"))[0].bm25) == [ours.pk]


def test_texts_of_other_collections_have_no_influence_on_bm25() -> None:
    published("one", "Invoices", into=collection("ours"))
    published("two", "Paper", into=collection("ours"))
    before = words_in_common(["invoices and paper"], scope("ours"))

    for number in range(5):
        published(f"more-{number}", "Invoices " * 9, into=collection("theirs"))

    assert words_in_common(["invoices and paper"], scope("ours")) == before


@pytest.mark.parametrize(
    ("audiences", "seen"),
    [
        (frozenset({"public"}), {"public"}),
        (VERIFIED, {"public", "customer"}),
        (STAFF, {"public", "customer", "internal"}),
        (frozenset(), set()),
    ],
)
def test_only_texts_for_the_reader_are_there(
    audiences: frozenset[str], seen: set[str]
) -> None:
    versions = {
        published(name, "Invoices", audience=name).pk: name
        for name in ("public", "customer", "internal")
    }

    near = cosine_of("Invoices", scope(audiences=audiences))
    (words,) = words_in_common(["Invoices"], scope(audiences=audiences))

    assert {versions[pk] for pk in near} == seen
    assert {versions[pk] for pk in words.bm25} == seen


def test_vectors_of_another_model_are_not_compared() -> None:
    published("one", "Invoices")
    other = HashingEmbedder("another", dimension=8)

    within = Scope.of(scope().reader, other)

    (found,) = nearest(other.embed(["Invoices"]), within, most=50)

    assert found == {}
