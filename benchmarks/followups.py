"""Measures how well turns that lean on earlier ones are looked up, and changes of topic too.

Each way to make queries is asked for every turn of `data/followups.txt`, on the manual.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.manual_desk import ManualDesk, manual_desk
from knowledge.answering import gate
from knowledge.answering.following import queries_for
from knowledge.answering.outcomes import Line
from knowledge.replaying import finished

TURNS = Path(__file__).parent / "data" / "followups.txt"
Way = Callable[[str, Sequence[Line]], tuple[str, ...]]


@dataclass(frozen=True)
class Turn:
    """A turn, what was said before it, and the atoms that answer it."""

    part: str
    text: str
    history: tuple[Line, ...]
    relevant: frozenset[str]


def turns() -> Iterator[Turn]:
    """Read the labelled turns."""
    part = ""
    for line in TURNS.read_text().splitlines():
        if line.startswith("["):
            part = line.strip("[]")
        elif line and not line.startswith("#"):
            said, _, atoms = line.partition(" = ")
            before, _, text = said.partition(" > ")
            history = tuple(Line("customer", one) for one in before.split(" / "))
            yield Turn(part, text, history, frozenset(atoms.split()) - {"-"})


def last_turn(text: str, _history: Sequence[Line]) -> tuple[str, ...]:
    """The turn alone."""
    return (text,)


def turn_before(text: str, history: Sequence[Line]) -> tuple[str, ...]:
    """The turn, and the one before it in front: the better score counts."""
    return (text, f"{history[-1].text}\n{text}")


def main() -> None:
    """Print the rows of docs/figures.md; with -v also what was found wrongly."""
    every = list(turns())
    with manual_desk() as desk:
        for name, way in WAYS.items():
            for part in dict.fromkeys(turn.part for turn in every):
                own = [turn for turn in every if turn.part == part]
                sys.stdout.write(f"| {part} | {name} | {_row(own, way, desk)} |\n")


def _row(those: Sequence[Turn], way: Way, desk: ManualDesk) -> str:
    first = answered = right = wrong = 0
    for turn in those:
        queries = way(turn.text, turn.history)
        found = finished(desk.retrieve(queries, desk.reader))
        passed = gate.judge(found.ranking).answer
        hit = bool(found.candidates) and found.candidates[0].atom in turn.relevant
        wrong += passed and not turn.relevant
        if turn.relevant:
            first, answered, right = (
                first + hit,
                answered + passed,
                right + (hit and passed),
            )
            if "-v" in sys.argv and not hit:
                sys.stdout.write(f"   {turn.text} -> {found.candidates[0].atom}\n")
    known = sum(bool(turn.relevant) for turn in those)
    return (
        f"{first} of {known} | {answered} | {right} | {wrong} of {len(those) - known}"
    )


WAYS: dict[str, Way] = {
    "the turn alone": last_turn,
    "with the turn before": turn_before,
    "the desk's rules": queries_for,
}


if __name__ == "__main__":
    main()
