"""The lines of a PDF as they were printed, without what is printed on every page."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from pypdf import PageObject

# What is printed on every page is among this many lines from its edge.
_EDGE = 2
# What is printed this much larger than the text is a heading of it.
LARGER = 1.12
_FEWEST_PAGES = 3
_NUMBER = re.compile(
    r"\W*(?:page|seite|página|pagina|s\.|p\.)?\W*\d{1,4}\W*(?:(?:of|von|de|di|sur|/)\W*\d{1,4}\W*)?",
    re.IGNORECASE,
)

_ONE_WIDTH = re.compile(
    r"mono|courier|consol|menlo|cmtt|typewriter|fixed", re.IGNORECASE
)
# Dots that lead from a heading to its page.
_LEADERS = re.compile(r"(?:[.·]\s?){6,}\s*\w{0,6}$")


@dataclass(frozen=True)
class Line:
    """A printed line: its size and its place in points from the lower left, its page from 1.

    `code` says that all of it is printed in letters of one width.
    """

    text: str
    size: float
    top: float
    page: int
    blank_above: bool = False
    left: float = 0.0
    code: bool = False


def lines_of(page: PageObject, number: int) -> list[Line]:
    """Return the lines of a page in the order in which they are written."""
    gathering = _Gathering(number)
    page.extract_text(visitor_text=gathering.take)
    return gathering.done()


def without_running(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the pages without headers, footers, page numbers and lines of a table of contents.

    What stands at the edge of half of the pages is a header or a footer: whatever numbers are
    in it, unless it is printed as large as a heading, for chapters have numbers too. So is what
    bears the number of its page, whatever its words.
    """
    large = LARGER * body_size(line for lines in pages for line in lines)
    counts = Counter(
        shape for lines in pages for shape in {_shape(e, large) for e in _edges(lines)}
    )
    printed = sum(bool(lines) for lines in pages)
    enough = max(_FEWEST_PAGES, printed / 2)
    running = {shape for shape, count in counts.items() if count >= enough}
    ahead = _numbered_ahead(pages)
    return [
        [
            line
            for place, line in enumerate(lines)
            if not _LEADERS.search(line.text)
            and not (
                min(place, len(lines) - 1 - place) < _EDGE
                and (
                    _shape(line, large) in running
                    or (line.size < large and ahead in _ahead_of_page(line))
                    or _is_number(line, place, lines, printed)
                )
            )
        ]
        for lines in pages
    ]


def body_size(lines: Iterable[Line]) -> float:
    """Return the size in which most of the text is printed; 0 without a text."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _edges(lines: Sequence[Line]) -> list[Line]:
    return [*lines[:_EDGE], *lines[-_EDGE:]]


def _shape(line: Line, large: float) -> str:
    words = line.text.casefold()
    return words if line.size >= large else re.sub(r"\d+", "#", words)


def _numbered_ahead(pages: Sequence[Sequence[Line]]) -> int | None:
    """Return how far the printed numbers are ahead of the pages, where most pages have one."""
    found = Counter(
        ahead
        for lines in pages
        for ahead in {a for line in _edges(lines) for a in _ahead_of_page(line)}
    )
    ahead, count = found.most_common(1)[0] if found else (0, 0)
    return ahead if count >= max(_FEWEST_PAGES, len(pages) / 2) else None


def _ahead_of_page(line: Line) -> set[int]:
    """Return by how much the numbers at the ends of a line are more than that of its page."""
    numbers = re.findall(r"^\d{1,4}(?=\s)|(?<=\s)\d{1,4}$", line.text)
    return {int(number) - line.page for number in numbers}


def _is_number(line: Line, place: int, lines: Sequence[Line], pages: int) -> bool:
    at_edge = place in {0, len(lines) - 1}
    return pages > 1 and at_edge and _NUMBER.fullmatch(line.text) is not None


def _is_of_one_width(font: Any) -> bool:
    return bool(font) and _ONE_WIDTH.search(str(font.get("/BaseFont"))) is not None


class _Gathering:
    """The pieces of text of a page, as pypdf comes across them, put together to lines."""

    def __init__(self, page: int) -> None:
        self._page = page
        self._lines: list[Line] = []
        self._text = ""
        self._size = 0.0
        self._left = self._top = 0.0
        self._code = True

    def take(
        self, text: str, cm: Sequence[float], tm: Sequence[float], font: Any, size: Any
    ) -> None:
        """Take a piece: it may have several lines, or a part of one."""
        for number, piece in enumerate(text.split("\n")):
            if number:
                self._end()
            if not piece.strip():
                self._text += piece and " "
                continue
            if not self._text.strip():
                self._top = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
                self._left = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            self._text += piece
            self._code = self._code and _is_of_one_width(font)
            scale = sqrt(abs((tm[0] * tm[3] - tm[1] * tm[2]) * (cm[0] * cm[3] - cm[1] * cm[2])))  # fmt: skip
            self._size = max(self._size, float(size or 0) * scale)

    def done(self) -> list[Line]:
        """Return the lines."""
        self._end()
        return self._lines

    def _end(self) -> None:
        text = " ".join(self._text.replace("\u00ad", "").split())
        if text:
            size = round(self._size * 2) / 2
            self._lines.append(
                Line(
                    text=text,
                    size=size,
                    top=self._top,
                    page=self._page,
                    blank_above=self._is_apart(size),
                    left=self._left,
                    code=self._code,
                )
            )
        self._text, self._size, self._code = "", 0.0, True

    def _is_apart(self, size: float) -> bool:
        """Whether more than the usual space is above the line."""
        if not self._lines:
            return False
        last = self._lines[-1]
        return last.top - self._top > 1.6 * max(size, last.size, 1.0)
