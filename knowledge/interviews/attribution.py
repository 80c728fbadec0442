"""Which section of the guide a candidate belongs to, and who said most of it."""

from collections.abc import Iterable
from dataclasses import replace

from knowledge.interviews.candidates import Candidate
from knowledge.interviews.hearing import Talk
from knowledge.interviews.segments import Embed, segments_of


class Attribution:
    """Says it of all candidates of a talk; with an embedder, sections by meaning as well as by words."""

    def __init__(self, talk: Talk, embed: Embed | None = None) -> None:
        self._speakers = {turn.number: turn.speaker for turn in talk.transcript.turns}
        last = max(self._speakers, default=0)
        # A guide may be attached before it has questions.
        asks = talk.guide is not None and talk.guide.questions
        self._segments = (
            segments_of(talk.heard.exchanges, last, talk.guide, embed) if asks else []
        )

    def of(self, found: Iterable[Candidate]) -> list[Candidate]:
        """Return candidates with section and author."""
        return [
            replace(each, section=self._section(each), author=self._author(each))
            for each in found
        ]

    def _section(self, candidate: Candidate) -> str:
        first = candidate.turns[0] if candidate.turns else 0
        within = (s.section for s in self._segments if s.first <= first <= s.last)
        return next(within, "")

    def _author(self, candidate: Candidate) -> str:
        said = [
            self._speakers.get(turn, "")
            for each in candidate.every_sentence
            for turn in each.turns
        ]
        names = [name for name in said if name]
        return max(names, key=names.count) if names else ""
