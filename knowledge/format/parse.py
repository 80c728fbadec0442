"""Reading a file: `parse` returns its values, its pairs and everything wrong with it."""

from dataclasses import dataclass, replace
from operator import attrgetter

from knowledge.format.faq import read_pairs
from knowledge.format.fields import Fields
from knowledge.format.foreign import adopt
from knowledge.format.header import HANDLER
from knowledge.format.outline import Block, outline
from knowledge.format.sections import missing_sections
from knowledge.format.slugs import slugify
from knowledge.format.text import Unreadable, decode
from knowledge.format.values import MAX_PAIRS, Pair, ParsedAtom, Problem
from knowledge.format.write import with_values
from knowledge.merging import MINE, line_of_conflict


def parse(data: bytes | str, *, foreign: bool = False) -> ParsedAtom:
    """Read a file; with `foreign`, take headers of other knowledge bases too.

    Never raises for what a file holds: see `problems`, or call `checked()` on the result.
    """
    try:
        text, problems = decode(data)
    except Unreadable as error:
        return ParsedAtom(problems=(error.problem,))
    if HANDLER.detect(text):
        header, body = HANDLER.split(text)
    elif foreign:
        header, body = "", text
    else:
        return ParsedAtom(problems=(*problems, _no_header(text)), body=text)
    parts = _Parts(
        header.replace("\r\n", "\n"),
        body,
        text[: len(text) - len(body)].count("\n") + 1,
    )
    read = _read_foreign if foreign else _read
    atom = read(parts)
    in_order = sorted((*problems, *atom.problems), key=attrgetter("line"))
    return replace(atom, problems=tuple(dict.fromkeys(in_order)))


@dataclass(frozen=True)
class _Parts:
    """A file cut in two; the body begins at `body_line`."""

    header: str
    body: str
    body_line: int

    def atom(self, fields: Fields) -> ParsedAtom:
        """Return the values of the header; their problems gather in `fields`."""
        title = fields.title()
        return ParsedAtom(
            id=fields.identity() or (slugify(title) if title else ""),
            title=title,
            type=fields.kind(),
            author=fields.text("author"),
            created=fields.day("created"),
            version=fields.version(),
            tags=fields.tags(),
            related=fields.texts("related", longest=300),
            summary=fields.summary(),
            prerequisites=fields.group("prerequisites"),
            audience=fields.audience(),
            language=fields.language(),
            translation_of=fields.translation_of(),
            translated_version=fields.translated_version(),
            review_by=fields.day("review_by"),
            applies_to=fields.group("applies_to"),
            header=self.header,
            body=self.body,
            body_line=self.body_line,
        )

    def broken(self, problems: list[Problem]) -> ParsedAtom:
        """Return what is left when the header can't be read."""
        return ParsedAtom(
            tuple(problems),
            header=self.header,
            body=self.body,
            body_line=self.body_line,
        )


def _read(parts: _Parts) -> ParsedAtom:
    entries, broken = HANDLER.compose(parts.header)
    if broken:
        return parts.broken(broken)
    fields = Fields(entries)
    atom = parts.atom(fields)
    blocks = outline(parts.body)
    pairs, problems = _read_body(atom, blocks)
    missing = tuple(missing_sections(atom.type, blocks, atom.body_line))
    return replace(
        atom,
        pairs=tuple(pairs),
        problems=(*fields.problems, *problems, *missing),
        missing=missing,
    )


def _read_foreign(parts: _Parts) -> ParsedAtom:
    """Read a file of somebody else: only what can't be read at all is an error."""
    entries, broken = HANDLER.compose(parts.header)
    if broken:
        return parts.broken(broken)
    fields = Fields(entries)
    parts.atom(fields)
    blocks = outline(parts.body)
    heading = next((block.text for block in blocks if block.kind == "heading"), "")
    header, left = adopt(parts.header, entries, fields.problems, heading)
    again = Fields(HANDLER.compose(header)[0])
    atom = replace(parts, header=header).atom(again)
    if atom.type == "faq" and len(read_pairs(parts.body, blocks, 1)[0]) != 1:
        atom = replace(
            atom, type="article", header=with_values(header, {"type": "article"})
        )
    pairs, problems = _read_body(atom, blocks)
    whole = [pair for pair in pairs if all(pair.phrasings) and pair.answer]
    doubts = (replace(problem, severity="warning") for problem in problems)
    missing = tuple(missing_sections(atom.type, blocks, atom.body_line))
    return replace(
        atom,
        pairs=tuple(whole[:MAX_PAIRS]),
        problems=(*left, *doubts, *missing),
        missing=missing,
    )


def _read_body(
    atom: ParsedAtom, blocks: list[Block]
) -> tuple[list[Pair], list[Problem]]:
    pairs, problems = read_pairs(atom.body, blocks, atom.body_line)
    conflict = line_of_conflict(atom.body)
    if conflict is not None and not _is_example(atom.body, conflict, blocks):
        message = (
            "two versions of these lines wait for a choice: keep one, and no marker"
        )
        problems.append(Problem(atom.body_line + conflict - 1, "body", message))
    if not atom.body.strip():
        problems.append(Problem(atom.body_line, "body", "is empty"))
    elif atom.type == "faq":
        problems += _not_one_pair(atom, pairs, blocks)
    return pairs, problems


def _is_example(body: str, line: int, blocks: list[Block]) -> bool:
    """Whether markers of a conflict stand in code that tells about them, not as our own."""
    if body.split("\n")[line - 1].rstrip() == f"{MINE} yours":
        return False
    return any(b.kind == "code" and b.start < line - 1 < b.end for b in blocks)


def _not_one_pair(
    atom: ParsedAtom, pairs: list[Pair], blocks: list[Block]
) -> list[Problem]:
    if len(pairs) != 1:
        line = pairs[1].line if pairs else atom.body_line
        message = f"an atom of type faq is one pair of > Q: and > A:, not {len(pairs)}"
        return [Problem(line, "faq", message)]
    if any(block.kind != "quote" for block in blocks):
        message = "an atom of type faq is its pair alone; other text is not searched"
        return [Problem(atom.body_line, "faq", message, "warning")]
    return []


def _no_header(text: str) -> Problem:
    if text.startswith("---"):
        return Problem(1, "header", "is not closed: a second line of --- is missing")
    return Problem(
        1, "header", "is missing: a file begins with a header between --- lines"
    )
