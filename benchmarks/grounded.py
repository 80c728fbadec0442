"""Measures how well sentences that a source supports are told from those that it does not.

With a folder of an evaluation set whose questions have expert answers, their sentences are judged
by the texts that they were written from; without one, the sentences of the manual by themselves.
"""

import argparse
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.perturbing import turned_round, with_another_number
from knowledge.answering.grounding import Grounds
from knowledge.answering.links import without_foreign_links
from knowledge.answering.sentences import pieces_of
from knowledge.answering.wording import terms_of
from knowledge.evaluation.figures import auroc
from knowledge.format import parse
from knowledge.llm.chat import Passage

MANUAL = Path(__file__).parents[1] / "fixtures" / "atoms"
_FEWEST_TERMS = 3
_SPLIT_LINK = re.compile(r"\] \((?=https?:)")
_ADDRESS = re.compile(r"\(?https?://[^\s)]+\)?")
_LEAD = re.compile(r"\A(?:[|#>`]|Step \d)|:\**\Z|\]\Z")
_REFUSED = {"facts", "opposite", "code"}


@dataclass(frozen=True)
class Case:
    """A sentence, its sources, and the text nearest to them that is none."""

    sentence: str
    sources: tuple[str, ...]
    nearest: str


def judged(sentence: str, sources: Sequence[str]) -> tuple[float, bool]:
    """Return how well a sentence is supported, and whether it would be shown."""
    passages = [
        Passage(n, f"text-{n}", n, 1, "", "", text) for n, text in enumerate(sources, 1)
    ]
    grounds = Grounds(passages, "")
    finding = grounds.judge(sentence, [p.n for p in passages])
    share = grounds.share(sentence)
    if grounds.says_verbatim(sentence):
        share = 1.0
    return share + _of_all(sentence, sources) - (
        finding.reason in _REFUSED
    ), finding.reason is None


def _of_all(sentence: str, sources: Sequence[str]) -> float:
    """Return the share of the words that the sources have anywhere."""
    terms, known = set(terms_of(sentence)), set(terms_of(" ".join(sources)))
    return len(terms & known) / len(terms) if terms else 0.0


def cases_of(folder: Path) -> Iterator[Case]:
    """Read the sentences of the expert answers of a set."""
    texts = {
        atom.id: atom.body
        for file in sorted((folder / "knowledge").glob("*.md"))
        if not (atom := parse(file.read_bytes(), foreign=True)).errors
    }
    nearest = _Nearest(texts)
    for line in (folder / "queries.jsonl").read_text().splitlines():
        row = json.loads(line)
        own = tuple(texts[name] for name in row["relevant"] if name in texts)
        if row.get("answer") and own:
            other = nearest.to(row["answer"], set(row["relevant"]))
            yield from (Case(s, own, other) for s in _sentences(row["answer"]))


def cases_of_manual() -> Iterator[Case]:
    """Read the sentences of the manual's atoms, each with its atom."""
    atoms = [parse(path.read_bytes()) for path in sorted(MANUAL.glob("*.md"))]
    texts = {
        atom.id: re.sub(r"```.*?```", "", atom.body, flags=re.DOTALL) for atom in atoms
    }
    nearest = _Nearest(texts)
    for name, text in texts.items():
        other = nearest.to(text, {name})
        yield from (Case(s, (text,), other) for s in _sentences(text))


class _Nearest:
    """Which text is nearest to another one by its words."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._terms = {name: Counter(terms_of(text)) for name, text in texts.items()}
        spread = Counter(term for terms in self._terms.values() for term in terms)
        self._rarity = {
            term: math.log(len(texts) / count) for term, count in spread.items()
        }

    def to(self, text: str, besides: set[str]) -> str:
        wanted = set(terms_of(text))
        rated = {
            name: sum(self._rarity[t] for t in wanted & terms.keys())
            / math.sqrt(len(terms) or 1)
            for name, terms in self._terms.items()
            if name not in besides
        }
        return self._texts[max(rated, key=rated.__getitem__)]


def _sentences(text: str) -> Iterator[str]:
    for piece in pieces_of(text):
        # As in the stream: links lose their addresses, and what only leads on is judged otherwise.
        said = _ADDRESS.sub(
            "", without_foreign_links(_SPLIT_LINK.sub("](", piece.text), ())
        )
        said = " ".join(said.split())
        plain = piece.kind != "code" and not _LEAD.search(said)
        if plain and len(set(terms_of(said))) >= _FEWEST_TERMS:
            yield said


def wrong_ones(cases: Sequence[Case]) -> Iterator[tuple[str, str, str, Sequence[str]]]:
    """Yield what is wrong, in which form, the sentence, and what it is judged by."""
    for turn, case in enumerate(cases):
        other = cases[turn - len(cases) // 2]
        if other.sources != case.sources:
            yield "sentence of another answer", "", case.sentence, other.sources
        yield "sentence of the nearest text", "", case.sentence, [case.nearest]
        changed = with_another_number(case.sentence, " ".join(case.sources))
        form, turned = turned_round(case.sentence, turn)
        if changed:
            yield "number changed", "", changed, case.sources
        if turned:
            yield "negated", form, turned, case.sources


def main() -> None:
    """Print the rows of docs/figures.md; with --misses also what would be shown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.grounded")
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    cases = list(cases_of(options.folder) if options.folder else cases_of_manual())
    true = [judged(case.sentence, case.sources) for case in cases]
    say = sys.stdout.write
    say(f"{len(cases)} sentences, shown {_share([shown for _, shown in true])}\n")
    scores: dict[str, list[float]] = {}
    flagged: dict[str, list[bool]] = {}
    for name, form, sentence, sources in wrong_ones(cases):
        score, shown = judged(sentence, sources)
        scores.setdefault(name, []).append(score)
        for counted in filter(None, (name, form and f"{name}: {form}")):
            flagged.setdefault(counted, []).append(not shown)
        if options.misses and shown and name in {"number changed", "negated"}:
            say(f"{name}: {sentence}\n")
    for name, kept_back in flagged.items():
        of_score = auroc([score for score, _ in true], scores.get(name, []))
        say(f"| {name} | {len(kept_back)} | {of_score or ''} | {_share(kept_back)} |\n")


def _share(values: Sequence[bool]) -> str:
    return f"{sum(values) / max(len(values), 1):.3f}"


if __name__ == "__main__":
    main()
