"""From sections to texts: as long as a reader likes, each under a heading of its own.

A document that is short enough is one text. A longer one is taken apart at its highest headings,
what is still too long at the next ones, and last between paragraphs.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from knowledge.documents.values import (
    MOST_WORDS,
    Block,
    Document,
    Piece,
    Section,
    Text,
)

# A text that says less hardly answers anything: it goes with its neighbour.
FEWEST_WORDS = 60
MOST_TITLE = 200
_NUMBER = re.compile(r"^\d{1,3}(?:\.\d{1,3})*\.?\s+(?=\S)")


@dataclass(frozen=True)
class _Part:
    """What becomes one text; the heading that it stands under is its title, not in its sections."""

    title: str
    above: tuple[str, ...]
    sections: tuple[Section, ...]
    level: int = 0
    number: int = 1

    @property
    def words(self) -> int:
        return sum(section.words for section in self.sections)


def split(document: Document, name: str) -> list[Text]:
    """Return the texts of a document; `name` is its title where it gives none."""
    sections = _without_gaps(document.sections)
    heads = [section for section in sections if section.level == 1]
    title = document.title or name
    if len(heads) == 1 and heads[0] is sections[0]:
        title = heads[0].title
    else:
        # What has no heading above it stands under the document's title.
        sections = [Section(0, title), *sections]
    parts = _joined(part for part in _parts(sections, ()) if part.words)
    titles = _titles(parts)
    return [
        Text(
            title=title,
            body=_body(part.sections),
            place=_place(part, alone=len(parts) == 1),
            language=document.language,
            pieces=tuple(_pieces(part)),
        )
        for part, title in zip(parts, titles, strict=True)
    ]


def _without_gaps(sections: Iterable[Section]) -> list[Section]:
    """Return sections whose levels begin with 1 and leave none out, their titles without numbers.

    The number of a chapter changes with the next edition; its words, and so its id, do not.
    """
    sections = list(sections)
    numbered = sum(_NUMBER.match(s.title) is not None for s in sections)
    if numbered > 1 and 2 * numbered >= sum(bool(s.title) for s in sections):
        sections = [replace(s, title=_NUMBER.sub("", s.title)) for s in sections]
    levels = sorted({section.level for section in sections if section.title})
    rank = {level: number for number, level in enumerate(levels, start=1)}
    return [replace(s, level=rank[s.level] if s.title else 0) for s in sections]


def _parts(sections: Sequence[Section], above: tuple[str, ...]) -> Iterator[_Part]:
    """Yield the parts of what stands under the first of these sections."""
    head, below = sections[0], sections[1:]
    own = replace(head, title="")
    whole = _Part(head.title, above, (own, *below), head.level)
    levels = {section.level for section in below if section.title}
    if whole.words <= MOST_WORDS or not levels:
        yield from _cut(whole)
        return
    starts = [n for n, s in enumerate(below) if s.title and s.level == min(levels)]
    yield from _cut(replace(whole, sections=(own, *below[: starts[0]])))
    for start, end in zip(starts, [*starts[1:], len(below)], strict=True):
        yield from _parts(below[start:end], (*above, head.title))


def _cut(part: _Part) -> Iterator[_Part]:
    """Yield a part, or several of about one length where it has too many paragraphs."""
    if part.words <= MOST_WORDS:
        yield part
        return
    blocks = [block for section in part.sections for block in section.blocks]
    most = part.words / ceil(part.words / MOST_WORDS)
    number, held, words = 1, list[Block](), 0
    for block in blocks:
        if held and words + block.words / 2 > most:
            yield replace(part, sections=(Section(0, "", tuple(held)),), number=number)
            number, held, words = number + 1, [], 0
        held.append(block)
        words += block.words
    yield replace(part, sections=(Section(0, "", tuple(held)),), number=number)


def _joined(parts: Iterable[_Part]) -> list[_Part]:
    """Join what is very short with the text before it, an introduction with the one behind it."""
    joined: list[_Part] = []
    for part in parts:
        last = joined[-1] if joined else None
        if last is None or last.words + part.words > MOST_WORDS:
            joined.append(part)
        elif last.words < FEWEST_WORDS and part.above[-1:] == (last.title,):
            joined[-1] = replace(part, sections=(*last.sections, *part.sections))
        elif part.words < FEWEST_WORDS and last.above == part.above:
            joined[-1] = replace(last, sections=(*last.sections, *_lowered(part)))
        else:
            joined.append(part)
    return joined


def _lowered(part: _Part) -> Iterator[Section]:
    """Yield the sections of a part one level lower, the first with the part's title again."""
    first, *others = part.sections
    yield replace(first, title=part.title, level=part.level + 1)
    yield from (replace(each, level=each.level + 1) for each in others)


def _titles(parts: Sequence[_Part]) -> list[str]:
    """Return a title for each: its heading, with the one above it where two are the same."""
    places: dict[str, set[tuple[str, ...]]] = {}
    for part in parts:
        places.setdefault(part.title.casefold(), set()).add(part.above)
    titles: list[str] = []
    seen: Counter[str] = Counter()
    for part in parts:
        title = part.title
        if len(places[title.casefold()]) > 1 and part.level > 1:
            title = f"{part.above[-1]}: {title}"
        title = title[:MOST_TITLE].strip()
        seen[title.casefold()] += 1
        number = seen[title.casefold()]
        titles.append(title if number == 1 else f"{title} ({number})")
    return titles


def _body(sections: Sequence[Section]) -> str:
    """Return the markdown of sections, the highest headings of which are ##."""
    shift = 2 - min((s.level for s in sections if s.title), default=2)
    texts = []
    for section in sections:
        if section.title:
            texts.append(f"{'#' * min(6, section.level + shift)} {section.title}")
        texts += [block.text for block in section.blocks]
    return "\n\n".join(texts) + "\n"


def _pieces(part: _Part) -> Iterator[Piece]:
    """Yield the blocks of a part, each with its heading and its page where there are pages."""
    for section in part.sections:
        heading = section.title or part.title
        for block in section.blocks:
            place = f"page {block.page}" if block.page else ""
            yield Piece(block.text, heading, place)


def _place(part: _Part, *, alone: bool) -> str:
    pages = [b.page for s in part.sections for b in s.blocks if b.page]
    if pages:
        first, last = min(pages), max(pages)
        return f"page {first}" if first == last else f"pages {first}-{last}"
    return f"section “{part.title}”" if part.level and not alone else ""
