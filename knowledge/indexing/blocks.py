"""Markdown as a list of blocks: their plain text, and where each stands in the source."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKDOWN = MarkdownIt("commonmark").enable("table")
_LINE_END = re.compile(r"\r\n|\r|\n")


class Kind(Enum):
    """What a block is, as far as cutting and searching care."""

    HEADING = "heading"
    TEXT = "text"
    CODE = "code"
    PAIR = "pair"
    """A part of a quoted question and answer; these are searched as pairs."""


@dataclass(frozen=True)
class Block:
    """A heading, paragraph, table row or piece of code, and its range of characters."""

    kind: Kind
    start: int
    end: int
    text: str


def blocks(markdown: str) -> list[Block]:
    """Return the blocks in their order; comments and markup leave no text behind."""
    line_starts = [0, *(found.end() for found in _LINE_END.finditer(markdown))]
    found: list[Block] = []
    for kind, (first, after), text in _leaves(_MARKDOWN.parse(markdown)):
        start = line_starts[first]
        end = line_starts[after] if after < len(line_starts) else len(markdown)
        end = start + len(markdown[start:end].rstrip())
        if found and found[-1].start == start:
            # Cells share their row's line.
            text = f"{found.pop().text} | {text}"
        found.append(Block(kind, start, end, text))
    return [block for block in found if block.text.strip()]


def plain_text(markdown: str) -> str:
    """Return the words of a piece of markdown without its markup."""
    return "\n".join(block.text for block in blocks(markdown))


def _leaves(tokens: Sequence[Token]) -> Iterator[tuple[Kind, list[int], str]]:
    heading = pair = False
    for place, token in enumerate(tokens):
        if token.type in {"heading_open", "heading_close"}:
            heading = token.type == "heading_open"
        elif token.type == "blockquote_open" and token.level == 0:
            pair = _first_words(tokens[place:]).startswith("Q:")
        elif token.type == "blockquote_close" and token.level == 0:
            pair = False
        elif token.map and (text := _text(token)) is not None:
            kind = Kind.CODE if token.type in {"fence", "code_block"} else Kind.TEXT
            if heading or pair:
                kind = Kind.HEADING if heading else Kind.PAIR
            yield kind, token.map, text


def _first_words(tokens: Sequence[Token]) -> str:
    return next((token.content for token in tokens if token.type == "inline"), "")


def _text(token: Token) -> str | None:
    """Return a leaf's words; None for a token that only opens or closes something."""
    if token.type == "inline":
        return "".join(_inline_text(child) for child in token.children or ())
    if token.type in {"fence", "code_block"}:
        return token.content.rstrip()
    if token.type == "html_block":
        return _html_text(token.content)
    return None


def _inline_text(token: Token) -> str:
    if token.type in {"text", "code_inline"}:
        return token.content
    if token.type == "image":
        return "".join(_inline_text(child) for child in token.children or ())
    return "\n" if token.type in {"softbreak", "hardbreak"} else ""


class _Words(HTMLParser):
    """Collects what a reader would see of raw HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._hidden = tag in {"script", "style"}

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)


def _html_text(html: str) -> str:
    parser = _Words()
    parser.feed(html)
    parser.close()
    return " ".join(" ".join(parser.words).split())
