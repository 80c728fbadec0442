"""The doctor's checks of search: embedders that fail, and vectors of another model."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from helpdesk.doctor import index
from helpdesk.doctor.findings import Status
from knowledge.llm.configured_embedder import embedder
from knowledge.models import Generation
from knowledge.services import counting, near_index
from knowledge.services.index import index_batch
from tests.desk import free_port
from tests.helpdesk.examining import seen
from tests.knowledge.shelf import HashingEmbedder, draft, publish
from tests.ollama_double import OllamaDouble, running_double


@pytest.fixture
def double(settings: Any) -> Iterator[OllamaDouble]:
    """A server of embedding models that the settings name."""
    with running_double() as double:
        settings.OLLAMA_URL = double.url
        yield double


def one_text() -> None:
    publish(draft("payment", "Payment", "You pay by card."))


def test_the_bundled_embedder_gives_its_vector_and_names_its_weights() -> None:
    finding = seen(index.embeds)

    assert (finding.code, finding.status) == ("embedder", Status.OK)
    assert "sha256 53aa51172d14" in finding.found
    assert "384 numbers" in finding.found


def test_the_bundled_embedder_without_a_place_for_its_file_fails(
    settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "models").write_text("in the way")
    settings.DATA_DIR = tmp_path

    finding = seen(index.embeds)

    assert finding.status is Status.FAILED
    assert str(tmp_path / "models") in finding.found
    assert "make install" in finding.fix


def test_an_embedding_model_that_is_not_pulled_comes_with_the_command(
    double: OllamaDouble, settings: Any
) -> None:
    settings.EMBEDDER, settings.EMBEDDING_MODEL = "ollama", "nomic-embed-text"

    finding = seen(index.embeds)

    assert finding.status is Status.FAILED
    assert "ollama pull nomic-embed-text" in finding.fix


@pytest.mark.parametrize("name", ["ollama", "openai_compatible"])
def test_an_embedder_without_an_address_or_a_server_fails(
    name: str, settings: Any
) -> None:
    settings.EMBEDDER = name

    assert f"{name.upper()}_URL" in seen(index.embeds).found

    settings.OLLAMA_URL = f"http://127.0.0.1:{free_port()}"
    settings.OPENAI_COMPATIBLE_URL = settings.OLLAMA_URL
    finding = seen(index.embeds)
    assert finding.status is Status.FAILED
    assert "did not answer" in finding.found
    assert f"{name.upper()}_URL" in finding.fix


def test_an_embedder_that_is_not_known_fails(settings: Any) -> None:
    settings.EMBEDDER = "word2vec"

    assert "word2vec" in seen(index.embeds).found
    assert "bundled" in seen(index.embeds).fix


@pytest.mark.django_db
def test_an_empty_desk_and_an_indexed_one_are_well() -> None:
    assert seen(index.holds).status is Status.OK

    one_text()
    index_batch(embedder=embedder())

    finding = seen(index.holds)
    assert finding.status is Status.OK
    assert "1 texts, all with vectors of all-MiniLM-L6-v2 (384)" in finding.found


@pytest.mark.django_db
def test_texts_that_wait_are_counted() -> None:
    one_text()
    assert "1 texts wait" in seen(index.holds).found
    index_batch(embedder=embedder())
    publish(draft("refund", "Refund", "Within a week."))

    finding = seen(index.holds)

    assert (finding.code, finding.status) == ("index", Status.WARNING)
    assert "1 of 2 texts wait" in finding.found
    assert "make run" in finding.fix


@pytest.mark.django_db
def test_vectors_of_a_model_that_can_no_longer_be_asked_are_a_failure() -> None:
    one_text()
    index_batch(embedder=HashingEmbedder("ollama:nomic-embed-text", 768))

    finding = seen(index.holds)

    assert finding.status is Status.FAILED
    assert "those in use are of ollama:nomic-embed-text (768)" in finding.found
    assert "0 of 1 texts have vectors of all-MiniLM-L6-v2 (384)" in finding.found
    assert "EMBEDDER" in finding.fix


@pytest.mark.django_db
def test_a_wrong_dimension_of_the_live_vectors_is_a_failure() -> None:
    one_text()
    index_batch(embedder=embedder())
    Generation.objects.update(dimension=768)

    finding = seen(index.holds)

    assert finding.status is Status.FAILED
    assert "all-MiniLM-L6-v2 (768)" in finding.found


@pytest.mark.django_db
def test_while_the_older_vectors_still_answer_a_change_is_a_warning(
    double: OllamaDouble, settings: Any
) -> None:
    one_text()
    index_batch(embedder=embedder())
    settings.EMBEDDER, settings.EMBEDDING_MODEL = "ollama", "all-minilm"

    finding = seen(index.holds)

    assert finding.status is Status.WARNING
    assert "still asks the vectors of all-MiniLM-L6-v2 (384)" in finding.found
    assert "0 of 1 texts have vectors of ollama:all-minilm" in finding.found


@pytest.mark.django_db
def test_a_large_index_without_what_makes_it_quick_is_a_warning(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one_text()
    index_batch(embedder=embedder())
    monkeypatch.setattr(near_index, "UNITS_FROM", 1)
    monkeypatch.setattr(counting, "TEXTS_FROM", 1)

    slow = seen(index.holds)

    assert slow.status is Status.WARNING
    assert "have no index yet" in slow.found
    assert "words not counted yet" in slow.found
    assert "queue maintenance" in slow.fix


@pytest.mark.django_db(transaction=True)
def test_a_large_index_that_is_quick_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    one_text()
    index_batch(embedder=embedder())
    monkeypatch.setattr(near_index, "UNITS_FROM", 1)
    near_index.tend()
    counting.tend()

    quick = seen(index.holds)
    Generation.objects.all().delete()
    near_index.tend()

    assert quick.status is Status.OK
    assert "found by an index" in quick.found
