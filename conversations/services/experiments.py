"""Experiments: planned, started, ended; and what a site answers with, which ends them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import Site, User
from conversations.comparison.rates import planned_size
from conversations.models import Enrolment, Experiment
from knowledge.models import SiteVariant, Variant
from knowledge.models.variants import name_of
from knowledge.services import variants


class SameVariant(Exception):
    """The site answers with that variant already: there is nothing to compare."""


class Busy(Exception):
    """Another experiment runs at the site."""


class Outdated(Exception):
    """The site answers with another variant than the one that was to be compared with."""


class NotNow(Exception):
    """The experiment is not in a state for this (any more)."""


@dataclass(frozen=True)
class Plan:
    """What an experiment asks. `share` is in percent, `baseline` and `effect` are shares of 1."""

    name: str
    challenger: Variant | None
    share: int
    goal: str
    guard: str
    baseline: float
    effect: float


@transaction.atomic
def plan(*, site: Site, says: Plan, user: User) -> Experiment:
    """Write down what is to be compared with what the site has now, and how many chats it takes.

    Raises SameVariant, and ValueError for rates that cannot be.
    """
    control = SiteVariant.objects.variant_of(site)
    if control == says.challenger:
        raise SameVariant
    size = planned_size(says.baseline, says.effect, says.share / 100)
    experiment = Experiment.objects.create(
        site=site,
        control=control,
        planned_size=size,
        planned_by=user,
        **{name: getattr(says, name) for name in asdict(says)},
    )
    _note("experiment planned", experiment, user, size=size)
    return experiment


@transaction.atomic
def start(*, experiment: Experiment, user: User) -> None:
    """Split the chats that begin from now on. Raises NotNow, Busy and Outdated."""
    variants.lock(experiment.site)
    row = _locked(experiment)
    if row.state != "planned":
        raise NotNow
    if Experiment.objects.running().filter(site=row.site).exists():
        raise Busy
    if SiteVariant.objects.variant_of(row.site) != row.control:
        raise Outdated
    row.started_at = timezone.now()
    row.save(update_fields=["started_at"])
    _note("experiment started", row, user)


@transaction.atomic
def stop(*, experiment: Experiment, user: User) -> None:
    """Answer everybody with the site's own variant again. Raises NotNow."""
    if not end(experiment=experiment, ending=Experiment.Ending.PERSON, user=user):
        raise NotNow


@transaction.atomic
def end(
    *,
    experiment: Experiment,
    ending: Experiment.Ending,
    user: User | None = None,
    found: Mapping[str, Any] | None = None,
) -> bool:
    """End an experiment with what was found; False when it does not run (any more)."""
    row = _locked(experiment)
    if row.state != "running":
        return False
    row.ended_at, row.ended_by, row.ending = timezone.now(), user, ending
    row.found = dict(found or {})
    row.save(update_fields=["ended_at", "ended_by", "ending", "found"])
    _note(f"experiment ended: {ending}", row, user, **row.found)
    return True


@transaction.atomic
def discard(*, experiment: Experiment, user: User) -> None:
    """Forget a plan. Raises NotNow once it has been started: what was found is kept."""
    row = _locked(experiment)
    if row.state != "planned":
        raise NotNow
    _note("experiment discarded", row, user)
    row.delete()


@transaction.atomic
def choose(
    *, site: Site, variant: Variant | None, seen: int | None, user: User
) -> SiteVariant:
    """Have a site answer with a variant; what was compared there is over. Raises variants.Changed."""
    variants.lock(site)
    chosen = variants.choose(site=site, variant=variant, seen=seen, user=user)
    _end_at(site, user)
    return chosen


@transaction.atomic
def roll_back(*, site: Site, seen: int, user: User) -> SiteVariant:
    """Have a site answer as before; what was compared there is over.

    Raises variants.Changed and variants.NothingBefore.
    """
    variants.lock(site)
    chosen = variants.roll_back(site=site, seen=seen, user=user)
    _end_at(site, user)
    return chosen


def keep(rows: Mapping[int, Mapping[str, bool | None]], *, when: str) -> int:
    """Keep what became of enrolments, by their keys, once; return how many were not kept before.

    `when` is the field that says so: `guarded_at` or `settled_at`.
    """
    now = timezone.now()
    return sum(
        Enrolment.objects.filter(**{"pk": key, when: None}).update(**{when: now}, **row)
        for key, row in rows.items()
    )


def _end_at(site: Site, user: User) -> None:
    for running in Experiment.objects.running().filter(site=site):
        end(experiment=running, ending=Experiment.Ending.PERSON, user=user)


def _locked(experiment: Experiment) -> Experiment:
    row: Experiment = (
        Experiment.objects.select_for_update(no_key=True, of=("self",))
        .select_related("site", "control", "challenger")
        .get(pk=experiment.pk)
    )
    return row


def _note(
    verb: str, experiment: Experiment, user: User | None, **details: object
) -> None:
    said = {
        "site": experiment.site.key,
        "control": name_of(experiment.control),
        "challenger": name_of(experiment.challenger),
    }
    target = f"experiment {experiment}"
    audit.record(user=user, verb=verb, target=target, details=said | details)
