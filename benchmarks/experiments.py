"""How often experiments find what is not there, and how soon the guard stops harm, by simulation.

python -m benchmarks.experiments
"""

from collections.abc import Iterator
from statistics import median

import numpy as np

from conversations.comparison.harm import ENOUGH, evidence
from conversations.comparison.rates import Tally, compare, planned_size

RUNS = 1000
CHATS = 3000
EVERY = 25
"""Chats between two looks of somebody who looks often."""


def main() -> None:
    """Print the goal's errors with one look and with many, then the guard's."""
    n = planned_size(0.6, 0.1) // 2
    print(f"Goal, 60 of 100 chats today, {2 * n} chats planned, {RUNS} experiments:")
    for to in (0.6, 0.7):
        once, often = goal((0.6, to), n)
        print(
            f"  {to:.0%}: one look finds {once:.1%}, a look every {2 * EVERY} chats finds {often:.1%}"
        )
    print(f"Guard, up to {CHATS} chats, {RUNS} experiments:")
    for control, challenger, share in (
        (0.05, 0.05, 0.5), (0.2, 0.2, 0.5), (0.5, 0.5, 0.5), (0.2, 0.2, 0.1),
        (0.1, 0.15, 0.5), (0.1, 0.2, 0.5), (0.2, 0.4, 0.5), (0.1, 0.2, 0.1),
    ):  # fmt: skip
        stops = list(guard(control, challenger, share))
        stopped = [stop for stop in stops if stop]
        half = f", half of them within {median(stopped):.0f} chats" if stopped else ""
        print(
            f"  {control:.0%} to {challenger:.0%}, share {share:.0%}: {len(stopped) / RUNS:.1%} stopped{half}"
        )


def goal(rates: tuple[float, float], n: int) -> tuple[float, float]:
    """Return how many of RUNS experiments find a difference at their end, and at any look."""
    chance = np.random.default_rng(1)
    once = often = 0
    for _ in range(RUNS):
        arms = [np.cumsum(chance.random(n) < rate) for rate in rates]
        looks = [*range(2 * EVERY, n, EVERY), n]
        found = [compare(*(Tally(int(arm[k - 1]), k) for arm in arms)) for k in looks]
        told = [each is not None and each.significant for each in found]
        once, often = once + told[-1], often + any(told)
    return once / RUNS, often / RUNS


def guard(control: float, challenger: float, share: float) -> Iterator[int]:
    """Yield for each of RUNS experiments after how many chats it was stopped; 0 when it was not."""
    chance = np.random.default_rng(2)
    for _ in range(RUNS):
        arms = chance.random(CHATS) < share
        harmed = chance.random(CHATS) < np.where(arms, challenger, control)
        counted = [0, 0]
        stop = 0
        for n in np.flatnonzero(harmed):
            arm = int(arms[n])
            counted[arm] += 1
            if arm and evidence(*counted, share) >= ENOUGH:
                stop = int(n) + 1
                break
        yield stop


if __name__ == "__main__":
    main()
