"""One model's vectors are asked at a time; another model's take over when they are complete."""

import pytest
from django.utils import timezone

from knowledge.llm.configured_embedder import embedder as configured_embedder
from knowledge.llm.embedder import Embedder
from knowledge.models import AtomVersion, Attempt, Generation, Unit
from knowledge.retrieval.search import search
from knowledge.services.generations import GIVEN_UP_AFTER, asked, generation_of
from knowledge.services.index import index_batch
from tests.knowledge.shelf import HashingEmbedder, collection, draft, publish, reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def before() -> Embedder:
    """What the settings named until now: the bundled model, which can always be asked."""
    return configured_embedder()


@pytest.fixture
def after() -> HashingEmbedder:
    """What the settings name now."""
    return HashingEmbedder("new")


@pytest.fixture
def two_texts(before: Embedder) -> list[AtomVersion]:
    texts = [publish(draft(name, f"About {name}")) for name in ("paper", "ink")]
    index_batch(embedder=before, seconds=10)
    return texts


def live() -> Generation:
    return Generation.objects.get(live=True)


def found(question: str, configured: Embedder) -> list[str]:
    retrieved = search(
        queries=[question], reader=reader(collection()), embedder=asked(configured)
    )
    return [one.atom for one in retrieved.candidates if one.scored.cosine > 0]


def test_the_first_generation_is_live_from_the_start(after: HashingEmbedder) -> None:
    assert generation_of(after).live
    assert generation_of(after) == live()
    assert asked(after) is after


def test_a_second_one_is_not_live_at_first(
    before: Embedder, after: HashingEmbedder
) -> None:
    generation_of(before)

    assert not generation_of(after).live


def test_the_old_vectors_are_asked_until_the_new_ones_are_complete(
    two_texts: list[AtomVersion], before: Embedder, after: HashingEmbedder
) -> None:
    index_batch(embedder=after, seconds=0)
    assert Unit.objects.filter(generation__model="new").count() == 1

    assert live().model == before.model
    assert asked(after) is before
    assert len(found("About paper", after)) == 2
    index_batch(embedder=after, seconds=10)

    assert live().model == "new"
    assert asked(after) is after
    assert len(found("About paper", after)) == 2


def test_the_old_vectors_go_when_the_new_ones_are_live(
    two_texts: list[AtomVersion], after: HashingEmbedder
) -> None:
    index_batch(embedder=after, seconds=10)

    assert Generation.objects.count() == 1
    assert Unit.objects.count() == 2
    assert not AtomVersion.objects.to_index().exists()


def test_a_text_published_meanwhile_is_found_with_the_old_vectors_and_the_new(
    two_texts: list[AtomVersion], before: Embedder, after: HashingEmbedder
) -> None:
    fresh = publish(draft("glue", "About glue"))

    index_batch(embedder=after, seconds=0)

    assert live().model == before.model
    assert set(fresh.units.values_list("generation__model", flat=True)) == {
        before.model,
        "new",
    }
    assert "glue" in found("About glue", after)


def test_a_change_taken_back_leaves_nothing_behind(
    two_texts: list[AtomVersion], before: Embedder, after: HashingEmbedder
) -> None:
    index_batch(embedder=after, seconds=0)

    index_batch(embedder=before)

    assert Generation.objects.get() == live()
    assert live().model == before.model


def test_a_text_that_keeps_failing_does_not_hold_up_the_new_vectors(
    two_texts: list[AtomVersion], after: HashingEmbedder
) -> None:
    after.refused = "ink"

    for _ in range(GIVEN_UP_AFTER):
        index_batch(embedder=after, seconds=10)
        Attempt.objects.update(not_before=timezone.now())
    Attempt.objects.update(not_before=timezone.now() + timezone.timedelta(hours=1))
    index_batch(embedder=after, seconds=10)

    assert live().model == "new"
    assert [version.title for version in AtomVersion.objects.to_index()] == [
        "About ink"
    ]


def test_a_text_that_another_worker_is_at_is_waited_for(
    two_texts: list[AtomVersion], before: Embedder, after: HashingEmbedder
) -> None:
    leased = timezone.now() + timezone.timedelta(minutes=1)
    Attempt.objects.create(version=two_texts[0], not_before=leased)

    index_batch(embedder=after, seconds=10)

    assert live().model == before.model


def test_an_old_model_that_cannot_be_asked_any_more_is_not_asked(
    after: HashingEmbedder,
) -> None:
    publish(draft("paper", "About paper"))
    index_batch(embedder=HashingEmbedder("gone for ever"))

    assert asked(after) is after
    assert index_batch(embedder=after, seconds=10) == 1
    assert live().model == "new"


def test_an_empty_desk_changes_over_at_once(
    before: Embedder, after: HashingEmbedder
) -> None:
    generation_of(before)

    index_batch(embedder=after)

    assert live().model == "new"
