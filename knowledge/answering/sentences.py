"""Cutting an answer, as it comes in, into the smallest pieces that can be checked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

LONGEST = 2000
"""A piece is cut here when nothing ends it: a model may never write a full stop."""


@dataclass(frozen=True)
class Piece:
    """A sentence, a whole line of a list or table, or fenced code, with the space after it."""

    text: str
    kind: Literal["sentence", "line", "code"] = "sentence"
    whole: bool = True
    """False for a last piece that does not end as its kind ends."""


_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
_CLOSING = re.compile(r"^[ \t]*(`{3,}+|~{3,}+)[ \t]*(?:\n|\Z)", re.MULTILINE)
_MAYBE_FENCE = re.compile(r"[ \t]*(?:`{0,2}|~{0,2})\Z")
_LINE = re.compile(r"[ \t]*(?:[-*+\u2022] |\d{1,3}[.)] |#{1,6} |>|\|)")
_MAYBE_LINE = re.compile(r"[ \t]*(?:[-*+\u2022]?|\d{1,3}[.)]?|#{1,6})\Z")
_MARKER = r"[\[\u3010\uff3b][^\]\u3011\uff3d\n]{0,40}[\]\u3011\uff3d]"
_END = re.compile(
    # Possessive throughout: a model may send thousands of stops, and this runs at every piece.
    r"(?<![.!?\u2026\u3002\uff01\uff1f])[.!?\u2026\u3002\uff01\uff1f]++[\"'\u201d\u2019\u00bb)*_`\]]*+"
    rf"(?:[ \t]*+{_MARKER}(?!\())*+[.,]?+(?P<space>[ \t]++|(?<=[\u3002\uff01\uff1f]))"
    r"(?P<next>[^\s])"
)
_ENDED = re.compile(
    rf"[.!?\u2026\u3002\uff01\uff1f:][\"'\u201d\u2019\u00bb)*_`]*+(?:\s*+{_MARKER})*+\s*+\Z"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\u201e\u201c\"])(?:e\.g|i\.e|z\. ?B|d\. ?h|u\. ?a|bzw|ca|vgl|approx|etc|vs|Dr|Mr|Mrs"
    r"|Ms|No|Nr|St|Abs|Art|Inc|Ltd|Co|resp|incl|inkl|max|min|[A-Z])\.\Z"
)
_LONGEST_ABBREVIATION = 12
# A line that goes on: neither a paragraph's end nor followed by an item, table or fence.
_LINE_BREAK = re.compile(
    r"(?<=\S)[ \t]*\n(?![ \t]*(?:\n|[-*+\u2022|>#]|\d{1,3}[.)] |```|~~~))[ \t]*"
)
# Text taken from web pages often lost the space between two sentences.
_GLUED = re.compile(r"(?<=[a-z)\"][.!?:])(?=[A-Z][a-z]|\d\. )")


class Cutter:
    """Takes text in any pieces and gives it back as sentences, lines and fences.

    The pieces joined are the text, character for character.
    """

    def __init__(self) -> None:
        self._held = ""
        self._line_start = True

    def feed(self, text: str) -> list[Piece]:
        """Return what is complete now."""
        self._held += text
        return self._cut(last=False)

    def close(self) -> list[Piece]:
        """Return the rest."""
        return self._cut(last=True)

    def _cut(self, *, last: bool) -> list[Piece]:
        pieces = []
        while self._held and (piece := self._first(last)) is not None:
            self._held = self._held[len(piece.text) :]
            self._line_start = piece.text.endswith("\n")
            pieces.append(piece)
        return pieces

    def _first(self, last: bool) -> Piece | None:
        if self._line_start:
            if not last and (
                _MAYBE_FENCE.match(self._held) or _MAYBE_LINE.match(self._held)
            ):
                return None
            if fence := _FENCE.match(self._held):
                return self._code(fence[1], last)
            if _LINE.match(self._held):
                return self._line(last)
        return self._sentence(last)

    def _code(self, fence: str, last: bool) -> Piece | None:
        opening = self._held.find("\n")
        fences = _CLOSING.finditer(self._held, opening + 1) if opening >= 0 else ()
        found = next((line for line in fences if line[1] == fence), None)
        if found and (last or found[0].endswith("\n")):
            return Piece(self._held[: found.end()], "code")
        return Piece(self._held, "code", whole=False) if last else None

    def _line(self, last: bool) -> Piece | None:
        end = self._line_end(last)
        if end:
            return Piece(self._held[:end], "line", self._held[end - 1] == "\n" or last)
        return (
            Piece(self._held, "line", _ENDED.search(self._held) is not None)
            if last
            else None
        )

    def _sentence(self, last: bool) -> Piece | None:
        line_end = self._line_end(last)
        head = self._held[:line_end] if line_end else self._held
        for found in _END.finditer(head):
            if _really_ends(head, found):
                return Piece(head[: found.start("next")])
        if line_end:
            return Piece(head)
        if len(head) > LONGEST:
            return Piece(
                head[: head.rfind(" ", 0, LONGEST) + 1 or LONGEST], whole=False
            )
        return Piece(head, whole=_ENDED.search(head) is not None) if last else None

    def _line_end(self, last: bool) -> int:
        """Return where the blank space after the first line ends; 0 while that is not known."""
        first = self._held.find("\n")
        if first < 0:
            return 0
        after = first + len(self._held[first:]) - len(self._held[first:].lstrip())
        if after == len(self._held):
            return after if last or after - first > LONGEST else 0
        # The indentation of the next line belongs to that line.
        return self._held.rfind("\n", first, after) + 1


def _really_ends(head: str, found: re.Match[str]) -> bool:
    """A full stop is no end after an abbreviation or before a small letter or a marker's start."""
    if found["next"] in "[\u3010\uff3b" and not head[found.start("next") :].startswith(
        "[["
    ):
        return False
    if not head[found.start()].startswith("."):
        return True
    stopped = head[: found.start() + 1]
    return not (
        found["next"].islower()
        or _ABBREVIATION.search(stopped[-_LONGEST_ABBREVIATION:])
    )


def pieces_of(text: str) -> list[Piece]:
    """Cut a whole text."""
    cutter = Cutter()
    return [*cutter.feed(text), *cutter.close()]


def sentences_of(markdown: str) -> Sequence[str]:
    """Return the sentences and lines of a source text, also those that run over line ends."""
    flowing = _LINE_BREAK.sub(" ", markdown)
    texts = (markdown, flowing, _GLUED.sub(" ", flowing))
    found = (piece.text.strip() for text in texts for piece in pieces_of(text))
    return [text for text in dict.fromkeys(found) if text]
