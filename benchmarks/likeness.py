"""Measures how well near-duplicates and contradictions are told from other pairs of texts.

    python -m benchmarks.likeness [--cache FOLDER] [--failures PART]

The pairs are in benchmarks/data/likeness.jsonl, written for this by hand; thresholds were chosen
on the part "choosing" alone. The desk's own manual, in which nothing should be found, shows how
often an author would be told of something that is not so.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.format import parse
from knowledge.indexing.units import AtomText, Pair, units_of
from knowledge.likeness.judging import Likeness, compared
from knowledge.likeness.nearness import Near
from knowledge.likeness.statements import Text
from knowledge.llm.minilm import MiniLM

ROOT = Path(__file__).parents[1]
PAIRS = ROOT / "benchmarks" / "data" / "likeness.jsonl"
MANUAL = ROOT / "fixtures" / "atoms"
PARTS = ("choosing", "held_out")
NEIGHBOURS = 8
"""So many other atoms are compared with an atom, as at the desk."""


@dataclass(frozen=True)
class Labelled:
    """Two texts, and what a person says of them: same, contradicts, different."""

    part: str
    label: str
    how: str
    one: Text
    other: Text


class Vectors:
    """The vectors of texts, each made once."""

    def __init__(self, folder: Path) -> None:
        self._model = MiniLM(cache=folder, threads=2)
        self._known: dict[str, Sequence[float]] = {}

    def of(self, text: str) -> Sequence[float]:
        if text not in self._known:
            self._known[text] = self._model.embed([text])[0].tolist()
        return self._known[text]

    def near(self, one: str, other: str) -> float:
        return sum(a * b for a, b in zip(self.of(one), self.of(other), strict=True))

    def with_windows(self, text: Text) -> Text:
        pairs = tuple(Pair(*pair) for pair in text.pairs)
        atom = AtomText(text.title, text.body, pairs)
        units = units_of(atom, self._model.count_tokens)
        windows = tuple(u.text_to_embed for u in units if u.kind in {"window", "pair"})
        return Text(text.title, text.body, text.pairs, windows)


def labelled(vectors: Vectors) -> Iterator[Labelled]:
    """Read the pairs."""
    for line in PAIRS.read_text().splitlines():
        row = json.loads(line)
        one, other = (
            vectors.with_windows(Text(**row[key])) for key in ("one", "other")
        )
        yield Labelled(row["part"], row["label"], row["how"], one, other)


def verdict(found: Likeness) -> str:
    """Return the one word for a pair: what contradicts is not called the same."""
    if found.contradictions:
        return "contradicts"
    return "same" if found.is_same else "different"


def row(pairs: Sequence[Labelled], near: Near | None, label: str) -> str:
    """Return precision and recall of one detector as a row of a table."""
    said = [verdict(compared(p.one, p.other, near)) == label for p in pairs]
    true = [p.label == label for p in pairs]
    both = sum(s and t for s, t in zip(said, true, strict=True))
    precision, recall = both / max(sum(said), 1), both / max(sum(true), 1)
    return f"{sum(true)} of {len(pairs)} | {sum(said)} | {both} | {precision:.3f} | {recall:.3f}"


def manual(vectors: Vectors) -> list[tuple[Text, Text, Likeness]]:
    """Compare each atom of the manual with its nearest others; return what was found."""
    atoms = [parse(path.read_bytes()) for path in sorted(MANUAL.glob("*.md"))]
    texts = [
        vectors.with_windows(
            Text(a.title, a.body, tuple((p.phrasings, p.answer) for p in a.pairs))
        )
        for a in atoms
    ]
    found = {}
    for text in texts:
        others = [other for other in texts if other is not text]
        others.sort(key=lambda other: -_nearest(text, other, vectors.near))
        for other in others[:NEIGHBOURS]:
            pair = frozenset({text.title, other.title})
            found[pair] = (text, other, compared(text, other, vectors.near))
    return list(found.values())


def _nearest(one: Text, other: Text, near: Near) -> float:
    places = [(a, b) for a in one.windows[:2] for b in other.windows]
    return max((near(a, b) for a, b in places), default=0.0)


def main() -> None:
    """Print the rows of docs/figures.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.likeness")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--failures", choices=PARTS)
    options = parser.parse_args()
    vectors = Vectors(options.cache)
    pairs = list(labelled(vectors))
    for part in PARTS:
        own = [pair for pair in pairs if pair.part == part]
        for name, near in (("vectors and words", vectors.near), ("words alone", None)):
            for label in ("same", "contradicts"):
                _say(f"| {part} | {name} | {label} | {row(own, near, label)} |")
    _tell_failures(pairs, options.failures, vectors.near)
    _tell_of_manual(manual(vectors))


def _tell_failures(pairs: Sequence[Labelled], part: str | None, near: Near) -> None:
    for pair in pairs:
        found = verdict(compared(pair.one, pair.other, near))
        if pair.part == part and found != pair.label:
            titles = f"{pair.one.title} / {pair.other.title}"
            _say(f"{pair.label} ({pair.how}), found {found}: {titles}")


def _tell_of_manual(found: Sequence[tuple[Text, Text, Likeness]]) -> None:
    _say(f"manual: {len(found)} pairs compared")
    for one, other, likeness in found:
        if likeness.hinders:
            _say(f"  {verdict(likeness)}: {one.title} / {other.title}")
        for pair in likeness.contradictions:
            _say(f"    {pair.one.text}\n    {pair.other.text}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
