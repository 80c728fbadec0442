"""Joins an experiment's arithmetic and its rows: keeps what became of chats, ends what is due."""

import logging
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta

from conversations.comparison import harm
from conversations.comparison.rates import compare
from conversations.models import Enrolment, Experiment
from conversations.results import (
    GOAL_TIME,
    GUARD_TIME,
    Became,
    Case,
    became,
    tallies,
)
from conversations.services import experiments

logger = logging.getLogger(__name__)

AT_ONCE = 500
Row = dict[str, bool | None]


def look(now: datetime) -> None:
    """Keep what is due of all enrolments, then judge the experiments that run. Idempotent."""
    _keep("guarded_at", GUARD_TIME, now, _harm_of)
    _keep("settled_at", GOAL_TIME, now, _goal_of)
    running = Experiment.objects.running().order_by("pk")
    for experiment in running.select_related("site", "control", "challenger"):
        judge(experiment)


def judge(experiment: Experiment) -> None:
    """Stop an experiment that does harm, and finish one that has all that was planned."""
    control, challenger = tallies(experiment, experiment.guard)
    against = harm.evidence(control.hits, challenger.hits, experiment.share / 100)
    if against >= harm.ENOUGH:
        found = {
            "control": asdict(control),
            "challenger": asdict(challenger),
            "evidence": round(against, 1),
        }
        ended = experiments.end(
            experiment=experiment, ending=Experiment.Ending.GUARD, found=found
        )
        if ended:
            logger.warning("Experiment %s was stopped by its guard", experiment.pk)
        return
    size = experiment.planned_size
    control, challenger = tallies(experiment, experiment.goal, most=size)
    if control.n + challenger.n < size:
        return
    difference = compare(control, challenger)
    found = {"control": asdict(control), "challenger": asdict(challenger)}
    if difference is not None:
        found["difference"] = asdict(difference)
    experiments.end(experiment=experiment, ending=Experiment.Ending.PLAN, found=found)


def _keep(
    when: str, after: timedelta, now: datetime, told: Callable[[Became], Row]
) -> None:
    """Keep, of the oldest that are due and not kept yet, what became of them in their time."""
    due = Enrolment.objects.filter(**{when: None}, at__lt=now - after)
    rows = list(due.order_by("at")[:AT_ONCE])
    known = became(
        [
            Case(row.conversation_id, row.at, row.at + after)
            for row in rows
            if row.conversation_id is not None
        ]
    )
    # Of what was erased nobody can tell any more; that is kept, too.
    kept: dict[int, Row] = {row.pk: {} for row in rows}
    for row in rows:
        if row.conversation_id is not None:
            kept[row.pk] = told(known[row.conversation_id])
    experiments.keep(kept, when=when)


def _harm_of(found: Became) -> Row:
    names = ("escalated", "unhelpful", "abstained", "dropped")
    return {name: getattr(found, name) for name in names}


def _goal_of(found: Became) -> Row:
    return {"solved": found.solved, "helpful": found.helpful}
