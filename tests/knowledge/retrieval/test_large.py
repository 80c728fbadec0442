"""A large index is searched by counts and an index of vectors, and finds what a small one does."""

from collections.abc import Iterator

import pytest
from django.db import connection

from accounts.models import User
from knowledge.indexing.builder import build
from knowledge.models import AtomVersion, Generation, Unit
from knowledge.reader import Reader
from knowledge.retrieval import scope as scopes
from knowledge.retrieval.candidates import Retrieved
from knowledge.retrieval.details import nearest_units
from knowledge.retrieval.lanes import measured, nearest, words_in_common
from knowledge.retrieval.meaning import near_in_meaning
from knowledge.retrieval.scope import Edit, Scope
from knowledge.retrieval.search import search
from knowledge.services import care, counting, entries, near_index
from knowledge.services.index import index_batch
from knowledge.written import text_of
from tests.knowledge.shelf import (
    STAFF,
    HashingEmbedder,
    collection,
    draft,
    publish,
    reader,
    unpublish,
)

EMBEDDER = HashingEmbedder()
SUBJECTS = ("invoice", "printer", "parcel", "refund", "camera")
DEEDS = ("cancel", "print", "move", "send", "lose", "find", "repair")


def published(slug: str, title: str, body: str = "", **more: object) -> AtomVersion:
    version = publish(draft(slug, title, body, **more))
    index_batch(embedder=EMBEDDER)
    return version


def shelf_of_many(into: str = "manual") -> None:
    for subject in SUBJECTS:
        for number, deed in enumerate(DEEDS):
            body = f"To {deed} it {deed} the {subject} " + "again " * number
            more = f"\n\n## More\n\nThe {subject} and {SUBJECTS[number % 5]}."
            title = f"How to {deed} a {subject}"
            publish(
                draft(
                    f"{into}-{subject}-{deed}",
                    title,
                    body + more,
                    into=collection(into),
                )
            )
    index_batch(embedder=EMBEDDER, seconds=60)


def ask(*queries: str, who: Reader | None = None) -> Retrieved:
    return search(
        queries=queries, reader=who or reader(collection()), embedder=EMBEDDER
    )


def found(question: str, who: Reader | None = None) -> list[str]:
    return [candidate.atom for candidate in ask(question, who=who).candidates]


def scope(who: Reader | None = None) -> Scope:
    return Scope.of(who or reader(collection()), EMBEDDER)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "queries",
    [
        ("how can I print my invoice",),
        ("again", "again the camera"),
        ("where does the refund move", "parcel\nwhere does the refund move"),
        ("zebra",),
        ("",),
    ],
)
def test_counts_change_no_ranking(queries: tuple[str, ...]) -> None:
    shelf_of_many()
    exact = ask(*queries).ranking

    counting.count()

    counted = ask(*queries).ranking
    assert [one.key for one in counted.scored] == [one.key for one in exact.scored]
    assert [one.score for one in counted.scored] == pytest.approx(
        [one.score for one in exact.scored]
    )
    assert counted.nearest == exact.nearest


@pytest.mark.django_db
def test_bm25_by_counts_is_that_of_the_texts_themselves() -> None:
    shelf_of_many()
    questions = ["print an invoice again", "zebra camera"]
    exact = words_in_common(questions, scope())

    counting.count()

    counted = scope()
    words = words_in_common(questions, counted)
    texts = {version for one in exact for version in one.bm25}
    for by_counts, by_texts in zip(
        measured(words, questions, counted, texts), exact, strict=True
    ):
        assert by_counts.rarity == pytest.approx(by_texts.rarity)
        assert by_counts.bm25 == pytest.approx(by_texts.bm25)


@pytest.mark.django_db
def test_counted_texts_of_other_collections_have_no_influence() -> None:
    shelf_of_many("ours")
    who = reader(collection("ours"))
    counting.count()
    before = ask("print an invoice", who=who).ranking

    shelf_of_many("theirs")
    counting.count()

    assert ask("print an invoice", who=who).ranking == before


@pytest.mark.django_db
def test_counted_texts_for_others_have_no_influence() -> None:
    shelf_of_many()
    counting.count()
    before = ask("print an invoice").ranking

    for number in range(5):
        published(f"own-{number}", "Print invoice", audience="internal")
    counting.count()

    assert ask("print an invoice").ranking == before
    staff = reader(collection(), audiences=STAFF)
    assert "own-1" in found("print invoice", who=staff)


@pytest.mark.django_db
def test_a_text_published_after_the_count_is_found_by_a_word_of_its_own() -> None:
    shelf_of_many()
    counting.count()

    published("new", "Zorblax", "The zorblax hums.")

    assert found("my zorblax hums")[0] == "new"


@pytest.mark.django_db
def test_a_text_unpublished_after_the_count_is_gone() -> None:
    shelf_of_many()
    version = published("new", "Zorblax", "The zorblax hums.")
    counting.count()

    unpublish(version)

    assert "new" not in found("my zorblax hums")


@pytest.mark.django_db
def test_a_text_that_was_moved_is_found_where_it_is_now(rita: User) -> None:
    shelf_of_many("ours")
    shelf_of_many("theirs")
    version = published("new", "Zorblax", into=collection("theirs"))
    counting.count()

    care.move(atom=version.atom, collection=collection("ours"), user=rita)

    words = words_in_common(["zorblax"], scope(reader(collection("ours"))))
    assert list(words[0].bm25) == [version.pk]
    assert "new" not in found("zorblax", who=reader(collection("theirs")))


