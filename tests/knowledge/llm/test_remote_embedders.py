"""Embedding servers, good and bad ones, against a double that speaks their protocol."""

from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pytest

from knowledge.llm.embedder import Embedder, EmbeddingFailed
from knowledge.llm.remote_embedders import OllamaEmbedder, OpenAICompatibleEmbedder
from tests.ollama_double import OllamaDouble, running_double

MODEL = "all-minilm"
PATHS = {
    OllamaEmbedder: "/api/embed",
    OpenAICompatibleEmbedder: "/v1/embeddings",
}


@pytest.fixture(scope="module")
def double() -> Iterator[OllamaDouble]:
    with running_double() as running:
        yield running


@pytest.fixture(params=list(PATHS), ids=lambda kind: kind.__name__)
def kind(request: pytest.FixtureRequest) -> type[OllamaEmbedder]:
    return request.param


@pytest.fixture
def embedder(kind: type[OllamaEmbedder], double: OllamaDouble) -> Iterator[Embedder]:
    with closing(kind(url=double.url, model=MODEL, timeout_seconds=5)) as made:
        yield made


def test_texts_become_unit_vectors_in_their_order(embedder: Embedder) -> None:
    texts = [f"text number {number}" for number in range(70)]

    vectors = embedder.embed(texts)

    assert vectors.shape == (70, embedder.dimension) == (70, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert (vectors[69] == embedder.embed(texts[69:])[0]).all()


def test_an_empty_text_has_a_vector_too(embedder: Embedder) -> None:
    assert embedder.embed(["", "a"]).shape == (2, 384)
    assert embedder.embed([""]).shape == (1, 384)
    assert embedder.embed([]).shape == (0, 384)


def test_a_long_text_is_cut_and_not_refused(embedder: Embedder) -> None:
    assert embedder.embed(["word " * 10_000]).shape == (1, 384)


def test_the_name_tells_servers_and_models_apart(double: OllamaDouble) -> None:
    with (
        closing(OllamaEmbedder(url=double.url, model=MODEL)) as ollama,
        closing(OpenAICompatibleEmbedder(url=double.url, model=MODEL)) as other,
    ):
        assert ollama.model == "ollama:all-minilm"
        assert other.model == "openai_compatible:all-minilm"


def test_the_guess_of_tokens_is_not_too_low(embedder: Embedder) -> None:
    assert embedder.count_tokens("How do I reset my password?") == 9
    assert embedder.count_tokens("登录后页面一直显示空白") == 11
    assert embedder.count_tokens("") == 0


@pytest.mark.parametrize(
    ("fault", "permanent"),
    [
        ("busy", False),
        ("html", False),
        ("reset", False),
        ("status=500", False),
        ("status=429", False),
        ("status=400", True),
        ("status=401", True),
        ("status=404", True),
        ("status=501", True),
    ],
)
def test_a_failing_server_is_told_apart_from_a_wrong_request(
    embedder: Embedder, double: OllamaDouble, fault: str, permanent: bool
) -> None:
    double.fault(PATHS[type(embedder)], fault)

    with pytest.raises(EmbeddingFailed) as failed:
        embedder.embed(["a"])

    assert failed.value.permanent is permanent


def test_a_server_that_hangs_is_given_up(
    kind: type[OllamaEmbedder], double: OllamaDouble
) -> None:
    with closing(kind(url=double.url, model=MODEL, timeout_seconds=0.2)) as embedder:
        double.fault(PATHS[kind], "hang=60")

        with pytest.raises(EmbeddingFailed, match="did not answer") as failed:
            embedder.embed(["a"])

    assert not failed.value.permanent


def test_a_server_that_is_away_may_come_back(kind: type[OllamaEmbedder]) -> None:
    with pytest.raises(EmbeddingFailed, match="did not answer") as failed:
        kind(url="http://127.0.0.1:9", model=MODEL)

    assert not failed.value.permanent


def test_a_model_that_the_server_does_not_have_is_a_lasting_error(
    kind: type[OllamaEmbedder], double: OllamaDouble
) -> None:
    with pytest.raises(EmbeddingFailed, match="nope") as failed:
        kind(url=double.url, model="nope")

    assert failed.value.permanent


def test_a_chat_model_gives_no_vectors(
    kind: type[OllamaEmbedder], double: OllamaDouble
) -> None:
    with pytest.raises(EmbeddingFailed, match="does not support embeddings") as failed:
        kind(url=double.url, model="llama3.2")

    assert failed.value.permanent


def test_the_key_is_sent_and_the_address_may_end_in_v1(double: OllamaDouble) -> None:
    url = f"{double.url}/v1/"

    OpenAICompatibleEmbedder(url=url, model=MODEL, api_key="s3cret").close()

    asked = double.requests[-1]
    assert asked.path == "/v1/embeddings"
    assert asked.headers["authorization"] == "Bearer s3cret"


def test_proxies_of_the_environment_are_not_used(
    kind: type[OllamaEmbedder], double: OllamaDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)

    with closing(kind(url=double.url, model=MODEL)) as embedder:
        assert embedder.dimension == 384
