"""Rows of the tables: what was measured, beside a raw part or a target, as medians over rounds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Row:
    """Medians over rounds; `ratio` is how many times the raw part's time ours takes."""

    name: str
    ours: str
    raw: str
    ratio: float
    rounds: int


@dataclass(frozen=True)
class Figure:
    """A figure that has a target and no raw part: the median over runs."""

    name: str
    found: str
    target: str
    runs: int


def times(
    name: str, ours: Sequence[float], raw: Sequence[float], *, against: str
) -> Row:
    """Return a row of two times, given as seconds for each round."""
    mine, theirs = median(ours), median(raw)
    return Row(
        name,
        f"{mine * 1000:.2f} ms",
        f"{theirs * 1000:.2f} ms ({against})",
        mine / theirs,
        len(ours),
    )


def rates(
    name: str,
    ours: Sequence[float],
    raw: Sequence[float],
    *,
    things: str,
    against: str,
) -> Row:
    """Return a row of two rates, given as things per second for each round."""
    mine, theirs = median(ours), median(raw)
    return Row(
        name,
        f"{mine:,.0f} {things}/s",
        f"{theirs:,.0f} {things}/s ({against})",
        theirs / mine,
        len(ours),
    )


def alternately(
    rounds: int, ours: Callable[[], float], raw: Callable[[], float]
) -> tuple[list[float], list[float]]:
    """Measure both in turn, so that what else the machine does meets both; one try before."""
    ours(), raw()
    pairs = [(ours(), raw()) for _ in range(rounds)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def markdown(rows: Sequence[Row]) -> str:
    """Return the table as the docs show it."""
    lines = [
        "| what | the desk | the raw part | times the raw time | rounds |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {row.name} | {row.ours} | {row.raw} | {row.ratio:.1f} | {row.rounds} |"
        for row in rows
    ]
    return "\n".join(lines)


def targets(figures: Sequence[Figure]) -> str:
    """Return the table of figures with their targets."""
    lines = ["| what | found | target | runs |", "|---|---|---|---|"]
    lines += [
        f"| {each.name} | {each.found} | {each.target} | {each.runs} |"
        for each in figures
    ]
    return "\n".join(lines)
