"""An interview as engines read it, and where it answers the questions of its guide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.interviews.exchanges import Exchange
from knowledge.interviews.guide import Asked, Guide
from knowledge.interviews.hearing import Talk
from knowledge.interviews.segments import answered_by
from knowledge.interviews.turns import Transcript
from knowledge.models import GuideQuestion, Interview
from knowledge.services.comparisons import Answers, Found, Speakers, speakers_of


@dataclass(frozen=True)
class Source:
    """An interview as it is now: the talk, the rows of its guide's questions, who is taken for whom."""

    talk: Talk
    questions: Sequence[GuideQuestion]
    speakers: Speakers

    @property
    def answers(self) -> Answers:
        """Where the talk answers the questions of the guide."""
        if self.talk.guide is None:
            return Answers((), self.speakers)
        exchanges = self.talk.heard.exchanges
        places = answered_by(self.talk.guide, exchanges)
        found = [
            _found(question, [exchanges[n] for n in answering])
            for question, answering in zip(self.questions, places, strict=True)
        ]
        return Answers(found, self.speakers)


def source_of(interview: Interview) -> Source:
    """Read an interview with its guide."""
    questions = list(interview.guide.questions.all()) if interview.guide else []
    speakers = speakers_of(interview)
    guide = _guide(interview, questions)
    talk = Talk(transcript_of(interview), roles_of(interview), guide)
    return Source(talk, questions, speakers)


def transcript_of(interview: Interview) -> Transcript:
    """Return an interview's turns, under the names that its speakers have now."""
    rows = interview.turns.select_related("speaker").order_by("number")
    turns = tuple(row.turn for row in rows.iterator(chunk_size=2_000))
    return Transcript(interview.format, turns)


def roles_of(interview: Interview) -> Mapping[str, str]:
    """Return who asks and who knows, by their names."""
    return dict(interview.speakers.values_list("name", "role"))


def _guide(interview: Interview, questions: Sequence[GuideQuestion]) -> Guide | None:
    guide = interview.guide
    if guide is None:
        return None
    asked = tuple(
        Asked(each.text, place, each.section, each.goal)
        for place, each in enumerate(questions, 1)
    )
    return Guide(guide.title, guide.expert, guide.notes, asked)


def _found(question: GuideQuestion, exchanges: Sequence[Exchange]) -> Found:
    turns = {turn for exchange in exchanges for turn in exchange.turns}
    answer = {said.turn for exchange in exchanges for said in exchange.answer}
    # They come with the one first that fits best.
    best = min(exchanges[0].turns) if exchanges else 0
    return Found(question.pk, question.text, sorted(turns), sorted(answer), best)
