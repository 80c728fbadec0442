"""Vectors that are there in time, or not at all."""

import threading
import time
from collections.abc import Iterator, Sequence

import pytest

from knowledge.llm.embedder import Vectors
from knowledge.llm.in_time import KEPT, InTime
from tests.knowledge.shelf import HashingEmbedder


class Held(HashingEmbedder):
    """Embeds when it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()

    def embed(self, texts: Sequence[str]) -> Vectors:
        assert self.let_go.wait(20)
        return super().embed(texts)


@pytest.fixture
def held() -> Iterator[Held]:
    embedder = Held()
    yield embedder
    embedder.let_go.set()


def soon() -> float:
    return time.monotonic() + 20


def at_once() -> float:
    return time.monotonic()


def test_each_text_is_embedded_once() -> None:
    in_time, embedder = InTime(), HashingEmbedder()

    first = in_time.embedded(embedder, ["a", "b", "a"], until=soon())
    in_time.embedded(embedder, ["b", "c"], until=soon())

    assert first is not None
    assert set(first) == {"a", "b"}
    assert embedder.seen == ["a", "b", "c"]


def test_known_vectors_need_no_embedder() -> None:
    in_time, embedder = InTime(), HashingEmbedder()
    in_time.embedded(embedder, ["a"], until=soon())
    embedder.away = True

    assert in_time.embedded(embedder, ["a"], until=at_once()) is not None
    assert in_time.embedded(embedder, ["b"], until=soon()) is None


def test_two_models_are_not_mixed() -> None:
    in_time = InTime()
    in_time.embedded(HashingEmbedder("one"), ["a"], until=soon())
    other = HashingEmbedder("two")

    in_time.embedded(other, ["a"], until=soon())

    assert other.seen == ["a"]


def test_whoever_waits_too_long_gets_nothing_and_nobody_queues_behind(
    held: Held,
) -> None:
    in_time, quick = InTime(), HashingEmbedder()

    assert in_time.embedded(held, ["a"], until=at_once()) is None
    assert in_time.embedded(quick, ["a"], until=soon()) is None
    assert quick.seen == []


def test_what_came_too_late_is_there_the_next_time(held: Held) -> None:
    in_time = InTime()
    in_time.embedded(held, ["a"], until=at_once())
    held.let_go.set()
    assert in_time._running is not None
    in_time._running.result(timeout=20)

    assert in_time.embedded(held, ["a"], until=at_once()) is not None


def test_it_does_not_grow_for_ever() -> None:
    in_time, embedder = InTime(), HashingEmbedder()
    for start in range(0, KEPT + 1000, 1000):
        texts = [str(number) for number in range(start, start + 1000)]
        in_time.embedded(embedder, texts, until=soon())

    assert len(in_time._known) <= KEPT
