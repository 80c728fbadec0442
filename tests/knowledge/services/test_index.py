"""The index queue: what is live becomes searchable, what is not goes away."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from knowledge.indexing.builder import build
from knowledge.models import AtomVersion, Attempt, Document, Generation, Posting, Unit
from knowledge.services import atoms, entries, generations
from knowledge.services.index import index_batch, sweep
from knowledge.written import text_of
from tests.knowledge.shelf import (
    HashingEmbedder,
    draft,
    in_another_thread,
    on_its_own,
    publish,
    unpublish,
    wait_until,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def embedder() -> HashingEmbedder:
    return HashingEmbedder()


def lexemes(version: AtomVersion) -> dict[str, int]:
    return dict(version.postings.values_list("lexeme", "frequency"))


def test_a_published_text_gets_units_words_and_a_date(
    embedder: HashingEmbedder,
) -> None:
    version = publish(
        draft(
            "export",
            "Export invoices",
            "Open the list of invoices.\n\n> Q: Can I save an invoice?\n> A: Yes.",
            pairs=[(["Can I save an invoice?", "Invoice as a file"], "Yes.")],
        )
    )

    assert index_batch(embedder=embedder) == 1

    version.refresh_from_db()
    assert version.indexed_at is not None
    kinds = version.units.order_by("kind", "ordinal").values_list("kind", "pair")
    assert list(kinds) == [
        ("pair", 0),
        ("phrasing", 0),
        ("phrasing", 0),
        ("title", None),
        ("window", None),
    ]
    assert (
        lexemes(version)["invoic"] == 5
    )  # twice for the title, once for each phrasing and the text
    assert version.document.length == sum(lexemes(version).values())
    assert Generation.objects.get().live


def test_drafts_and_unpublished_texts_are_not_indexed(
    embedder: HashingEmbedder,
) -> None:
    draft("one", "Never published")
    unpublish(publish(draft("two", "Taken back")))

    assert index_batch(embedder=embedder) == 0

    assert not Unit.objects.exists()


def test_accents_are_folded_and_words_are_stemmed(embedder: HashingEmbedder) -> None:
    version = publish(draft("one", "Rechargé cafés"))

    index_batch(embedder=embedder)

    assert lexemes(version) == {"recharg": 2, "cafe": 2}


def test_words_of_a_very_long_text_are_all_counted(embedder: HashingEmbedder) -> None:
    words = [f"word{n:06d}" for n in range(30_000)]
    version = publish(draft("long", "Long", " ".join(words)))

    index_batch(embedder=embedder)

    assert version.postings.count() == 30_001


def test_interactive_texts_go_before_imported_ones(embedder: HashingEmbedder) -> None:
    publish(draft("first", "Imported", bulk=True))
    publish(draft("second", "Typed"))

    index_batch(embedder=embedder)

    assert embedder.seen == ["Typed", "Imported"]


def test_a_batch_ends_when_its_time_is_used_up_but_not_before_its_first_text(
    embedder: HashingEmbedder,
) -> None:
    for name in ("one", "two", "three"):
        publish(draft(name, name))

    assert index_batch(embedder=embedder, seconds=0) == 1

    assert AtomVersion.objects.to_index().count() == 2


def test_a_text_that_fails_does_not_hold_up_the_others(
    embedder: HashingEmbedder, caplog: pytest.LogCaptureFixture
) -> None:
    embedder.refused = "poison"
    bad = publish(draft("bad", "Poison"))
    good = publish(draft("good", "Good"))

    batches = [index_batch(embedder=embedder) for _ in range(3)]

    good.refresh_from_db()
    assert batches == [0, 1, 0]
    assert good.indexed_at is not None
    assert bad.attempt.count == 1
    assert "Could not embed version" in caplog.text


def test_each_failure_makes_the_pause_longer_up_to_an_hour(
    embedder: HashingEmbedder,
) -> None:
    embedder.away = True
    version = publish(draft("bad", "Bad"))

    pauses = []
    for _ in range(10):
        index_batch(embedder=embedder)
        attempt = Attempt.objects.get(version=version)
        pauses.append(round((attempt.not_before - timezone.now()).total_seconds()))
        Attempt.objects.update(not_before=timezone.now())

    assert pauses[:3] == [20, 40, 80]
    assert pauses[-2:] == [3600, 3600]


def test_a_failed_text_is_indexed_once_the_embedder_is_back(
    embedder: HashingEmbedder,
) -> None:
    embedder.away = True
    publish(draft("one", "One"))
    index_batch(embedder=embedder)

    embedder.away = False
    Attempt.objects.update(not_before=timezone.now())

    assert index_batch(embedder=embedder) == 1
    assert not Attempt.objects.exists()


def test_a_version_that_another_worker_has_claimed_is_left_alone(
    embedder: HashingEmbedder,
) -> None:
    version = publish(draft("one", "One"))
    soon = timezone.now() + timedelta(seconds=30)
    Attempt.objects.create(version=version, not_before=soon)

    assert index_batch(embedder=embedder) == 0


class Meanwhile(HashingEmbedder):
    """Does something to the desk while it embeds."""

    def __init__(self, happens) -> None:
        super().__init__()
        self.happens = happens

    def embed(self, texts):
        assert not connection.in_atomic_block or len(connection.savepoint_ids) == 0
        self.happens()
        return super().embed(texts)


def test_a_text_unpublished_while_it_was_embedded_is_not_indexed() -> None:
    version = publish(draft("one", "One"))

    assert index_batch(embedder=Meanwhile(lambda: unpublish(version))) == 0

    version.refresh_from_db()
    assert version.indexed_at is None
    assert not Unit.objects.exists()
    assert not Attempt.objects.exists()


def test_a_text_deleted_while_it_was_embedded_is_not_indexed() -> None:
    version = publish(draft("one", "One"))

    assert index_batch(embedder=Meanwhile(lambda: version.atom.delete())) == 0

    assert not Unit.objects.exists()


def test_a_sweep_takes_away_what_is_no_longer_live(embedder: HashingEmbedder) -> None:
    old = publish(draft("one", "Old words"))
    kept = publish(draft("two", "Kept"))
    index_batch(embedder=embedder)
    publish(draft("one", "New words"))
    index_batch(embedder=embedder)

    assert sweep() == 1

    old.refresh_from_db()
    assert old.indexed_at is None
    for table in (Unit, Posting, Document):
        assert not table.objects.filter(version=old).exists()
        assert table.objects.filter(version=kept).exists()


def test_a_swept_text_that_is_published_again_is_indexed_again(
    embedder: HashingEmbedder,
) -> None:
    version = publish(draft("one", "One"))
    index_batch(embedder=embedder)
    unpublish(version)
    sweep()

    publish(version)

    assert index_batch(embedder=embedder) == 1
    assert version.units.exists()


@pytest.mark.django_db(transaction=True)
def test_a_sweep_passes_over_a_text_that_is_being_published(
    embedder: HashingEmbedder,
) -> None:
    version = publish(draft("one", "One"))
    index_batch(embedder=embedder)
    unpublish(version)

    with transaction.atomic():
        publish(version)
        connection.check_constraints()  # what COMMIT does: it holds the version's row
        swept = in_another_thread(sweep)

    assert swept == 0
    assert version.units.exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_take_different_versions(embedder: HashingEmbedder) -> None:
    for name in ("one", "two"):
        publish(draft(name, name))

    with transaction.atomic():
        AtomVersion.objects.select_for_update(no_key=True).get(atom__slug="one")
        others = in_another_thread(lambda: index_batch(embedder=embedder))

    assert others == 1
    assert embedder.seen == ["two"]


@pytest.mark.django_db(transaction=True)
def test_a_text_may_be_deleted_while_it_is_being_stored(
    embedder: HashingEmbedder,
) -> None:
    version = publish(draft("one", "One"))
    generation = generations.generation_of(embedder)
    entry = build(text_of(version), embedder)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            AtomVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
            entries.put(version_id=version.pk, generation_id=generation.pk, entry=entry)
            deleted = pool.submit(
                on_its_own, lambda: atoms.delete(atom=version.atom, user=None)
            )
            wait_until(somebody_waits_for_a_lock)
        deleted.result(timeout=20)

    assert not AtomVersion.objects.exists()
    assert not Unit.objects.exists()


def somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0
