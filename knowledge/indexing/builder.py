"""What one text puts into the index: its units with their vectors, and its words."""

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.indexing.blocks import plain_text
from knowledge.indexing.units import AtomText, Unit, units_of
from knowledge.llm.embedder import Embedder, Vectors

TITLE_WEIGHT = 2
"""A word of the title counts as if it stood in the text so many times."""
PIECE_CHARACTERS = 100_000
"""PostgreSQL makes lexemes of at most a megabyte at once; longer texts are counted in pieces."""


@dataclass(frozen=True)
class Entry:
    """Everything of one text that the index keeps. `vectors` are those of `units`, in order."""

    units: list[Unit]
    vectors: Vectors
    words: list[str]


def build(text: AtomText, embedder: Embedder) -> Entry:
    """Cut a text into units and embed them; raises EmbeddingFailed."""
    units = units_of(text, embedder.count_tokens)
    vectors = embedder.embed([unit.text_to_embed for unit in units])
    return Entry(units=units, vectors=vectors, words=list(words_of(text)))


def words_of(text: AtomText) -> Iterator[str]:
    """Yield what is counted for lexical search: the title more than once, then the plain text."""
    yield "\n".join([text.title] * TITLE_WEIGHT)
    rest = plain_text(text.body)
    while len(rest) > PIECE_CHARACTERS:
        # Cut after a space, so that no word is counted as two.
        end = rest.rfind(" ", 0, PIECE_CHARACTERS) + 1 or PIECE_CHARACTERS
        yield rest[:end]
        rest = rest[end:]
    yield rest
