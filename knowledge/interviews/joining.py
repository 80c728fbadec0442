"""Puts what a candidate adds into an atom that there is: a proposal, which a person reads as a diff."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.format import Pair, ParsedAtom, join, with_values
from knowledge.format.outline import Block, lines_of, outline
from knowledge.format.sections import role_of

_WORDS = re.compile(r"\w+")


@dataclass(frozen=True)
class _Part:
    """A heading with all that stands below it; what stands before the first has no heading."""

    heading: str
    level: int
    blocks: Sequence[str]


def joined(atom: ParsedAtom, found: ParsedAtom) -> str:
    """Return the file of an atom with the blocks, pairs and tags that only the other text has.

    A block goes to the end of the section of the same name or role, a section that the atom has not to
    its end. What stands in both, whatever its case and marks, is not put in twice; whether two
    texts contradict each other is for the person who reads the proposal.
    """
    known = {_key(block) for part in _parts(atom.body) for block in part.blocks}
    body = atom.body
    for part in _parts(found.body):
        new = [
            block
            for block in part.blocks
            if _key(block) not in known and not _is_quote(block)
        ]
        if new:
            body = _with(body, atom.type, part, new)
    asked = {_key(p) for pair in atom.pairs for p in pair.phrasings}
    pairs = [
        pair for pair in found.pairs if asked.isdisjoint(map(_key, pair.phrasings))
    ]
    if pairs:
        body = "\n\n".join([body.rstrip(), *map(_written, pairs)]) + "\n"
    tags = [*atom.tags, *(tag for tag in found.tags if tag not in atom.tags)]
    header = with_values(atom.header, {"tags": tags}) if found.tags else atom.header
    return join(header, body)


def _parts(body: str) -> Iterator[_Part]:
    lines = lines_of(body)
    heading, level = "", 0
    blocks: list[str] = []
    for block in outline(body):
        if block.kind == "heading":
            yield _Part(heading, level, blocks)
            heading, level, blocks = block.text, block.level, []
        else:
            blocks.append("\n".join(lines[block.start : block.end]).strip("\n"))
    yield _Part(heading, level, blocks)


def _with(body: str, kind: str, part: _Part, new: Sequence[str]) -> str:
    """Return the body with these blocks at the end of the section where they belong."""
    blocks = outline(body)
    lines = lines_of(body)
    place = _end_of(blocks, kind, part.heading)
    if place is None:
        place = _before_pairs(blocks, lines)
        heading = [f"{'#' * (part.level or 2)} {part.heading}"] if part.heading else []
        new = [*heading, *new]
    before, after = lines[:place], lines[place:]
    texts = ["\n".join(before).rstrip(), *new, "\n".join(after).strip("\n")]
    return "\n\n".join(text for text in texts if text) + "\n"


def _end_of(blocks: Sequence[Block], kind: str, heading: str) -> int | None:
    """Return the line after the section of this name or role; None where there is none."""
    if not heading:
        return next((b.start for b in blocks if b.kind == "heading"), None)
    role = role_of(kind, heading)
    inside = False
    end = None
    for block in blocks:
        if block.kind == "heading":
            inside = _key(block.text) == _key(heading) or (
                role != "" and role_of(kind, block.text) == role
            )
        if inside and block.kind != "quote":
            end = block.end
    return end


def _before_pairs(blocks: Sequence[Block], lines: Sequence[str]) -> int:
    """Return the line before the pairs that end a text, with their heading, or its end."""
    place = len(lines)
    for block in reversed(blocks):
        if block.kind == "quote":
            place = block.start
            continue
        # A heading without pairs below it begins a section of its own.
        return block.start if block.kind == "heading" and place < len(lines) else place
    return place


def _written(pair: Pair) -> str:
    asked = [f"> Q: {phrasing}" for phrasing in pair.phrasings]
    first, *others = pair.answer.splitlines() or [""]
    return "\n".join([*asked, f"> A: {first}", *(f"> {line}" for line in others)])


def _is_quote(block: str) -> bool:
    return block.startswith(">")


def _key(text: str) -> str:
    return " ".join(_WORDS.findall(text.casefold()))
