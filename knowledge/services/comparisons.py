"""Interviews held against their guides: asked for, made by a worker; what was found last counts."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models.functions import Now

from accounts import audit
from accounts.models import User
from knowledge.models import Comparison, Interview
from knowledge.nudge import compare_soon
from knowledge.services import jobs

Speakers = Sequence[Sequence[object]]


@dataclass(frozen=True)
class Found:
    """Where a question of a guide is answered: turns of question and answer, and those that answer.

    `best` is the turn with which the exchange begins that fits best; 0 where none does.
    """

    question: int
    text: str
    turns: Sequence[int]
    answer: Sequence[int]
    best: int = 0


@dataclass(frozen=True)
class Answers:
    """What was found of all questions, and who was taken for whom: pairs of a speaker's key and role."""

    found: Sequence[Found]
    speakers: Speakers


@transaction.atomic
def begin(*, interview: Interview, user: User) -> Comparison | None:
    """Have an interview held against its guide; one that waits is enough.

    Nothing is begun before somebody said who asks and who knows, or without a guide.
    """
    locked = Interview.objects.select_for_update(no_key=True).get(pk=interview.pk)
    if locked.state != Interview.State.READY or locked.guide_id is None:
        return None
    waiting = locked.comparisons.under_way().filter(leased_until=None).first()
    if waiting is None:
        waiting = Comparison.objects.create(interview=locked, asked_by=user)
        target = f"interview {locked.pk}"
        audit.record(user=user, verb="compared with guide", target=target)
    compare_soon()
    return waiting


def claim() -> Comparison | None:
    """Take the next one that nobody is at work on, leased to the caller."""
    return jobs.claim(Comparison.objects.to_run().select_related("interview__guide"))


@transaction.atomic
def finish(*, comparison: Comparison, answers: Answers) -> None:
    """Keep what was found, in the place of what was found before."""
    _forget(comparison.interview)
    jobs.finish(job=comparison, **_values(answers))


@transaction.atomic
def keep(*, interview: Interview, answers: Answers) -> None:
    """Keep what a look through the interview found beside its texts."""
    _forget(interview)
    Comparison.objects.create(
        interview=interview, finished_at=Now(), **_values(answers)
    )


def _forget(interview: Interview) -> None:
    """Those under way stay: they were asked for since, and may know more."""
    interview.comparisons.exclude(finished_at=None).delete()


def speakers_of(interview: Interview) -> Speakers:
    """Return who is taken for whom now, as it is kept."""
    pairs = interview.speakers.order_by("pk").values_list("pk", "role")
    return [list(pair) for pair in pairs]


def _values(answers: Answers) -> dict[str, object]:
    found = [asdict(each) for each in answers.found]
    return {"found": found, "speakers": list(answers.speakers)}
