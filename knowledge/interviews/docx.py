"""Word files of talk: their paragraphs and the rows of their tables are the lines."""

from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from knowledge.documents.values import Refused
from knowledge.documents.word import html_of
from knowledge.interviews.markdown import line_of, row
from knowledge.interviews.plain import Line, from_lines
from knowledge.interviews.turns import Transcript, TranscriptError

_BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "pre")


def read_docx(data: bytes) -> Transcript:
    """Read a .docx; a line of it is a paragraph, counted from 1 with the empty ones left out.

    Raises TranscriptError for a file that is broken, encrypted, too large or empty.
    """
    try:
        page = html_of(data)
    except Refused as error:
        raise TranscriptError(1, f"{error.problems[0].message}") from None
    soup = BeautifulSoup(page, "html.parser")
    return from_lines("docx", [*_lines(soup)])


def _lines(soup: BeautifulSoup) -> Iterator[Line]:
    number = 0
    for block in soup.find_all(_BLOCKS):
        if block.find_parent("tr") and block.name != "tr":
            continue
        for text in _texts(block):
            number += 1
            yield line_of(number, text)
            # Paragraphs stand apart, as lines with an empty one between.
            yield Line(number, "")


def _texts(block: Tag) -> Iterator[str]:
    """Yield a block as lines of markdown: only what is bold or a heading tells something."""
    if block.name == "tr":
        yield row([_words(cell) for cell in block.find_all(["td", "th"])])
        return
    if block.name in {"li", "p"} and block.find(["p", "li"]):
        return
    for strong in block.find_all("strong"):
        inner = strong.get_text().strip()
        strong.replace_with(f"**{inner}** " if inner else " ")
    front = "# " if block.name.startswith("h") else ""
    for line in _words(block, apart="\n").split("\n"):
        if line.strip():
            yield f"{front}{line.strip()}"


def _words(block: Tag, apart: str = " ") -> str:
    for stop in block.find_all("br"):
        stop.replace_with(apart)
    return block.get_text()
