"""The last questions' vectors are kept: what is asked again is not embedded again."""

from collections.abc import Iterator

import numpy as np
import pytest

from knowledge.llm import remembering
from knowledge.llm.embedder import EmbeddingFailed
from knowledge.llm.remembering import Remembering
from tests.knowledge.shelf import HashingEmbedder


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    remembering._kept.clear()
    yield
    remembering._kept.clear()


def test_only_what_is_new_is_embedded() -> None:
    inner = HashingEmbedder()
    first = Remembering(inner).embed(["a refund", "a printer"])

    again = Remembering(inner).embed(["a camera", "a refund", "a camera"])

    assert inner.seen == ["a refund", "a printer", "a camera"]
    assert again.dtype == np.float32
    assert again.shape == (3, inner.dimension)
    assert np.array_equal(again[1], first[0])
    assert np.array_equal(again, inner.embed(["a camera", "a refund", "a camera"]))


def test_vectors_of_another_model_are_not_taken() -> None:
    inner, other = HashingEmbedder(), HashingEmbedder("another")
    Remembering(inner).embed(["a refund"])

    Remembering(other).embed(["a refund"])

    assert other.seen == ["a refund"]


def test_the_longest_not_asked_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "MOST_KEPT", 2)
    inner = HashingEmbedder()
    for text in ("one", "two", "one", "three", "one", "two"):
        Remembering(inner).embed([text])

    assert inner.seen == ["one", "two", "three", "two"]


def test_what_is_known_is_found_while_the_embedder_is_away() -> None:
    inner = HashingEmbedder()
    known = Remembering(inner).embed(["a refund"])
    inner.away = True

    assert np.array_equal(Remembering(inner).embed(["a refund"]), known)
    with pytest.raises(EmbeddingFailed):
        Remembering(inner).embed(["a refund", "a camera"])


def test_it_counts_tokens_as_the_other_one_does() -> None:
    inner = HashingEmbedder()
    outer = Remembering(inner)

    assert outer.count_tokens("a refund") == inner.count_tokens("a refund")
    assert outer.max_tokens == inner.max_tokens
