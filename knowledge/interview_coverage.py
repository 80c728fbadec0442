"""What an interview covered of its guide, and which gaps it closed: read in a few queries."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

from knowledge.models import Candidate, Gap, GuideQuestion, Interview
from knowledge.services.comparisons import speakers_of

PAUSE = timedelta(minutes=15)
"""Between two decisions that lie further apart somebody did something else."""


class Cover(StrEnum):
    """How far a question of the guide is answered."""

    ANSWERED = "answered"
    PARTLY = "partly"
    NOT = "not"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Covered:
    """A question of the guide with what the interview said to it, and what was made of that.

    Partly: the expert told something, but nothing that was written of it is accepted yet. `turns` are
    those of question and answer, `best` the one where the best of these exchanges begins. Unknown: nobody has looked yet, or the question is another one since.
    """

    question: GuideQuestion
    cover: Cover
    turns: Sequence[int]
    candidates: Sequence[Candidate]
    best: int = 0


@dataclass(frozen=True)
class Closed:
    """A gap that a question of the guide came from, and how many of its questions are answered now."""

    gap: Gap
    times: int
    answered: int | None


@dataclass(frozen=True)
class Work:
    """What came of an interview, and what reading it took; the time is that between decisions."""

    said: int
    written: int
    decided: int
    waiting: int
    reading: timedelta | None

    @property
    def words_a_minute(self) -> int | None:
        """How many accepted words a minute of reading gave; None where no time is known."""
        if not self.reading:
            return None
        return round(self.written / (self.reading / timedelta(minutes=1)))


def coverage_of(interview: Interview) -> list[Covered]:
    """Return the questions of an interview's guide in their order; none without a guide.

    Where they are answered a worker has found out: a question that was written or changed since is
    unknown, and all are once others are taken for those who ask and know.
    """
    if interview.guide is None:
        return []
    known = _compared(interview)
    resting = _resting(interview) if known else {}
    questions = interview.guide.questions.select_related("gap")
    return [
        _covered(each, known.get((each.pk, each.text)), resting) for each in questions
    ]


def closed_by(covered: Sequence[Covered]) -> list[Closed]:
    """Return the gaps that the questions came from, each once."""
    gaps = {each.question.gap_id: each.question.gap for each in covered}
    return [_closed(gap) for gap in gaps.values() if gap is not None]


def work_on(interview: Interview) -> Work:
    """Return how many words were said and how many of them are written now, and the time that reading took.

    Decisions that follow each other within a quarter of an hour are one sitting; a first decision
    of a sitting has none before it, and counts as long as the others in the mean.
    """
    texts = interview.candidates.exclude(state=Candidate.State.SPLIT)
    taken = texts.filter(version__isnull=False).select_related("version")
    said = sum(
        len(text.split()) for text in interview.turns.values_list("text", flat=True)
    )
    written = sum(
        len(str(each.version and each.version.body).split()) for each in taken
    )
    decided = texts.exclude(decided_at=None).values_list("decided_at", flat=True)
    moments = sorted(moment for moment in decided if moment is not None)
    return Work(said, written, len(moments), texts.waiting().count(), _time_of(moments))


def _compared(interview: Interview) -> Mapping[tuple[int, str], Mapping[str, Any]]:
    """Return by key and text of a question what the newest comparison found of it."""
    newest = interview.comparisons.made().first()
    if newest is None or newest.speakers != speakers_of(interview):
        return {}
    return {(each["question"], each["text"]): each for each in newest.found}


def _covered(
    question: GuideQuestion,
    found: Mapping[str, Any] | None,
    resting: Mapping[int, Collection[Candidate]],
) -> Covered:
    if found is None:
        return Covered(question, Cover.UNKNOWN, (), ())
    candidates = {c.pk: c for turn in found["answer"] for c in resting.get(turn, ())}
    taken = {Candidate.State.ACCEPTED, Candidate.State.MERGED}
    if any(candidate.state in taken for candidate in candidates.values()):
        cover = Cover.ANSWERED
    else:
        cover = Cover.PARTLY if found["turns"] else Cover.NOT
    ordered = [candidates[key] for key in sorted(candidates)]
    # What was found by an earlier release says the turns alone.
    best = found.get("best") or next(iter(found["turns"]), 0)
    return Covered(question, cover, found["turns"], ordered, best)


def _resting(interview: Interview) -> Mapping[int, Collection[Candidate]]:
    """Return by turn the candidates that were written of it."""
    found: dict[int, dict[int, Candidate]] = {}
    rows = interview.candidates.exclude(state=Candidate.State.SPLIT).defer("text")
    for candidate in rows.select_related("atom").prefetch_related("sentences"):
        for sentence in candidate.sentences.all():
            for turn in sentence.turns:
                found.setdefault(turn, {})[candidate.pk] = candidate
    return {turn: list(held.values()) for turn, held in found.items()}


def _closed(gap: Gap) -> Closed:
    asked = list(gap.occurrences.values_list("answered_now", flat=True))
    known = [answered for answered in asked if answered is not None]
    return Closed(gap, len(asked), sum(known) if known else None)


def rows_of(covered: Sequence[Covered]) -> Iterator[list[str]]:
    """Yield the lines of a table for a spreadsheet, its head first."""
    yield ["section", "question", "covered", "turns", "candidates", "atoms"]
    for each in covered:
        yield [
            each.question.section,
            each.question.text,
            each.cover.value,
            " ".join(map(str, each.turns)),
            "; ".join(candidate.title for candidate in each.candidates),
            "; ".join(str(c.atom) for c in each.candidates if c.atom),
        ]


def _time_of(moments: Sequence[datetime]) -> timedelta | None:
    pauses = [after - before for before, after in pairwise(moments)]
    worked = [pause for pause in pauses if pause <= PAUSE]
    if not worked:
        return None
    sittings = len(moments) - len(worked)
    return sum(worked, timedelta()) * (1 + sittings / len(worked))
