"""The engine that needs no model: rules of English speech find what was told, and write it down."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.interviews import drafting, titles
from knowledge.interviews.actions import step_of
from knowledge.interviews.candidates import AskedPair, Candidate, identified, placed
from knowledge.interviews.configuration import SettingTold, settings_of
from knowledge.interviews.corrections import corrected
from knowledge.interviews.errors import ErrorTold, errors_of
from knowledge.interviews.exchanges import Exchange, exchanges_of, tells
from knowledge.interviews.guide import Guide
from knowledge.interviews.inputs import InputTold, inputs_of
from knowledge.interviews.pitfalls import PitfallTold, pitfalls_of
from knowledge.interviews.procedures import LEAST_STEPS, Procedure, procedures_of
from knowledge.interviews.roles import EXPERT, INTERVIEWER, OTHER
from knowledge.interviews.segments import Embed, Segment, segments_of
from knowledge.interviews.support import Sentence, Support
from knowledge.interviews.turns import Transcript, Turn
from knowledge.interviews.utterances import Utterance, utterances_of
from knowledge.interviews.written import written

_LONGEST_ANSWER = 12


@dataclass(frozen=True)
class Heard:
    """A talk as its rules read it: its sentences, corrected, and its questions with their answers."""

    utterances: tuple[Utterance, ...]
    exchanges: tuple[Exchange, ...]

    @property
    def breaks(self) -> frozenset[int]:
        """The turns whose questions begin another matter."""
        return frozenset(
            turn for each in self.exchanges if each.begins for turn in each.asked[:1]
        )

    def question_for(self, turn: int) -> str:
        """Return what was asked last before a turn, the question that it goes on from first."""
        before = [each for each in self.exchanges if each.asked[0] <= turn]
        if not before:
            return ""
        last = before[-1]
        return (
            last.question
            if last.follows is None or len(last.question.split()) > 5
            else self.exchanges[last.follows].question
        )


def heard(turns: Sequence[Turn], roles: Mapping[str, str]) -> Heard:
    """Read a talk; what others than experts and interviewers say is left out."""
    taking_part = [turn for turn in turns if roles.get(turn.speaker, EXPERT) != OTHER]
    utterances = corrected(utterances_of(taking_part, roles))
    exchanges, _ = exchanges_of(utterances)
    began = _beginning(utterances, exchanges)
    said = [each for each in utterances if each.turn >= began]
    return Heard(tuple(said), tuple(exchanges))


def _beginning(utterances: Sequence[Utterance], exchanges: Sequence[Exchange]) -> int:
    """Return the turn at which the talk is about its matter: what precedes a first real answer is greeting."""
    first = next((each.asked[0] for each in exchanges if tells(each)), 0)
    talks = any(each.role == INTERVIEWER for each in utterances)
    return first if talks else 0


class Rules:
    """Reads English; of other languages it finds the questions that end with their mark, and no types."""

    name = "rules"

    def __init__(self, embed: Embed | None = None) -> None:
        """An embedder sharpens what belongs to which section; all else works without."""
        self._embed = embed

    def extract(
        self, transcript: Transcript, roles: Mapping[str, str], guide: Guide | None
    ) -> list[Candidate]:
        """Return the candidates in the order of the talk."""
        talk = heard(transcript.turns, roles)
        support = Support(transcript.turns)
        writer = _Writer(talk, support)
        told = [each for each in writer.typed() if each.body]
        found = placed(writer.pairs(), told)
        return self.placed(found, talk, transcript, guide)

    def placed(
        self,
        found: Sequence[Candidate],
        talk: Heard,
        transcript: Transcript,
        guide: Guide | None,
    ) -> list[Candidate]:
        """Return candidates with the section of the guide, and whoever said most of each."""
        speakers = {turn.number: turn.speaker for turn in transcript.turns}
        last = max(speakers, default=0)
        segments = (
            segments_of(talk.exchanges, last, guide, self._embed) if guide else []
        )
        return identified(
            replace(
                each, section=_section(each, segments), author=_author(each, speakers)
            )
            for each in found
        )


def _section(candidate: Candidate, segments: Sequence[Segment]) -> str:
    first = candidate.turns[0] if candidate.turns else 0
    within = (each.section for each in segments if each.first <= first <= each.last)
    return next(within, "")


def _author(candidate: Candidate, speakers: Mapping[int, str]) -> str:
    """Return who said most of it."""
    said = [
        speakers.get(turn, "")
        for each in candidate.every_sentence
        for turn in each.turns
    ]
    names = [name for name in said if name]
    return max(names, key=names.count) if names else ""


class _Writer:
    """Writes down what the rules found, each sentence held against its turns."""

    def __init__(self, talk: Heard, support: Support) -> None:
        self._talk = talk
        self._support = support

    def typed(self) -> list[Candidate]:
        said, breaks = self._talk.utterances, self._talk.breaks
        return [
            *(self._procedure(each) for each in procedures_of(said, breaks)),
            *(self._error(each) for each in errors_of(said, breaks)),
            *(self._pitfall(each) for each in pitfalls_of(said)),
            *(self._input(each) for each in inputs_of(said)),
            *(self._setting(each) for each in settings_of(said)),
        ]

    def pairs(self) -> list[AskedPair]:
        found = []
        for each in self._talk.exchanges:
            answer = (
                self._sentences(each.answer)[:_LONGEST_ANSWER] if tells(each) else ()
            )
            if answer and each.question:
                found.append(AskedPair(self._question(each), each.asked, answer))
        return found

    def _question(self, each: Exchange) -> str:
        """A question that leans on another is led in by that one's words."""
        if each.follows is None or len(each.question.split()) > 7:
            return each.question
        return f"{titles.shortened(self._talk.exchanges[each.follows].question.rstrip('?'))}: {each.question[:1].lower()}{each.question[1:]}"

    def _procedure(self, told: Procedure) -> Candidate:
        steps = []
        for step in told.steps:
            action = self._sentence(step_of(step.action.text), step.action)
            if action is not None:
                steps.append((action, *self._sentences(step.details)))
        first = steps[0][0].text if steps else ""
        title = titles.of_procedure(self._talk.question_for(told.turns[0]), first)
        return drafting.procedure(title, steps if len(steps) >= LEAST_STEPS else [])

    def _error(self, told: ErrorTold) -> Candidate:
        return drafting.error(
            told.message,
            self._sentences(told.said),
            self._sentences(told.causes),
            self._sentences(told.fixes),
        )

    def _pitfall(self, told: PitfallTold) -> Candidate:
        return drafting.pitfall(
            self._sentences(told.warnings),
            self._sentences(told.why),
            self._sentences(told.instead),
        )

    def _input(self, told: InputTold) -> Candidate:
        asked = titles.shortened(
            self._talk.question_for(told.said.turn).rstrip("?"), 60
        )
        effect = self._sentences([told.said])
        return drafting.input_of(told.name or asked, told.unit, told.range, effect)

    def _setting(self, told: SettingTold) -> Candidate:
        return drafting.setting(told.key, told.value, self._sentences([told.said]))

    def _sentences(self, said: Iterable[Utterance]) -> tuple[Sentence, ...]:
        found = (
            self._sentence(written(each.text), each)
            for each in said
            if "?" not in each.text
        )
        return tuple(each for each in found if each is not None)

    def _sentence(self, text: str, said: Utterance) -> Sentence | None:
        """Return a sentence that its turns support; as it was spoken where writing it changed too much."""
        for version in (text, said.text):
            sentence = self._support.checked(Sentence(version, said.turns))
            if version and sentence.supported:
                return sentence
        return None
