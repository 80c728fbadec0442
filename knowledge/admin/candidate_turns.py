"""The turns around those that a candidate comes from, with what is left out between them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from django.db.models import Q

from knowledge.models import Candidate, SpokenTurn

AROUND = 6
"""So many turns before and after each one that is a source are shown."""


@dataclass
class Shown:
    """Turns that follow each other; `skipped` were left out before them, from `first_skipped` on."""

    skipped: int
    first_skipped: int
    turns: list[SpokenTurn] = field(default_factory=list)


def stretches(candidate: Candidate, used: Collection[int]) -> list[Shown]:
    """Return every turn that is used, each with those around it."""
    if not used:
        return []
    wanted = Q()
    for first, last in runs(used):
        wanted |= Q(number__range=(first, last))
    rows = SpokenTurn.objects.filter(wanted, interview=candidate.interview_id)
    return list(_cut(list(rows.select_related("speaker").order_by("number"))))


def runs(used: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last number of each run of turns, in order."""
    first = last = None
    for number in sorted(used):
        if first is None or last is None:
            first = max(number - AROUND, 1)
        elif number - AROUND > last + 1:
            yield first, last
            first = number - AROUND
        last = number + AROUND
    if first is not None and last is not None:
        yield first, last


def _cut(turns: list[SpokenTurn]) -> Iterator[Shown]:
    shown = None
    before = 0
    for turn in turns:
        if shown is None or turn.number > before + 1:
            if shown is not None:
                yield shown
            # What comes before the first stretch is no gap.
            skipped = turn.number - before - 1 if shown else 0
            shown = Shown(skipped, before + 1)
        shown.turns.append(turn)
        before = turn.number
    if shown is not None:
        yield shown
