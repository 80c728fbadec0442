"""The engine that needs no model: rules of English speech find what was told, and write it down."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from knowledge.interviews import drafting, titles
from knowledge.interviews.actions import step_of
from knowledge.interviews.attribution import Attribution
from knowledge.interviews.candidates import AskedPair, Candidate, identified, placed
from knowledge.interviews.configuration import SettingTold, settings_of
from knowledge.interviews.engine import Part
from knowledge.interviews.errors import ErrorTold, errors_of
from knowledge.interviews.exchanges import Exchange, tells
from knowledge.interviews.guide import Guide
from knowledge.interviews.hearing import Heard, Talk
from knowledge.interviews.inputs import InputTold, inputs_of
from knowledge.interviews.pitfalls import PitfallTold, pitfalls_of
from knowledge.interviews.procedures import LEAST_STEPS, Procedure, procedures_of
from knowledge.interviews.segments import Embed
from knowledge.interviews.support import Sentence, Support
from knowledge.interviews.turns import Transcript
from knowledge.interviews.utterances import Utterance
from knowledge.interviews.written import written

AT_ONCE = 10
_LONGEST_ANSWER = 12


class Rules:
    """Reads English; of other languages it finds the questions that end with their mark, and no types."""

    name = "rules"

    def __init__(self, embed: Embed | None = None) -> None:
        """An embedder sharpens what belongs to which section; all else works without."""
        self._embed = embed

    def parts(self, talk: Talk, first: int = 0) -> Iterator[Part]:
        """Yield the candidates, some at a time; places count candidates."""
        found = self.found(talk)
        for start in range(first, len(found), AT_ONCE):
            some = found[start : start + AT_ONCE]
            yield Part(some, start + len(some), len(found))

    def extract(
        self, transcript: Transcript, roles: Mapping[str, str], guide: Guide | None
    ) -> list[Candidate]:
        """Return all candidates with ids of their own."""
        return identified(self.found(Talk(transcript, roles, guide)))

    def found(self, talk: Talk) -> list[Candidate]:
        """Return the candidates in the order of the talk."""
        names = titles.called({turn.speaker for turn in talk.transcript.turns})
        writer = _Writer(talk.heard, Support(talk.transcript.turns), names)
        told = [each for each in writer.typed() if each.body]
        return Attribution(talk, self._embed).of(placed(writer.pairs(), told))


class _Writer:
    """Writes down what the rules found, each sentence held against its turns."""

    def __init__(self, talk: Heard, support: Support, names: Collection[str]) -> None:
        self._talk = talk
        self._support = support
        self._names = names

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
        question = titles.without_names(each.question, self._names)
        if each.follows is None or len(question.split()) > 7:
            return question
        before = self._talk.exchanges[each.follows].question.rstrip("?")
        lead = titles.shortened(titles.without_names(before, self._names))
        return f"{lead}: {question[:1].lower()}{question[1:]}"

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
