"""The guard: it stops what does harm, and hardly ever what does none, however often it looks."""

import numpy as np
import pytest

from conversations.comparison.harm import ENOUGH, FALSE_ALARMS, evidence


def stopped_at(
    chance: np.random.Generator,
    rates: tuple[float, float],
    share: float,
    most: int,
    nightly: float = 0.0,
) -> int | None:
    """Play conversations one by one, looking after each; return when it was stopped.

    `nightly` is what the rate of both arms is in the last third of every 200 conversations.
    """
    in_challenger = chance.random(most) < share
    rate = np.where(in_challenger, rates[1], rates[0])
    if nightly:
        rate = np.where(np.arange(most) % 200 > 133, nightly, rate)
    is_harmed = chance.random(most) < rate
    harmed = [0, 0]
    for n in np.flatnonzero(is_harmed):
        arm = int(in_challenger[n])
        harmed[arm] += 1
        # Harm of the control takes evidence away.
        if arm and evidence(harmed[0], harmed[1], share) >= ENOUGH:
            return int(n) + 1
    return None


def test_nothing_says_nothing():
    assert evidence(0, 0, 0.5) == 1


def test_harm_of_the_control_speaks_for_the_challenger():
    assert evidence(40, 10, 0.5) < 0.01


def test_evidence_stays_a_number_that_can_be_shown():
    assert evidence(0, 400, 0.5) == evidence(0, 40_000, 0.5) == 1e9
    assert evidence(40_000, 0, 0.5) >= 0


@pytest.mark.parametrize(
    ("rate", "share"), [(0.1, 0.5), (0.4, 0.5), (0.2, 0.1), (0.2, 0.9)]
)
def test_a_harmless_challenger_is_stopped_in_at_most_5_of_100(rate, share):
    chance = np.random.default_rng(int(rate * 100 + share * 10))

    stops = sum(
        stopped_at(chance, (rate, rate), share, 800) is not None for _ in range(250)
    )

    # The chance of more than 8 of 100 where 5 is the truth is below one in a hundred.
    assert stops / 250 <= FALSE_ALARMS + 0.03


def test_a_better_challenger_is_hardly_ever_stopped():
    chance = np.random.default_rng(3)

    stops = [stopped_at(chance, (0.2, 0.15), 0.5, 1500) for _ in range(200)]

    assert sum(stop is not None for stop in stops) <= 4


def test_a_challenger_that_doubles_the_harm_is_stopped_soon():
    chance = np.random.default_rng(4)

    stops = [stopped_at(chance, (0.1, 0.2), 0.5, 3000) for _ in range(200)]

    assert None not in stops
    assert sorted(stops)[100] < 700


def test_rates_that_change_over_the_day_fool_nobody():
    # At night everything goes wrong in both arms.
    chance = np.random.default_rng(5)

    stops = [
        stopped_at(chance, (0.05, 0.05), 0.3, 1500, nightly=0.6) for _ in range(200)
    ]

    assert sum(stop is not None for stop in stops) / 200 <= FALSE_ALARMS + 0.04
