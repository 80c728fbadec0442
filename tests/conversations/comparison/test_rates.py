"""Two rates compared at a planned size, checked by simulation and against published numbers."""

import numpy as np
import pytest

from conversations.comparison.rates import (
    Tally,
    compare,
    is_lopsided,
    planned_size,
    wilson,
)


def played(seed: int, rates: tuple[float, float], n: int, runs: int) -> list[bool]:
    """Compare so many pairs of arms; return which differences were called significant."""
    chance = np.random.default_rng(seed)
    found = [
        compare(*(Tally(int(chance.binomial(n, rate)), n) for rate in rates))
        for _ in range(runs)
    ]
    return [each is not None and each.significant for each in found]


def test_the_planned_size_is_the_one_of_the_textbook():
    assert planned_size(0.25, 0.15) == 2 * 152
    assert planned_size(0.6, 0.05) == 3067


def test_a_smaller_share_takes_more_conversations():
    assert planned_size(0.5, 0.1, 0.1) > 2 * planned_size(0.5, 0.1)


@pytest.mark.parametrize(
    ("baseline", "effect", "share"),
    [(0, 0.1, 0.5), (1, 0.1, 0.5), (0.5, 0, 0.5), (0.5, 0.6, 0.5), (0.5, 0.1, 1)],
)
def test_what_cannot_be_planned_is_refused(baseline, effect, share):
    with pytest.raises(ValueError, match=r"rate|between"):
        planned_size(baseline, effect, share)


def test_the_interval_is_newcombes():
    # His table II: 56 of 70 against 48 of 80, method 10.
    found = compare(Tally(48, 80), Tally(56, 70))

    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (0.0524, 0.3339)


def test_wilsons_interval_stays_between_nothing_and_all():
    assert wilson(Tally(0, 0)) == (0, 1)
    low, high = wilson(Tally(0, 10))
    assert low == pytest.approx(0)
    assert round(high, 4) == 0.2775


def test_an_empty_arm_says_nothing():
    assert compare(Tally(0, 0), Tally(3, 4)) is None


def test_two_arms_without_any_hit_do_not_differ():
    found = compare(Tally(0, 50), Tally(0, 50))

    assert found is not None
    assert (found.value, found.p) == (0, 1)


def test_at_the_planned_size_chance_is_taken_for_a_difference_in_5_of_100():
    n = planned_size(0.6, 0.1) // 2

    found = played(7, (0.6, 0.6), n, runs=2000)

    assert 0.035 <= sum(found) / 2000 <= 0.065


def test_at_the_planned_size_the_effect_is_found_in_80_of_100():
    n = planned_size(0.6, 0.1) // 2

    found = played(8, (0.6, 0.7), n, runs=2000)

    assert 0.77 <= sum(found) / 2000 <= 0.84


def test_looking_again_and_again_finds_what_is_not_there():
    # Why there is no verdict before the planned size.
    chance = np.random.default_rng(9)
    looks = range(50, 701, 50)

    fooled = 0
    for _ in range(300):
        arms = [np.cumsum(chance.random(700) < 0.6) for _ in "01"]
        found = [compare(*(Tally(int(arm[n - 1]), n) for arm in arms)) for n in looks]
        fooled += any(each is not None and each.significant for each in found)

    assert fooled / 300 > 0.12


def test_a_split_unlike_its_share_is_seen():
    assert is_lopsided(600, 400, 0.5)
    assert not is_lopsided(510, 490, 0.5)
    assert not is_lopsided(905, 95, 0.1)
    assert not is_lopsided(0, 0, 0.5)
