"""The FAQ pairs of a body: quotes with every phrasing as `Q:` before one `A:`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from knowledge.format.outline import Block, lines_of
from knowledge.format.values import MAX_PAIRS, Pair, Problem

_QUOTED = re.compile(r" {0,3}> ?")
_MARK = re.compile(r"[ \t]*(?:([QA]):|\*\*([QA])(?::\*\*|\*\*:))[ \t]*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


@dataclass
class _Draft:
    """A pair while its lines are being gathered."""

    line: int
    questions: list[list[str]]
    answer: list[str] | None = None
    last_line: int = 0

    def add(self, number: int, text: str) -> None:
        (self.questions[-1] if self.answer is None else self.answer).append(text)
        self.last_line = number


@dataclass
class _Reading:
    """The pairs and problems so far, and the pair that the next line belongs to."""

    drafts: list[_Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    open: _Draft | None = None
    fence: str = ""

    def line(self, number: int, text: str) -> None:
        mark = None if self._in_code(text) else _MARK.match(text)
        if mark is None:
            if self.open is not None:
                self.open.add(number, text)
            return
        rest = text[mark.end() :]
        if (mark.group(1) or mark.group(2)) == "Q":
            self._question(number, rest)
        else:
            self._answer(number, rest)

    def end_of_quote(self, next_text: str) -> None:
        """Leave the pair open only for an answer that a blank line parted from it."""
        waits = self.open is not None and self.open.answer is None
        mark = _MARK.match(next_text)
        answers = mark is not None and "A" in mark.groups()
        if not (waits and answers):
            self.open = None
        self.fence = ""

    def _question(self, number: int, text: str) -> None:
        if self.open is None or self.open.answer is not None:
            self.open = _Draft(number, [])
            self.drafts.append(self.open)
        self.open.questions.append([text])
        self.open.last_line = number

    def _answer(self, number: int, text: str) -> None:
        if self.open is None:
            message = "an answer without a question; taken as a plain quote"
            self.problems.append(Problem(number, "faq", message, "warning"))
        else:
            given = self.open.answer
            self.open.answer = [text] if given is None else [*given, "", text]
            self.open.last_line = number

    def _in_code(self, text: str) -> bool:
        """Whether this line is part of fenced code inside the quote."""
        found = _FENCE.match(text)
        if not self.fence:
            self.fence = found.group(1) if found else ""
            return bool(self.fence)
        if found and found.group(1).startswith(self.fence):
            self.fence = ""
        return True


def read_pairs(
    body: str, blocks: list[Block], body_line: int
) -> tuple[list[Pair], list[Problem]]:
    """Return the pairs in the order in which they stand, and what is wrong with them."""
    reading = _Reading()
    lines = lines_of(body)
    for block, following in _quotes(blocks):
        for number in range(block.start, block.end):
            reading.line(body_line + number, _QUOTED.sub("", lines[number], count=1))
        first = lines[following.start] if following else ""
        reading.end_of_quote(_QUOTED.sub("", first, count=1))
    pairs = [_finished(draft, reading.problems) for draft in reading.drafts]
    if len(pairs) > MAX_PAIRS:
        message = f"has {len(pairs)} pairs, at most {MAX_PAIRS} are allowed"
        reading.problems.append(Problem(pairs[MAX_PAIRS].line, "faq", message))
    return pairs, reading.problems


def _quotes(blocks: list[Block]) -> Iterator[tuple[Block, Block | None]]:
    """Yield each quote with the quote that follows it directly, if one does."""
    for index, block in enumerate(blocks):
        if block.kind == "quote":
            after = blocks[index + 1] if index + 1 < len(blocks) else None
            yield block, after if after and after.kind == "quote" else None


def _finished(draft: _Draft, problems: list[Problem]) -> Pair:
    phrasings = [" ".join(" ".join(lines).split()) for lines in draft.questions]
    if not all(phrasings):
        problems.append(Problem(draft.line, "faq", "a question without words"))
    answer = "\n".join(line.rstrip() for line in draft.answer or ()).strip()
    if not answer:
        problems.append(Problem(draft.line, "faq", "a question without an answer"))
    return Pair(tuple(phrasings), answer, draft.line, draft.last_line)