@pytest.mark.django_db
def test_words_of_a_new_collection_are_found_before_anything_counts_them() -> None:
    shelf_of_many()
    counting.count()
    version = published("new", "Zorblax", into=collection("new"))

    words = words_in_common(["zorblax"], scope(reader(collection("new"))))

    assert list(words[0].bm25) == [version.pk]


# With an index of vectors, which is built outside of any transaction.


@pytest.fixture
def small_is_large(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(scopes, "UNITS_FROM", 1)
    yield
    with connection.cursor() as cursor:
        for name in near_index._there() | near_index._there(broken=True):
            cursor.execute(f"DROP INDEX {name}")


def indexed() -> None:
    near_index.build(Generation.objects.get())
    counting.count()


def first_of(found: Retrieved) -> tuple[str, str, list[float]]:
    """The first text, its quote and its scores; sums of single precision in another order differ at the end."""
    first = found.candidates[0]
    scored = first.scored
    scores = [first.cosine, scored.score, scored.cosine, scored.lexical, scored.centre]
    return first.atom, first.quote, [round(score, 5) for score in scores]


@pytest.mark.django_db(transaction=True)
def test_an_index_of_vectors_changes_no_ranking(small_is_large: None) -> None:
    shelf_of_many()
    exact = [ask(f"{deed} a {subject}") for subject in SUBJECTS for deed in DEEDS]

    indexed()

    by_index = [ask(f"{deed} a {subject}") for subject in SUBJECTS for deed in DEEDS]
    ten = [{one.key for one in each.ranking.scored[:10]} for each in exact]
    again = [{one.key for one in each.ranking.scored[:10]} for each in by_index]
    shared = sum(len(one & other) for one, other in zip(ten, again, strict=True))
    assert shared >= 0.98 * sum(map(len, ten))
    assert [first_of(each) for each in exact] == [first_of(each) for each in by_index]


@pytest.mark.django_db(transaction=True)
def test_a_narrow_reader_gets_enough_though_others_texts_are_nearer(
    small_is_large: None,
) -> None:
    ours = [
        published(f"ours-{n}", f"Blue paper {n}", into=collection("ours")).pk
        for n in range(8)
    ]
    version = published("theirs", "Cancel a parcel", into=collection("theirs"))
    [unit] = Unit.objects.filter(version=version)
    near = [
        Unit(
            generation_id=unit.generation_id,
            version=version,
            kind="window",
            ordinal=number,
            text="",
            vector=unit.vector,
        )
        for number in range(1000)
    ]
    Unit.objects.bulk_create(near)
    indexed()

    within = scope(reader(collection("ours")))
    (found_units,) = nearest(EMBEDDER.embed(["Cancel a parcel"]), within, most=8)

    assert within.size
    assert within.size.goes_by_index
    assert sorted(found_units) == ours


@pytest.mark.django_db(transaction=True)
def test_the_nearest_units_are_those_of_a_scan(small_is_large: None) -> None:
    shelf_of_many()
    (vector,) = EMBEDDER.embed(["cancel a parcel"]).tolist()
    scanned = nearest_units(vector, scope(), most=5)

    indexed()

    # Some are equally near, and of these either may come.
    near = nearest_units(vector, scope(), most=5)
    assert [unit.cosine for unit in near] == [unit.cosine for unit in scanned]
    assert near[0].atom == scanned[0].atom == "manual-parcel-cancel"


@pytest.mark.django_db(transaction=True)
def test_lists_look_for_meaning_by_the_index_too(small_is_large: None) -> None:
    shelf_of_many()
    who = reader(collection())
    scanned = near_in_meaning("cancel a parcel", who, lambda: EMBEDDER)

    indexed()

    # Further down some are equally near, and of these either may come.
    near = near_in_meaning("cancel a parcel", who, lambda: EMBEDDER)
    assert scanned
    assert near
    assert near[:3] == scanned[:3]
    assert len(near) == len(scanned)


@pytest.mark.django_db(transaction=True)
def test_what_is_live_is_decided_at_that_moment(small_is_large: None) -> None:
    shelf_of_many()
    version = published("new", "Zorblax hums")
    indexed()
    assert found("zorblax hums")[0] == "new"

    unpublish(version)

    assert "new" not in found("zorblax hums")


@pytest.mark.django_db(transaction=True)
def test_an_edit_is_searched_as_if_it_were_live(small_is_large: None) -> None:
    shelf_of_many()
    live = published("new", "Zorblax hums")
    edited = draft("new", "Gadget squeaks")
    generation = Generation.objects.get()
    entries.put(
        version_id=edited.pk,
        generation_id=generation.pk,
        entry=build(text_of(edited), EMBEDDER),
    )
    indexed()

    retrieved = search(
        queries=["gadget squeaks"],
        reader=reader(collection()),
        embedder=EMBEDDER,
        edit=Edit(live.atom_id, edited.pk),
    )

    assert retrieved.candidates[0].version_id == edited.pk
    assert live.pk not in {one.key for one in retrieved.ranking.scored}
    without = ask("gadget squeaks").ranking.scored
    assert edited.pk not in {one.key for one in without}
