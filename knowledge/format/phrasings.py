"""Putting further phrasings into the FAQ pairs of a text; all else stays verbatim."""

import re
from collections.abc import Mapping, Sequence

from knowledge.format.parse import parse
from knowledge.format.values import ParsedAtom
from knowledge.format.write import join

_ANSWER = re.compile(r" {0,3}>?[ \t]*(?:A:|\*\*A(?::\*\*|\*\*:))")


def with_phrasings(atom: ParsedAtom, asked: Mapping[int, Sequence[str]]) -> ParsedAtom:
    """Return a text with these further questions in its pairs, by the places of the pairs.

    They stand behind the questions that a pair has, one line each. Raises ValueError when the text
    cannot be written so.
    """
    lines = atom.body.split("\n")
    # From the end, so that the lines of the other pairs stay where they are.
    for place in sorted(asked, reverse=True):
        if not 0 <= place < len(atom.pairs):
            raise ValueError(f"The text has no pair {place}.")
        at = _behind_questions(lines, atom.pairs[place].line - atom.body_line)
        end = "\r" if lines[at - 1].endswith("\r") else ""
        lines[at:at] = [f"> Q: {' '.join(said.split())}{end}" for said in asked[place]]
    written = parse(join(atom.header, "\n".join(lines)))
    if written.errors or _told(written) != _wanted(atom, asked):
        raise ValueError("The questions would not be read as phrasings of these pairs.")
    return written


def _behind_questions(lines: Sequence[str], first: int) -> int:
    """Return the line before which one more question goes: a blank one may stand before the answer."""
    at = first + 1
    while at < len(lines) and not _ANSWER.match(lines[at]):
        at += 1
    while at > first + 1 and not lines[at - 1].strip("> \t\r"):
        at -= 1
    return at


def _told(atom: ParsedAtom) -> list[tuple[tuple[str, ...], str]]:
    return [(pair.phrasings, pair.answer) for pair in atom.pairs]


def _wanted(
    atom: ParsedAtom, asked: Mapping[int, Sequence[str]]
) -> list[tuple[tuple[str, ...], str]]:
    more = {
        place: tuple(" ".join(said.split()) for said in questions)
        for place, questions in asked.items()
    }
    return [
        (pair.phrasings + more.get(place, ()), pair.answer)
        for place, pair in enumerate(atom.pairs)
    ]
