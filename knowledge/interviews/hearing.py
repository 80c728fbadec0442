"""A talk as rules read it: its sentences, corrected, and its questions with their answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from knowledge.interviews.corrections import corrected
from knowledge.interviews.exchanges import Exchange, exchanges_of, tells
from knowledge.interviews.guide import Guide
from knowledge.interviews.questions import chats
from knowledge.interviews.roles import EXPERT, INTERVIEWER, OTHER
from knowledge.interviews.turns import Transcript, Turn
from knowledge.interviews.utterances import Utterance, utterances_of
from knowledge.interviews.values_said import values_in


@dataclass(frozen=True)
class Heard:
    """What was said, corrected, and what was asked."""

    utterances: tuple[Utterance, ...]
    exchanges: tuple[Exchange, ...]

    @property
    def breaks(self) -> frozenset[int]:
        """The turns whose questions begin another matter."""
        return frozenset(
            turn for each in self.exchanges if each.begins for turn in each.asked[:1]
        )

    def question_for(self, turn: int) -> str:
        """Return what was asked last before a turn, the question that it goes on from first.

        A question that was put off and is asked again has turns of both.
        """
        asked = [
            (max(at for at in each.asked if at <= turn), n)
            for n, each in enumerate(self.exchanges)
            if each.asked[0] <= turn
        ]
        if not asked:
            return ""
        last = self.exchanges[max(asked)[1]]
        return (
            last.question
            if last.follows is None or len(last.question.split()) > 5
            else self.exchanges[last.follows].question
        )


@dataclass(frozen=True)
class Talk:
    """An interview as engines read it; `roles` gives each speaker's, see roles.py."""

    transcript: Transcript
    roles: Mapping[str, str]
    guide: Guide | None = None

    @cached_property
    def heard(self) -> Heard:
        """What was said and asked; read once, as a long talk takes seconds."""
        return heard(self.transcript.turns, self.roles)


def heard(turns: Sequence[Turn], roles: Mapping[str, str]) -> Heard:
    """Read a talk; what others than experts and interviewers say is left out."""
    taking_part = [turn for turn in turns if roles.get(turn.speaker, EXPERT) != OTHER]
    utterances = corrected(utterances_of(taking_part, roles))
    exchanges, _ = exchanges_of(utterances)
    began = _beginning(utterances, exchanges)
    said = [each for each in utterances if each.turn >= began]
    return Heard(tuple(said), tuple(exchanges))


def _measures(exchange: Exchange) -> bool:
    """Whether a short answer gives a value with its unit: "The timeout is 10 seconds" is no greeting."""
    if not exchange.answered or chats(exchange.question):
        return False
    said = exchange.answer[:1]
    return any(value["unit"] for each in said for value in values_in(each.text))


def _beginning(utterances: Sequence[Utterance], exchanges: Sequence[Exchange]) -> int:
    """Return the turn at which the talk is about its matter: what precedes a first real answer is greeting."""
    first = next(
        (each.asked[0] for each in exchanges if tells(each) or _measures(each)), 0
    )
    talks = any(each.role == INTERVIEWER for each in utterances)
    return first if talks else 0
