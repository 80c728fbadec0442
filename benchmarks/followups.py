"""Measures how well turns that lean on earlier ones are looked up, and changes of topic too.

Each way to make queries is asked for every turn of `data/followups.txt`, on the manual.
"""

import argparse
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
    """Print the rows of docs/figures.md; with -v also what was not answered right, and why."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.followups")
    parser.add_argument("-v", dest="tells", action="store_true")
    parser.add_argument("--floor", type=float, help="the gate's score, as a site sets")
    chosen = parser.parse_args()
    every = list(turns())
    with manual_desk() as desk:
        for name, way in WAYS.items():
            for part in dict.fromkeys(turn.part for turn in every):
                own = [turn for turn in every if turn.part == part]
                ends = [_end_of(turn, way, desk, chosen.floor) for turn in own]
                sys.stdout.write(f"| {part} | {name} | {_row(ends)} |\n")
                if chosen.tells:
                    sys.stdout.writelines(map(_told, ends))


@dataclass(frozen=True)
class End:
    """What was found for a turn, and what the gate said of it."""

    turn: Turn
    found: str
    verdict: gate.Verdict

    @property
    def hit(self) -> bool:
        """Whether the first text answers."""
        return self.found in self.turn.relevant


def _end_of(turn: Turn, way: Way, desk: ManualDesk, floor: float | None) -> End:
    queries = way(turn.text, turn.history)
    found = finished(desk.retrieve(queries, desk.reader))
    first = found.candidates[0].atom if found.candidates else ""
    return End(turn, first, gate.judge(found.ranking, floor=floor))


def _row(ends: Sequence[End]) -> str:
    known = [end for end in ends if end.turn.relevant]
    answered = [end for end in known if end.verdict.answer]
    wrong = sum(end.verdict.answer and not end.turn.relevant for end in ends)
    return (
        f"{sum(end.hit for end in known)} of {len(known)} | {len(answered)}"
        f" | {sum(end.hit for end in answered)} | {wrong} of {len(ends) - len(known)}"
    )


def _told(end: End) -> str:
    """A line on what was not answered right."""
    verdict = end.verdict
    if end.hit == verdict.answer and (end.hit or not end.turn.relevant):
        return ""
    word = "torn" if verdict.torn else verdict.reason.value
    return f"   {end.turn.text} -> {end.found} {verdict.score:.2f} {word}\n"


WAYS: dict[str, Way] = {
    "the turn alone": last_turn,
    "with the turn before": turn_before,
    "the desk's rules": queries_for,
}


if __name__ == "__main__":
    main()
