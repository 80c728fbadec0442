"""Meaning for lists: what is near comes back soon, and nothing at all when that cannot be."""

import threading
from collections.abc import Sequence

import psycopg
import pytest
from django.db import connection

from knowledge.llm.embedder import Vectors
from knowledge.retrieval import meaning
from knowledge.services.index import index_batch
from tests.knowledge import shelf
from tests.knowledge.shelf import HashingEmbedder

pytestmark = pytest.mark.django_db


def test_the_nearest_text_is_first_and_what_is_far_is_not_there() -> None:
    embedder = HashingEmbedder()
    near = shelf.publish(shelf.draft("a", "Cancel the parcel"))
    nearer = shelf.publish(shelf.draft("b", "Cancel the parcel today"))
    shelf.publish(shelf.draft("c", "Gardens"))
    index_batch(embedder=embedder)

    found = meaning.near_in_meaning(
        "cancel the parcel today", shelf.reader(shelf.collection()), lambda: embedder
    )

    assert found == [nearer.pk, near.pk]


def test_an_embedder_that_hangs_is_not_waited_for() -> None:
    gate = threading.Event()

    class Hanging(HashingEmbedder):
        def embed(self, texts: Sequence[str]) -> Vectors:
            gate.wait(10)
            return super().embed(texts)

    reader = shelf.reader(shelf.collection())
    found = meaning.near_in_meaning("parcel", reader, Hanging, embed_seconds=0)
    gate.set()

    assert found is None


@pytest.mark.django_db(transaction=True)
def test_a_scan_that_takes_long_is_given_up_and_the_page_goes_on() -> None:
    embedder = HashingEmbedder()
    shelf.publish(shelf.draft("a", "Cancel the parcel"))
    index_batch(embedder=embedder)
    reader = shelf.reader(shelf.collection())
    place = connection.settings_dict

    with psycopg.connect(
        dbname=place["NAME"], user=place["USER"], host=place["HOST"]
    ) as other:
        other.execute("LOCK TABLE knowledge_unit")
        found = meaning.near_in_meaning("parcel", reader, lambda: embedder)

    assert found is None
    assert meaning.near_in_meaning("parcel", reader, lambda: embedder) is not None


def test_a_reader_of_nothing_asks_nobody() -> None:
    embedder = HashingEmbedder()

    assert meaning.near_in_meaning("parcel", shelf.reader(), lambda: embedder) == []
    assert embedder.seen == []
