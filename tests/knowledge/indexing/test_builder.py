"""An entry of the index: units with vectors, and words in pieces that PostgreSQL takes."""

import numpy as np

from knowledge.indexing.builder import PIECE_CHARACTERS, build
from knowledge.indexing.units import AtomText
from tests.knowledge.shelf import HashingEmbedder


def test_each_unit_has_the_vector_of_its_text() -> None:
    embedder = HashingEmbedder()

    entry = build(AtomText("Invoices", "Save them."), embedder)

    texts = [unit.text_to_embed for unit in entry.units]
    assert len(texts) == 2
    assert np.array_equal(entry.vectors, embedder.embed(texts))


def test_a_long_text_is_counted_in_pieces_that_cut_no_word() -> None:
    text = AtomText("Long", "word " * (PIECE_CHARACTERS // 2))

    entry = build(text, HashingEmbedder())

    assert len(entry.words) == 3
    assert all(len(piece) <= PIECE_CHARACTERS for piece in entry.words)
    assert {word for piece in entry.words for word in piece.split()} == {"Long", "word"}


def test_a_text_without_any_space_is_cut_anyway() -> None:
    entry = build(AtomText("x" * 250_000, ""), HashingEmbedder())

    assert all(len(piece) <= PIECE_CHARACTERS for piece in entry.words)
