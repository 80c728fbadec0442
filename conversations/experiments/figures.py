"""What the page of an experiment shows: arms side by side, the difference, the guard, the days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import log

from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from conversations.comparison import harm
from conversations.comparison.rates import (
    Difference,
    Tally,
    compare,
    is_lopsided,
    wilson,
)
from conversations.models import Conversation, Enrolment, Experiment, Turn
from conversations.results import LATELY, tallies
from knowledge.admin.charts import Chart, over_time

WIDTH, EDGE = 400, 16
MOST_DAYS = 60


@dataclass(frozen=True)
class Row:
    """One fact in both arms, in percent with its 95 % interval."""

    fact: str
    name: str
    arms: Sequence[tuple[Tally, float, float]]


@dataclass(frozen=True)
class Drawn:
    """The difference and its interval as places on a line from `least` to `most` points."""

    zero: float
    value: float
    low: float
    high: float
    least: str
    most: str


@dataclass(frozen=True)
class Guarding:
    """How much speaks against the challenger, and how far that is on the way to being enough."""

    control: Tally
    challenger: Tally
    evidence: float
    percent: int


def guarding(experiment: Experiment) -> Guarding:
    """Return what the guard knows now; of one that it stopped, what it knew then."""
    control, challenger = tallies(experiment, experiment.guard)
    against = harm.evidence(control.hits, challenger.hits, experiment.share / 100)
    if experiment.ending == Experiment.Ending.GUARD:
        control, challenger = arms_found(experiment)
        against = experiment.found["evidence"]
    # Evidence multiplies: on a scale of its logarithm each harmed chat is as wide as the next.
    way = log(max(against, 1.0)) / log(harm.ENOUGH)
    return Guarding(control, challenger, against, min(100, round(100 * way)))


def arms_found(experiment: Experiment) -> tuple[Tally, Tally]:
    """Return what was found when it ended."""
    found = experiment.found
    return Tally(**found["control"]), Tally(**found["challenger"])


def goal_arms(experiment: Experiment) -> tuple[Tally, Tally]:
    """Return how often the goal was reached: what the verdict is about, or what is known so far."""
    if experiment.ending == Experiment.Ending.PLAN:
        return arms_found(experiment)
    return tallies(experiment, experiment.goal, most=experiment.planned_size)


def rows_of(experiment: Experiment) -> list[Row]:
    """Return every fact that is kept of chats, the goal and the guard among them."""
    named = [*Experiment.Goal.choices, *Experiment.Guard.choices]
    rows = []
    for fact, name in named:
        arms = [(arm, *wilson(arm)) for arm in tallies(experiment, fact)]
        percents = [(arm, 100 * low, 100 * high) for arm, low, high in arms]
        rows.append(Row(fact, str(name), percents))
    return rows


def drawn(found: Difference) -> Drawn:
    """Return the places of a difference on a line that has zero in its middle."""
    reach = max(abs(found.low), abs(found.high), 0.02) * 1.15
    inside = WIDTH / 2 - EDGE

    def place(value: float) -> float:
        return round(WIDTH / 2 + inside * value / reach, 1)

    return Drawn(
        place(0), place(found.value), place(found.low), place(found.high),
        f"-{100 * reach:.0f}", f"+{100 * reach:.0f}",
    )  # fmt: skip


def difference_of(experiment: Experiment) -> Difference | None:
    """Return how far the arms are apart in the goal."""
    return compare(*goal_arms(experiment))


def lopsided(experiment: Experiment) -> bool:
    """Whether the arms are too unlike their share for chance."""
    counted = dict(
        Enrolment.objects.of(experiment)
        .order_by()
        .values_list("challenger")
        .annotate(Count("pk"))
    )
    return is_lopsided(
        counted.get(False, 0), counted.get(True, 0), experiment.share / 100
    )


def days_for(experiment: Experiment) -> int | None:
    """Return about how many days the planned chats take at the pace of the last month.

    None where the goal needs votes, as nobody knows how many will vote, and where there were no chats.
    """
    if experiment.goal != Experiment.Goal.SOLVED:
        return None
    chats = Conversation.objects.filter(
        site=experiment.site,
        created_at__gte=timezone.now() - LATELY,
        turns__status=Turn.Status.DONE,
    )
    a_day = chats.distinct().count() / LATELY.days
    return max(1, round(experiment.planned_size / a_day)) if a_day else None


def by_day(experiment: Experiment, names: Mapping[bool, str]) -> Chart | None:
    """Draw the share of chats that reached the goal, of all up to each day; None of under two days."""
    known = Enrolment.objects.of(experiment).filter(
        **{f"{experiment.goal}__isnull": False}
    )
    counted = (
        known.order_by()
        .annotate(day=TruncDate("at"))
        .values_list("day", "challenger")
        .annotate(hits=Count("pk", filter=Q(**{experiment.goal: True})), n=Count("pk"))
    )
    of_day = {(day, arm): Tally(hits, n) for day, arm, hits, n in counted}
    if not of_day:
        return None
    first, last = min(day for day, _ in of_day), max(day for day, _ in of_day)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    if len(days) < 2:
        return None
    lines = {names[arm]: _so_far(of_day, days, arm) for arm in (False, True)}
    days = days[-MOST_DAYS:]
    return over_time(
        [_("Day"), *lines],
        [date_format(day, "j M") for day in days],
        {name: values[-MOST_DAYS:] for name, values in lines.items()},
    )


def _so_far(
    of_day: Mapping[tuple[date, bool], Tally], days: Sequence[date], arm: bool
) -> list[float | None]:
    hits = n = 0
    shares: list[float | None] = []
    for day in days:
        tally = of_day.get((day, arm), Tally(0, 0))
        hits, n = hits + tally.hits, n + tally.n
        shares.append(hits / n if n else None)
    return shares
