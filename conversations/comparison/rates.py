"""Two rates compared once, at a size that was fixed before: how many it takes, and what they say."""

from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist

ALPHA = 0.05
"""How often a difference is found where there is none."""
POWER = 0.8
"""How often a difference of the planned size is found."""
_NORMAL = NormalDist()
_Z = _NORMAL.inv_cdf(1 - ALPHA / 2)


@dataclass(frozen=True)
class Tally:
    """How many of `n` it was true of."""

    hits: int
    n: int

    @property
    def rate(self) -> float:
        """The share, from 0 to 1; 0 of none."""
        return self.hits / self.n if self.n else 0.0


@dataclass(frozen=True)
class Difference:
    """The challenger's rate minus the control's, between -1 and 1, with its 95 % interval.

    `p` is how likely one at least as large is where the rates are the same.
    """

    value: float
    low: float
    high: float
    p: float

    @property
    def significant(self) -> bool:
        """Whether chance alone would seldom do it; true of nothing but the planned look."""
        return self.p < ALPHA


def planned_size(baseline: float, effect: float, share: float = 0.5) -> int:
    """Return how many conversations both arms need together to find a change of `effect`.

    `baseline` and `effect` are shares of 1, `share` that of the challenger. The sample size of a
    two-sided comparison of two proportions with unequal groups (Fleiss, Levin and Paik,
    Statistical Methods for Rates and Proportions, 2003, chapter 4, without the correction for
    continuity), for the worse of both directions. Raises ValueError for what is no share and
    for a change that leads out of 0 to 1 both ways.
    """
    if not (0 < baseline < 1 and 0 < effect < 1 and 0 < share < 1):
        raise ValueError("Baseline, effect and share are between 0 and 1.")
    reached = [p for p in (baseline - effect, baseline + effect) if 0 <= p <= 1]
    if not reached:
        raise ValueError("A rate cannot change by so much.")
    return max(_size(baseline, to, share) for to in reached)


def _size(control: float, challenger: float, share: float) -> int:
    mean = (1 - share) * control + share * challenger
    same = sqrt(mean * (1 - mean) * (1 / share + 1 / (1 - share)))
    apart = sqrt(
        control * (1 - control) / (1 - share) + challenger * (1 - challenger) / share
    )
    needed = _Z * same + _NORMAL.inv_cdf(POWER) * apart
    return ceil((needed / (challenger - control)) ** 2)


def compare(control: Tally, challenger: Tally) -> Difference | None:
    """Return how far two rates are apart; None while an arm is empty.

    The pooled z-test of two proportions, and the interval of R. G. Newcombe (1998, Statistics in
    Medicine 17, method 10), which stays true for few and for rates near 0 and 1.
    """
    if not (control.n and challenger.n):
        return None
    value = challenger.rate - control.rate
    pooled = (control.hits + challenger.hits) / (control.n + challenger.n)
    spread = sqrt(pooled * (1 - pooled) * (1 / control.n + 1 / challenger.n))
    p = 2 * (1 - _NORMAL.cdf(abs(value) / spread)) if spread else 1.0
    low_0, high_0 = wilson(control)
    low_1, high_1 = wilson(challenger)
    return Difference(
        value,
        value - sqrt((challenger.rate - low_1) ** 2 + (high_0 - control.rate) ** 2),
        value + sqrt((high_1 - challenger.rate) ** 2 + (control.rate - low_0) ** 2),
        p,
    )


def wilson(tally: Tally) -> tuple[float, float]:
    """Return the 95 % interval of a rate (E. B. Wilson, 1927); everything for none."""
    if not tally.n:
        return 0.0, 1.0
    n, rate, z2 = tally.n, tally.rate, _Z**2
    middle = (rate + z2 / (2 * n)) / (1 + z2 / n)
    reach = _Z * sqrt(rate * (1 - rate) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def is_lopsided(control: int, challenger: int, share: float) -> bool:
    """Whether the arms are too unlike the share for chance: one split in a thousand is.

    Then something loses conversations of one arm, and no rate can be trusted.
    """
    n = control + challenger
    if not n:
        return False
    off = abs(challenger - share * n) / sqrt(n * share * (1 - share))
    return 2 * (1 - _NORMAL.cdf(off)) < 0.001
