"""Markdown cut into windows that fit the embedder, along headings, blocks, lines, sentences."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from knowledge.indexing.blocks import Block, Kind, blocks, plain_text

Count = Callable[[str], int]
"""How many of the embedder's own tokens a text has."""

WINDOW_TOKENS = 200
_CUTS = (r"\n", r"(?<=[.!?;:])\s+", r"\s+")
"""Where a block that is too long is cut: after lines, sentences, words, then anywhere."""


@dataclass(frozen=True)
class Window:
    """Some neighbouring blocks: their plain text, and their range in the source."""

    heading: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class _Piece:
    section: int
    heading: str
    start: int
    end: int
    text: str
    tokens: int


def windows(markdown: str, count: Count) -> list[Window]:
    """Return windows of at most WINDOW_TOKENS over all text but the FAQ pairs.

    A window stays within one section, so that it can be shown under its heading.
    """
    packs: list[list[_Piece]] = []
    for piece in _pieces(markdown, count):
        if not packs or _starts_anew(packs[-1], piece):
            packs.append([])
        packs[-1].append(piece)
    return [
        Window(
            heading=pack[0].heading,
            start=pack[0].start,
            end=pack[-1].end,
            text="\n".join(piece.text for piece in pack),
        )
        for pack in packs
    ]


def _starts_anew(pack: list[_Piece], piece: _Piece) -> bool:
    tokens = sum(kept.tokens for kept in pack)
    return piece.section != pack[-1].section or tokens + piece.tokens > WINDOW_TOKENS


def _pieces(markdown: str, count: Count) -> Iterator[_Piece]:
    section, heading = 0, ""
    for block in blocks(markdown):
        if block.kind is Kind.HEADING:
            section, heading = section + 1, block.text
        elif block.kind is not Kind.PAIR:
            for start, end, text in _fitting(markdown, block, count):
                yield _Piece(section, heading, start, end, text, count(text))


def _fitting(
    markdown: str, block: Block, count: Count
) -> Iterator[tuple[int, int, str]]:
    """The block, or its parts when it is too long for one window."""
    if count(block.text) <= WINDOW_TOKENS:
        yield block.start, block.end, block.text
        return
    start = block.start
    for part in _cut(markdown[block.start : block.end], _CUTS, count):
        end = start + len(part)
        text = part if block.kind is Kind.CODE else plain_text(part)
        if text.strip():
            yield start, start + len(part.rstrip()), text.strip()
        start = end


def _cut(text: str, cuts: tuple[str, ...], count: Count) -> Iterator[str]:
    """Yield parts of at most WINDOW_TOKENS that make up the text, cut as gently as can be."""
    if count(text) <= WINDOW_TOKENS:
        yield text
        return
    if not cuts:
        half = len(text) // 2
        yield from _cut(text[:half], cuts, count)
        yield from _cut(text[half:], cuts, count)
        return
    kept, tokens = "", 0
    for part in _split_after(cuts[0], text):
        size = count(part)
        if kept and tokens + size > WINDOW_TOKENS:
            yield from _cut(kept, cuts[1:], count)
            kept, tokens = "", 0
        kept, tokens = kept + part, tokens + size
    if kept:
        yield from _cut(kept, cuts[1:], count)


def _split_after(pattern: str, text: str) -> Iterator[str]:
    start = 0
    for found in re.finditer(pattern, text):
        yield text[start : found.end()]
        start = found.end()
    if start < len(text):
        yield text[start:]
