"""What one text puts into the index: its units with their vectors, and its words."""

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.indexing.literals import literals_of_atom
from knowledge.indexing.units import AtomText, Unit, units_of, words_of
from knowledge.llm.embedder import Embedder, Vectors

PIECE_CHARACTERS = 100_000
"""PostgreSQL makes lexemes of at most a megabyte at once; longer texts are counted in pieces."""


@dataclass(frozen=True)
class Entry:
    """Everything of one text that the index keeps. `vectors` are those of `units`, in order."""

    units: list[Unit]
    vectors: Vectors
    words: list[str]
    literals: list[str]


def build(text: AtomText, embedder: Embedder) -> Entry:
    """Cut a text into units and embed them; raises EmbeddingFailed."""
    units = units_of(text, embedder.count_tokens)
    vectors = embedder.embed([unit.text_to_embed for unit in units])
    return Entry(
        units=units,
        vectors=vectors,
        words=list(_pieces(words_of(text))),
        literals=literals_of_atom(text),
    )


def _pieces(words: str) -> Iterator[str]:
    """Yield a text in parts that end after a space, so that no word is counted as two."""
    while len(words) > PIECE_CHARACTERS:
        end = words.rfind(" ", 0, PIECE_CHARACTERS) + 1 or PIECE_CHARACTERS
        yield words[:end]
        words = words[end:]
    yield words
