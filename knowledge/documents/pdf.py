"""PDF files: text by its bookmarks, else by the size of its headings, else page by page."""

import io
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from knowledge.documents.pdf_lines import (
    LARGER,
    Line,
    body_size,
    lines_of,
    without_running,
)
from knowledge.documents.pdf_paragraphs import blocks_of
from knowledge.documents.values import (
    MOST_PAGES,
    Document,
    Refused,
    Section,
    notice,
    refused,
)
from knowledge.format import Problem

_LONGEST_HEADING = 120
_MOST_LEVELS = 3
_MOST_MARKS = 5_000
_DEEPEST_MARK = 6
_FEWEST_LETTERS = 20

# What is wrong inside a file is said once, in our words.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class _Mark:
    """A bookmark: its words, its level from 1, and the page that it leads to, from 1."""

    title: str
    level: int
    page: int


def read_pdf(data: bytes) -> Document:
    """Read a PDF; raises Refused for one that is broken, encrypted, too long or without text."""
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise refused("is encrypted: save it without a password")
        if len(reader.pages) > MOST_PAGES:
            raise refused(f"has {len(reader.pages):,} pages, at most {MOST_PAGES} are taken: split it")  # fmt: skip
        pages = [lines_of(page, n) for n, page in enumerate(reader.pages, start=1)]
        found = list(_marks(reader, reader.outline, 1))[:_MOST_MARKS]
        title = str(reader.metadata.title or "") if reader.metadata else ""
        language = str(reader.root_object.get("/Lang") or "")
    except Refused:
        raise
    except RecursionError:
        raise refused("is nested too deep") from None
    except PyPdfError as error:
        raise refused(f"is no PDF that can be read: {_said(error)}") from None
    except Exception:  # noqa: BLE001 pypdf says that broken files raise anything
        raise refused("is no PDF that can be read: it may be damaged") from None
    return _document(pages, found, " ".join(title.split()), language)


def _said(error: PyPdfError) -> str:
    return " ".join(str(error).split())[:200] or "it may be damaged"


def _document(
    pages: list[list[Line]], found: list[_Mark], title: str, language: str
) -> Document:
    letters = sum(len(line.text) for lines in pages for line in lines)
    if letters < _FEWEST_LETTERS:
        raise refused(
            "has no text, only pictures of pages: run text recognition (OCR) over it first"
        )
    lines = [line for page in without_running(pages) for line in page]
    if 2 * sum(line.code for line in lines) > len(lines):
        # All of it came from a typewriter: that is no code.
        lines = [replace(line, code=False) for line in lines]
    sections = _by_marks(lines, found) if found else _by_size(lines)
    return Document(
        title=_usable(title),
        sections=tuple(sections),
        language=language,
        notices=tuple(_notices(pages)),
    )


def _usable(title: str) -> str:
    """Return the title that a file says it has, unless a program left it there."""
    made = re.search(
        r"\.\w{2,5}$|^(untitled|microsoft word|document\d*$)", title, re.IGNORECASE
    )
    return "" if made else title


def _notices(pages: Sequence[Sequence[Line]]) -> Iterator[Problem]:
    empty = [number for number, lines in enumerate(pages, start=1) if not lines]
    if empty:
        named = ", ".join(map(str, empty[:10])) + (" and more" if empty[10:] else "")
        yield notice(f"pages without text were left out: {named}", key="page")


def _marks(reader: PdfReader, outline: Any, level: int) -> Iterator[_Mark]:
    for entry in outline:
        if isinstance(entry, list):
            if level < _DEEPEST_MARK:
                yield from _marks(reader, entry, level + 1)
            continue
        page = reader.get_destination_page_number(entry)
        words = " ".join(str(entry.title or "").split())
        if words and page is not None and page >= 0:
            yield _Mark(words[:_LONGEST_HEADING], level, page + 1)


def _by_marks(lines: list[Line], found: list[_Mark]) -> Iterator[Section]:
    """Yield a section for each bookmark: from the line that bears its words, or its page's top."""
    of_page: dict[int, list[int]] = {}
    for number, line in enumerate(lines):
        of_page.setdefault(line.page, []).append(number)
    starts: dict[int, list[_Mark]] = {}
    covered: set[int] = set()
    for mark in found:
        free = [n for n in of_page.get(mark.page, ()) if n not in covered]
        same = [n for n in free if _plain(lines[n].text) == _plain(mark.title)]
        covered.update(same[:1])
        if same or free:
            starts.setdefault((same or free)[0], []).append(mark)
    head, held = Section(0, ""), list[Line]()
    for number, line in enumerate(lines):
        for mark in starts.get(number, ()):
            yield from _section(head, held)
            head, held = Section(mark.level, mark.title), []
        if number not in covered:
            held.append(line)
    yield from _section(head, held)


def _by_size(lines: list[Line]) -> Iterator[Section]:
    """Yield a section for each heading: what is short and larger than most of the text."""
    usual = body_size(lines)
    heads = [line for line in lines if _is_heading(line, usual)]
    sizes = sorted({line.size for line in heads}, reverse=True)[:_MOST_LEVELS]
    head, held, last = Section(0, ""), list[Line](), None
    for line in lines:
        if not (_is_heading(line, usual) and line.size in sizes):
            held.append(line)
        elif not held and last and last.size == line.size and not line.blank_above and head.title:  # fmt: skip
            # A heading of two lines.
            head = Section(head.level, f"{head.title} {line.text}")
        else:
            yield from _section(head, held)
            head, held = Section(sizes.index(line.size) + 1, line.text), []
        last = line
    yield from _section(head, held)


def _is_heading(line: Line, usual: float) -> bool:
    letters = sum(character.isalpha() for character in line.text)
    return (
        line.size >= usual * LARGER
        and letters > 1
        and len(line.text) <= _LONGEST_HEADING
    )


def _section(head: Section, lines: list[Line]) -> Iterator[Section]:
    blocks = tuple(blocks_of(lines))
    if head.title or blocks:
        yield Section(head.level, head.title, blocks)


def _plain(text: str) -> str:
    """Return a heading's letters: numbers before it and blanks do not count."""
    return re.sub(r"^[\d.\s]+|[\W_]+", "", text.casefold())
