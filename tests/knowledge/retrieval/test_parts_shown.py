"""Which part of a text a follow-up brings back."""

import pytest

from knowledge.retrieval.candidates import Candidate
from knowledge.retrieval.search import search
from knowledge.services.index import index_batch
from tests.knowledge.shelf import HashingEmbedder, collection, draft, publish, reader

pytestmark = pytest.mark.django_db

EMBEDDER = HashingEmbedder()
BODY = (
    "## Steps\n\nRotate the signing key in the list.\n\n## Undo\n\nUndo by the old key."
)


def first_of(*queries: str) -> Candidate:
    found = search(queries=queries, reader=reader(collection()), embedder=EMBEDDER)
    return found.candidates[0]


@pytest.fixture(autouse=True)
def keys() -> None:
    publish(draft("keys", "Rotate the signing key", BODY))
    index_batch(embedder=EMBEDDER)


def test_a_follow_up_brings_the_part_that_its_own_words_ask_for() -> None:
    before = "how to rotate the signing key in the list"

    first = first_of("and undo?", f"{before}\nand undo?")

    assert first.scored.view == 1
    assert first.section == "Undo"


def test_the_question_before_says_which_part_when_the_last_turn_does_not() -> None:
    first = first_of("why?", "how to rotate the signing key in the list\nwhy?")

    assert first.scored.view == 1
    assert first.section == "Steps"
