"""Printed lines joined to paragraphs and lists: words cut at the end of a line made whole."""

import re
from collections.abc import Iterable, Iterator

from knowledge.documents import marks
from knowledge.documents.pdf_lines import Line
from knowledge.documents.values import Block

_BULLET = re.compile(r"^[•▪■●○◦‣\u2043∙·\uf0b7\uf0a7\u2013\u2014*-]\s+(?=\S)")
_NUMBER = re.compile(r"^\d{1,3}[.)]\s+(?=\S)")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010]$")
_ENDS = re.compile(r"[.!?:;…][\"'”\u2019)\]]*$")
# A line so much shorter than the longest was ended by its author, not by the margin.
_SHORT = 0.75
# How wide letters of one width usually are, as a share of their size.
_WIDTH = 0.6
# A paragraph that never ends is one of a page whose spaces say nothing.
_MOST_WORDS = 300


def blocks_of(lines: Iterable[Line]) -> list[Block]:
    """Return the paragraphs of lines, each with the page on which it begins."""
    lines = list(lines)
    longest = max((len(line.text) for line in lines), default=0)
    blocks: list[Block] = []
    for group in _groups(lines, longest):
        if group[0].code:
            blocks.append(Block(_fenced(group), group[0].page))
            continue
        text = _joined(line.text for line in group)
        blocks += [Block(piece, group[0].page) for piece in _in_marks(text)]
    return list(_lists(blocks))


def _groups(lines: list[Line], longest: int) -> Iterator[list[Line]]:
    held: list[Line] = []
    for line in lines:
        if held and _begins(line, held[-1], longest):
            yield held
            held = []
        held.append(line)
    if held:
        yield held


def _begins(line: Line, last: Line, longest: int) -> bool:
    """Whether a line begins a paragraph, or what is no paragraph."""
    if line.code or last.code:
        return line.code != last.code
    if _BULLET.match(line.text) or _NUMBER.match(line.text):
        return True
    ended = _ENDS.search(last.text) is not None
    short = len(last.text) < _SHORT * longest
    if line.page != last.page:
        return ended and (short or line.text[:1].isupper())
    return line.blank_above or (ended and short) or abs(line.size - last.size) > 1


def _fenced(lines: list[Line]) -> str:
    """Return lines of code, set in as far as they are printed so."""
    least = min(line.left for line in lines)
    texts = [
        " " * min(40, round((line.left - least) / max(1.0, _WIDTH * line.size)))
        + line.text
        for line in lines
    ]
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`+", "".join(texts)))])
    return "\n".join([fence, *texts, fence])


def _joined(texts: Iterable[str]) -> str:
    whole = ""
    for text in texts:
        if _HYPHEN.search(whole):
            # Before a capital or a number the hyphen is a part of the word.
            whole = (whole[:-1] if text[:1].islower() else whole) + text
        else:
            whole = f"{whole} {text}" if whole else text
    return whole


def _in_marks(text: str) -> Iterator[str]:
    bullet, number = _BULLET.match(text), _NUMBER.match(text)
    if bullet:
        yield f"- {marks.plain(text[bullet.end() :])}"
    elif number:
        mark = text[: number.end()].strip().replace(")", ".")
        yield f"{mark} {marks.plain(text[number.end() :])}"
    else:
        yield from (marks.plain(piece) for piece in _bounded(text))


def _bounded(text: str) -> Iterator[str]:
    """Yield a text in pieces that end with a sentence."""
    held: list[str] = []
    words = 0
    for sentence in re.split(r"(?<=[.!?])\s+", text):
        if held and words + len(sentence.split()) > _MOST_WORDS:
            yield " ".join(held)
            held, words = [], 0
        held.append(sentence)
        words += len(sentence.split())
    yield " ".join(held)


def _lists(blocks: Iterable[Block]) -> Iterator[Block]:
    """Join items that follow one another to a list."""
    held: Block | None = None
    for block in blocks:
        kind = _kind(block.text)
        if held and kind and _kind(held.text) == kind and held.words < _MOST_WORDS:
            held = Block(f"{held.text}\n{block.text}", held.page)
            continue
        if held:
            yield held
        held = block
    if held:
        yield held


def _kind(text: str) -> str:
    if text.startswith("- "):
        return "bullets"
    return "numbers" if re.match(r"\d{1,3}\. ", text) else ""
