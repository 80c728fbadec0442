"""Markdown taken apart into sections at its headings."""

import re
from collections.abc import Iterator

from knowledge.documents.values import Block, Section
from knowledge.format.outline import lines_of, outline_as_shown

_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def sections_of(markdown: str) -> tuple[Section, ...]:
    """Return the sections of a text, with what stands above its first heading as level 0."""
    lines = lines_of(markdown)
    found = [Section(0, "")]
    held: list[Block] = []
    for kind, level, start, end in _blocks(markdown):
        text = "\n".join(lines[start:end]).rstrip()
        if kind == "heading":
            found[-1] = Section(found[-1].level, found[-1].title, tuple(held))
            held = []
            found.append(Section(level, words_of(text.lstrip("# "))))
        elif text:
            held.append(Block(text))
    found[-1] = Section(found[-1].level, found[-1].title, tuple(held))
    return tuple(s for s in found if s.title or s.blocks)


def words_of(markdown: str) -> str:
    """Return a heading's words without its marks."""
    text = _LINK.sub(r"\1", markdown)
    text = re.sub(r"(?<!\\)(\*\*|__|[*`])", "", text)
    return " ".join(_ESCAPED.sub(r"\1", text).split())


def _blocks(markdown: str) -> Iterator[tuple[str, int, int, int]]:
    """Yield each outermost block to the line where the next one begins."""
    blocks = outline_as_shown(markdown)
    ends = [block.start for block in blocks[1:]] + [len(lines_of(markdown))]
    # Without a block there is an end too many.
    for block, end in zip(blocks, ends, strict=False):
        yield block.kind, block.level, block.start, end
