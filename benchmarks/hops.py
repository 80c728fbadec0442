"""Whether texts that are linked to the first one help where a question needs two.

    python -m benchmarks.hops [--vectors FILE]

Asks benchmarks/data/two_atoms.jsonl, written for this, about the public atoms of the manual. A model
reads the texts that a prompt has: counted is how often both that are needed are among them. A hop
gives the last place to the best of the texts that are linked to the first one, by the titles
in its header or by the rare names that both spell.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.offline import Shelf, offline
from knowledge.answering.outcomes import Policy
from knowledge.evaluation.sets import AskedQuery, Item
from knowledge.format import parse
from knowledge.indexing.units import AtomText

ROOT = Path(__file__).parents[1]
ATOMS = ROOT / "fixtures/atoms"
QUESTIONS = Path(__file__).with_name("data") / "two_atoms.jsonl"
RARE = 5
"""A name that more texts spell links nothing."""

Links = Sequence[set[int]]


def items() -> tuple[list[Item], Links]:
    """Return the public atoms, and for each the atoms that its header names as related."""
    atoms = [parse(file.read_bytes()) for file in sorted(ATOMS.glob("*.md"))]
    public = [atom for atom in atoms if atom.audience == "public"]
    place = {atom.title: number for number, atom in enumerate(public)}
    read = [
        Item(
            atom.id,
            atom.type,
            AtomText.of(atom),
        )
        for atom in public
    ]
    related = [
        {place[title] for title in atom.related if title in place} for atom in public
    ]
    return read, related


def links_by_names(shelf: Shelf) -> Links:
    """Return for each text those that spell a rare name which it spells too."""
    often = Counter(name for entry in shelf.entries for name in entry.literals)
    rare = [
        {name for name in entry.literals if often[name] <= RARE}
        for entry in shelf.entries
    ]
    return [
        {other for other, names in enumerate(rare) if other != own and names & mine}
        for own, mine in enumerate(rare)
    ]


def hopped(ranked: Sequence[int], links: Links) -> list[int]:
    """Give the last place to the best text that is linked to the first and not read anyway."""
    read = list(ranked[: Policy().passages])
    linked = [key for key in ranked if key in links[read[0]] and key not in read]
    return [*read[:-1], *linked[:1]] if linked else read


def main() -> None:
    """Ask, and print a row for each way to choose what a model reads."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vectors", type=Path)
    given = parser.parse_args()
    asked = [json.loads(line) for line in QUESTIONS.read_text().splitlines()]
    texts, related = items()
    with offline(given.vectors) as (minilm, server):
        shelf = Shelf.of(texts, minilm, server)
        rankings = [
            [
                each.key
                for each in shelf.ranking(
                    AskedQuery(one["query"], (), frozenset(), in_scope=True), minilm
                ).scored
            ]
            for one in asked
        ]
    by_names = links_by_names(shelf)
    ways: dict[str, Callable[[list[int]], list[int]]] = {
        "the ranking alone": lambda ranked: ranked[: Policy().passages],
        "a hop along the header": lambda ranked: hopped(ranked, related),
        "a hop along rare names": lambda ranked: hopped(ranked, by_names),
    }
    for name, way in ways.items():
        both = one_of = 0
        for question, ranked in zip(asked, rankings, strict=True):
            read = {texts[key].id for key in way(ranked)}
            found = len(read.intersection(question["needs"]))
            both += found == 2
            one_of += found >= 1
        print(f"{name:24} both of {len(asked)}: {both}; at least one: {one_of}")


if __name__ == "__main__":
    main()
