"""What became of conversations within a time, and of those of an experiment together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import BooleanField, Count, F, Func, Q, Value

from accounts.models import Site
from conversations.comparison.rates import Tally
from conversations.models import (
    Conversation,
    Enrolment,
    Event,
    Experiment,
    Feedback,
    Turn,
)
from knowledge.models import Evidence

GUARD_TIME = timedelta(hours=1)
"""How long a conversation is looked at for harm: soon enough to stop, late enough for a vote."""
GOAL_TIME = timedelta(hours=24)
"""How long until it is said whether it was solved: who comes back tomorrow was not helped."""
LATELY = timedelta(days=30)
MOST_LATELY = 1000
_WITH_A_PERSON = frozenset({"waiting", "human"})
# Small talk after an answer does not undo it.
_ANSWERS = frozenset({"answered", "abstained", "declined", "failed"})
_DROPPED = Func(
    F("record"),
    Value("$.attempts[*].dropped[*]"),
    template="jsonb_path_exists(%(expressions)s::jsonpath)",
    output_field=BooleanField(),
)


@dataclass(frozen=True)
class Case:
    """A conversation, looked at from one moment to another."""

    conversation: int
    since: datetime
    until: datetime


@dataclass
class Became:
    """What became of a conversation; `helpful` is None without a vote."""

    escalated: bool = False
    unhelpful: bool = False
    dropped: bool = False
    helpful: bool | None = None
    outcomes: list[str] = field(default_factory=list)

    @property
    def abstained(self) -> bool:
        """Whether the bot once said that it does not know."""
        return "abstained" in self.outcomes

    @property
    def solved(self) -> bool:
        """Whether the bot answered what was asked last, and nobody came or complained."""
        ends = [each for each in self.outcomes if each in _ANSWERS]
        well = bool(ends) and ends[-1] == "answered"
        return well and not self.escalated and self.helpful is not False


def became(cases: Sequence[Case]) -> Mapping[int, Became]:
    """Return what became of each conversation in its time."""
    times = {case.conversation: case for case in cases}
    found: defaultdict[int, Became] = defaultdict(Became)

    def in_time(conversation: int, at: datetime | None) -> bool:
        case = times[conversation]
        return at is not None and case.since <= at <= case.until

    turns: dict[UUID, int] = {}
    done = Turn.objects.filter(
        conversation__in=times, status__in=[Turn.Status.DONE, Turn.Status.FAILED]
    )
    for key, conversation, outcome, at in done.order_by("finished_at").values_list(
        "pk", "conversation", "outcome", "finished_at"
    ):
        if in_time(conversation, at):
            found[conversation].outcomes.append(outcome)
            turns[key] = conversation
    for conversation, at in _handed_over(times):
        found[conversation].escalated |= in_time(conversation, at)
    votes = Feedback.objects.filter(event__conversation__in=times).order_by("at")
    for conversation, helpful, at in votes.values_list(
        "event__conversation", "helpful", "at"
    ):
        if in_time(conversation, at):
            found[conversation].helpful = helpful
            found[conversation].unhelpful |= not helpful
    for turn in _dropped(turns):
        found[turns[turn]].dropped = True
    return {conversation: found[conversation] for conversation in times}


def _handed_over(times: Iterable[int]) -> Iterable[tuple[int, datetime]]:
    events = Event.objects.filter(conversation__in=times)
    of_people = Q(kind=Event.Kind.TAKEOVER) | Q(
        kind=Event.Kind.STATE, payload__state__in=list(_WITH_A_PERSON)
    )
    return events.filter(of_people).values_list("conversation", "at")


def _dropped(turns: Iterable[UUID]) -> Iterable[UUID]:
    """Return those of the turns of which a sentence was kept from the customer."""
    evidence = Evidence.objects.filter(turn__in=turns).annotate(has_dropped=_DROPPED)
    dropped = evidence.filter(has_dropped=True)
    found: Iterable[UUID] = dropped.values_list("turn", flat=True)
    return found


def lately(site: Site, goal: str, now: datetime) -> Tally:
    """Return how often a goal was reached by the newest conversations of the last month."""
    began = Conversation.objects.filter(
        site=site,
        created_at__range=(now - LATELY - GOAL_TIME, now - GOAL_TIME),
        turns__status=Turn.Status.DONE,
    )
    newest = began.distinct().order_by("-pk").values_list("pk", "created_at")
    cases = [Case(pk, at, at + GOAL_TIME) for pk, at in newest[:MOST_LATELY]]
    told = [getattr(each, goal) for each in became(cases).values()]
    known = [each for each in told if each is not None]
    return Tally(sum(known), len(known))


def tallies(
    experiment: Experiment, fact: str, *, most: int | None = None
) -> tuple[Tally, Tally]:
    """Return of how many a fact is true, in the control and in the challenger's arm.

    With `most`, of the first so many of whom it is known.
    """
    known = Enrolment.objects.of(experiment).filter(**{f"{fact}__isnull": False})
    if most is not None:
        known = Enrolment.objects.filter(pk__in=known.values("pk")[:most])
    counted = (
        known.order_by()
        .values_list("challenger")
        .annotate(hits=Count("pk", filter=Q(**{fact: True})), n=Count("pk"))
    )
    by_arm = {challenger: Tally(hits, n) for challenger, hits, n in counted}
    nothing = Tally(0, 0)
    return by_arm.get(False, nothing), by_arm.get(True, nothing)
