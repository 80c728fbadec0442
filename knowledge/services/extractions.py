"""Looks through interviews for texts: asked for, written piece by piece, stopped, gone on with."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Max
from django.db.models.functions import Now

from accounts import audit
from accounts.models import User
from knowledge.models import Extraction, Interview
from knowledge.nudge import extract_soon
from knowledge.services import candidates, jobs
from knowledge.services.candidate_texts import Text, give_way


class NotReady(Exception):
    """Nobody has said yet who asks and who knows."""


@transaction.atomic
def begin(*, interview: Interview, user: User | None, engine: str) -> Extraction:
    """Have an interview looked through; one look that is under way is enough.

    What an earlier look found and nobody touched gives way to what this one finds. Raises NotReady.
    """
    locked = Interview.objects.select_for_update(no_key=True).get(pk=interview.pk)
    if locked.state != Interview.State.READY:
        raise NotReady
    running = locked.extractions.filter(finished_at=None, stopped_at=None).first()
    if running is not None:
        return running
    give_way(locked.candidates.all())
    extraction = Extraction.objects.create(
        interview=locked, asked_by=user, engine=engine
    )
    _note(user, "looked through", extraction)
    extract_soon()
    return extraction


def claim() -> Extraction | None:
    """Take the next one that nobody is at work on, leased to the caller."""
    waiting = Extraction.objects.to_run()
    return jobs.claim(waiting.select_related("interview__collection"))


@transaction.atomic
def keep_some(
    *,
    extraction: Extraction,
    texts: Sequence[Text],
    first: int,
    after: int,
    total: int,
    stood_in: bool = False,
) -> bool:
    """Write what lies between two places, once; False when somebody stopped it.

    What a model was asked for before that is kept all the same: it is paid for, and not asked for again.
    A worker that was taken for dead and was only slow finds it written by another one.
    """
    rows = Extraction.objects.select_for_update(no_key=True)
    locked = rows.get(pk=extraction.pk)
    if locked.done != first or _is_out_of_date(locked):
        return False
    interview = extraction.interview
    last = interview.candidates.aggregate(last=Max("ordinal"))["last"] or 0
    candidates.keep(
        interview=interview,
        extraction=extraction,
        texts=_new_of(interview, texts),
        first=last + 1,
    )
    jobs.keep_progress(job=locked, done=after, total=total)
    if stood_in:
        rows.filter(pk=locked.pk).update(stood_in=F("stood_in") + 1)
    return locked.stopped_at is None


def let_go(extraction: Extraction) -> None:
    """Let another worker go on with one that was stopped, as soon as somebody wants that."""
    Extraction.objects.filter(pk=extraction.pk).update(leased_until=None)


@transaction.atomic
def stop(*, extraction: Extraction, user: User) -> None:
    """Let it end where it is; what was found stays."""
    Extraction.objects.filter(
        pk=extraction.pk, finished_at=None, stopped_at=None
    ).update(stopped_at=Now())
    _note(user, "stopped looking through", extraction)


@transaction.atomic
def go_on(*, extraction: Extraction, user: User) -> None:
    """Let it go on from the segment where it was stopped, or where it failed.

    A worker that still waits for what it asked a model before the stop keeps its lease, and goes on itself.
    """
    rows = Extraction.objects.filter(pk=extraction.pk)
    if not rows.filter(finished_at=None).update(stopped_at=None):
        rows.update(stopped_at=None, finished_at=None, failure="", leased_until=None)
    _note(user, "went on looking through", extraction)
    extract_soon()


def _is_out_of_date(extraction: Extraction) -> bool:
    """Whether it was stopped, and a newer look has been asked for since."""
    newer = Extraction.objects.filter(
        interview=extraction.interview_id, pk__gt=extraction.pk
    )
    return extraction.stopped_at is not None and newer.exists()


def _new_of(interview: Interview, texts: Sequence[Text]) -> list[Text]:
    """Return those that nobody has decided about, or has at hand, under the same title and type.

    Of two with one title the second one is new where it was said elsewhere and says something else.
    """
    titles = {text.parsed.title for text in texts}
    rows = interview.candidates.filter(title__in=titles).prefetch_related("sentences")
    known = [
        _Known(row.type, row.title, [(s.text, s.turns) for s in row.sentences.all()])
        for row in rows
    ]
    new = []
    for text in texts:
        said = [(sentence.text, sentence.turns) for sentence in text.sentences]
        one = _Known(text.parsed.type, text.parsed.title, said)
        if not any(one.repeats(other) for other in known):
            known.append(one)
            new.append(text)
    return new


@dataclass(frozen=True)
class _Known:
    """A candidate as far as another one may repeat it."""

    type: str
    title: str
    said: Sequence[tuple[str, Sequence[int]]]

    def repeats(self, other: "_Known") -> bool:
        """Whether it comes from a turn that the other one comes from, or says nothing else."""
        if (self.type, self.title) != (other.type, other.title):
            return False
        if self._turns & other._turns:
            return True
        return {text for text, _ in self.said} <= {text for text, _ in other.said}

    @property
    def _turns(self) -> set[int]:
        return {turn for _, turns in self.said for turn in turns}


def _note(user: User | None, verb: str, extraction: Extraction) -> None:
    target = f"interview {extraction.interview_id}"
    audit.record(user=user, verb=verb, target=target)
