"""Several runs of one evaluation as one: the median of each figure."""

from collections.abc import Mapping, Sequence
from statistics import median_low
from typing import Any


def medians(runs: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return each figure's lower median over the runs, which are alike in their keys.

    Figures in figures are treated alike; a list, such as a curve, is that of the first run. A
    figure that some run could not give is the median of the others.
    """
    first = runs[0]
    return {name: _median([run.get(name) for run in runs]) for name in first}


def _median(values: Sequence[Any]) -> Any:
    known = [value for value in values if value is not None]
    if known and isinstance(known[0], Mapping):
        return medians(known)
    if known and isinstance(known[0], int | float):
        return median_low(known)
    return values[0]
