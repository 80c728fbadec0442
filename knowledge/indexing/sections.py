"""The parts of a text between its headings: the passages that are shown and cited."""

from dataclasses import dataclass
from functools import lru_cache

from knowledge.indexing.blocks import Kind, blocks


@dataclass(frozen=True)
class Section:
    """A heading (none above the first one) and the text below it, word for word."""

    heading: str
    start: int
    end: int
    text: str


# Parsing a text takes some ten milliseconds, and answers come from the same few texts.
@lru_cache(1024)
def sections(markdown: str) -> tuple[Section, ...]:
    """Return the sections that have a text of their own, whatever their heading's level."""
    headings = [block for block in blocks(markdown) if block.kind is Kind.HEADING]
    starts = [("", 0), *((block.text, block.end) for block in headings)]
    ends = [*(block.start for block in headings), len(markdown)]
    found = []
    for (heading, start), end in zip(starts, ends, strict=True):
        text = markdown[start:end]
        first = start + len(text) - len(text.lstrip())
        found.append(Section(heading, first, first + len(text.strip()), text.strip()))
    return tuple(section for section in found if section.text)


def section_of(markdown: str, quote: str) -> Section | None:
    """Return the section that holds a quote; None when the text does not have it."""
    place = markdown.find(quote)
    return next(
        (found for found in sections(markdown) if found.start <= place < found.end),
        None,
    )
