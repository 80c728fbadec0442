"""Measures how well the questions of one message are told apart.

Each line of `data/compound.txt` is a message with a bar where a further question begins.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.answering.parting import parts_of

MESSAGES = Path(__file__).parent / "data" / "compound.txt"
BAR = "|"


@dataclass(frozen=True)
class Message:
    """A message, in which part of the file it stands, and where its questions really begin."""

    part: str
    text: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Figures:
    """What came of one part: cuts are the places where a further question begins."""

    messages: int
    exact: int
    cuts: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """The share of the cuts made that are right; 1 when none was made."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of the right cuts that were made."""
        return self.right / self.cuts if self.cuts else 1.0


def messages() -> Iterator[Message]:
    """Read the labelled messages."""
    part = ""
    for line in MESSAGES.read_text().splitlines():
        if line.startswith("["):
            part = line.strip("[]")
        elif line and not line.startswith("#"):
            parts = tuple(piece.strip() for piece in line.split(BAR))
            yield Message(part, " ".join(parts), parts)


def measured(those: Sequence[Message]) -> Figures:
    """Cut the messages and count."""
    cuts = found = right = exact = 0
    for message in those:
        expected, made = _cuts(message.parts), _cuts(parts_of(message.text))
        cuts += len(expected)
        found += len(made)
        right += len(expected & made)
        exact += expected == made
    return Figures(len(those), exact, cuts, found, right)


def _cuts(parts: Sequence[str]) -> set[int]:
    """Return how many letters stand before each further part; the space between does not count."""
    letters = [len("".join(part.split())) for part in parts]
    return {sum(letters[:n]) for n in range(1, len(letters))}


def main() -> None:
    """Print the rows of docs/figures.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compound")
    parser.add_argument("--failures", choices=("choosing", "held out"))
    wanted = parser.parse_args().failures
    every = list(messages())
    for part in dict.fromkeys(message.part for message in every):
        own = [message for message in every if message.part == part]
        f = measured(own)
        sys.stdout.write(
            f"| {part} | {f.messages} | {f.exact} | {f.cuts} | {f.found} | {f.right} "
            f"| {f.precision:.3f} | {f.recall:.3f} |\n"
        )
    for message in every:
        if message.part == wanted and parts_of(message.text) != message.parts:
            sys.stdout.write(f"{message.parts}\n  found {parts_of(message.text)}\n")


if __name__ == "__main__":
    main()
