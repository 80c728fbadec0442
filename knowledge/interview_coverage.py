"""What an interview covered of its guide, and which gaps it closed: read in a few queries."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from knowledge.extracting import guide_of, roles_of, transcript_of
from knowledge.interviews.exchanges import Exchange
from knowledge.interviews.hearing import heard
from knowledge.interviews.segments import Embed, answered_by
from knowledge.models import Candidate, Gap, GuideQuestion, Interview

PAUSE = timedelta(minutes=15)
"""Between two decisions that lie further apart somebody did something else."""


class Cover(StrEnum):
    """How far a question of the guide is answered."""

    ANSWERED = "answered"
    PARTLY = "partly"
    NOT = "not"


@dataclass(frozen=True)
class Covered:
    """A question of the guide with what the interview said to it, and what was made of that.

    Partly: the expert told something, but nothing that was written of it is accepted yet. `turns` are
    those of question and answer.
    """

    question: GuideQuestion
    cover: Cover
    turns: Sequence[int]
    candidates: Sequence[Candidate]


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


def coverage_of(interview: Interview, embed: Embed | None = None) -> list[Covered]:
    """Return the questions of an interview's guide in their order; none without a guide.

    With an embedder questions are matched by meaning as well as by words.
    """
    guide = guide_of(interview)
    if guide is None or interview.guide is None:
        return []
    talk = heard(transcript_of(interview).turns, roles_of(interview))
    found = answered_by(guide, talk.exchanges, embed)
    resting = _resting(interview)
    questions = interview.guide.questions.select_related("gap")
    return [
        _covered(question, [talk.exchanges[place] for place in places], resting)
        for question, places in zip(questions, found, strict=True)
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


def _covered(
    question: GuideQuestion,
    exchanges: Sequence[Exchange],
    resting: Mapping[int, Collection[Candidate]],
) -> Covered:
    turns = sorted({turn for exchange in exchanges for turn in exchange.turns})
    answered = {said.turn for each in exchanges for said in each.answer}
    candidates = {c.pk: c for turn in answered for c in resting.get(turn, ())}
    taken = {Candidate.State.ACCEPTED, Candidate.State.MERGED}
    if any(candidate.state in taken for candidate in candidates.values()):
        cover = Cover.ANSWERED
    else:
        cover = Cover.PARTLY if exchanges else Cover.NOT
    return Covered(
        question, cover, turns, [candidates[key] for key in sorted(candidates)]
    )


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
