"""The warning of a pitfall, set below an answer that is about the same thing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.answering.sentences import pieces_of
from knowledge.format.shapes.types import Pitfall, shape_of
from knowledge.llm.chat import Passage
from knowledge.retrieval.candidates import Candidate
from knowledge.retrieval.passages import passages

_LOOKED_AT = 6
_NEAR = 0.12
"""How far behind the text that answers a pitfall may be, and still be about the same."""
_CLOSE = 0.5
"""How well it must fit by itself, as a mixed score."""


@dataclass(frozen=True)
class Caution:
    """A pitfall in a few of its own words, and the passage that they stand in."""

    markdown: str
    quote: str
    passage: Passage


def warning_beside(candidates: Sequence[Candidate], *, n: int) -> Caution | None:
    """Return the pitfall that stands close behind the first text, cited as `[n]`."""
    if not candidates or candidates[0].type == "pitfall":
        return None
    enough = max(candidates[0].scored.score - _NEAR, _CLOSE)
    near = (
        found
        for found in candidates[1:_LOOKED_AT]
        if found.type == "pitfall" and found.scored.score >= enough
    )
    found = next(near, None)
    return _warning(found, n) if found else None


def _warning(found: Candidate, n: int) -> Caution | None:
    shape = shape_of(found.type, found.body)
    if not isinstance(shape, Pitfall) or not (shape.what and shape.instead):
        return None
    what, instead = _first(shape.what), _first(shape.instead)
    passage = replace(passages([found])[0], n=n, section="")
    return Caution(f"> \u26a0 **{found.title}** {what} {instead} [{n}]", what, passage)


def _first(markdown: str) -> str:
    """Return the first sentence, in one line."""
    first = next(iter(pieces_of(markdown.strip())), None)
    return " ".join(first.text.split()) if first else ""
