"""A message that asks several things: each is weighed, said and cited on its own."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

from knowledge.answering.confidence import confidence_of
from knowledge.answering.following import leaning
from knowledge.answering.intents import LOOKED_UP
from knowledge.answering.notes import Notes
from knowledge.answering.outcomes import (
    Answered,
    AskedPart,
    Citation,
    Delta,
    Escalated,
    Line,
    Outcome,
    Question,
)
from knowledge.answering.parting import bare_question, parts_of
from knowledge.answering.phrases import language_of, say
from knowledge.answering.seams import Retrieve
from knowledge.answering.speech import Speakers, Speech
from knowledge.answering.weigh import Weighed, weigh
from knowledge.reader import Reader

_LONGEST_NAME = 100
_MARKUP = str.maketrans("", "", "*_`[]<>#|~\\!")


@dataclass(frozen=True)
class Part:
    """One question of the message, and what was found for it."""

    question: Question
    weighed: Weighed

    @property
    def name(self) -> str:
        """The customer's own words for it, fit to stand in an answer."""
        words = " ".join(bare_question(self.question.text).translate(_MARKUP).split())
        words = words.rstrip(" ,;:")
        if len(words) > _LONGEST_NAME:
            words = f"{words[:_LONGEST_NAME].rsplit(' ', 1)[0]} \u2026"
        return words[:1].upper() + words[1:]


async def parts_weighed(
    question: Question, history: Sequence[Line], reader: Reader, retrieve: Retrieve
) -> list[Part]:
    """Weigh each question of a message; nothing when it is better answered as one.

    That is so when it asks one thing, when nothing answers any part of it, and when the same
    text answers all of them.
    """
    texts = parts_of(question.text)
    if len(texts) == 1:
        return []
    parts: list[Part] = []
    said = list(history)
    for text in texts:
        asked = replace(question, text=bare_question(text) if parts else text)
        # "And" joins the parts; only what points back is about the part before.
        before = said if leaning(asked.text) == "leans" or not parts else ()
        parts.append(Part(asked, await weigh(asked, before, reader, retrieve)))
        said.append(Line("customer", text))
    if any(part.weighed.intent not in LOOKED_UP for part in parts):
        return []
    known = [part for part in parts if part.weighed.enough]
    answering = {_answering(part.weighed) for part in known}
    one = len(known) == len(parts) and len(answering) == 1
    return [] if one or not known else parts


async def answer_several(
    question: Question, parts: Sequence[Part], speakers: Speakers, notes: Notes
) -> AsyncGenerator[Delta | Outcome, None]:
    """Yield an answer to each part that has one under its name, then what is not known.

    Raises ModelFailed as a single answer does.
    """
    text, citations, last = "", list[Citation](), 0
    foreign = one_sided = False
    asked: list[AskedPart] = []
    history = [*speakers.history, Line("customer", question.text)]
    for number, part in enumerate(parts, 1):
        notes.begin_part(number, part.question, part.weighed)
        shown = ""
        cited: list[Citation] = []
        if part.weighed.enough:
            given = replace(speakers, history=history)
            speech = Speech(part.question, part.weighed, given, after=last)
            head = ("\n\n" if text else "") + f"**{part.name}**\n\n"
            async with aclosing(speech.deltas(notes)) as deltas:
                async for delta in deltas:
                    yield Delta(head + delta.text if not shown else delta.text)
                    shown = shown or head
            if speech.halt == "promise":
                yield Escalated("rule", notes.trace())
                return
            shown += speech.text
            foreign = foreign or speech.foreign
            cited, last = speech.citations, speech.last
            one_sided |= part.weighed.leaves_out([each.atom for each in cited])
        text += shown
        citations += cited
        asked.append(_asked(part, cited, answered=bool(shown)))
    unknown = [
        part.name
        for part, became in zip(parts, asked, strict=True)
        if not became.answered
    ]
    if unknown and text:
        language = language_of(question.text, question.policy.language)
        honest = f"\n\n{_honest(unknown, language)}"
        text += honest
        yield Delta(honest)
    known = [p.weighed.score for p, a in zip(parts, asked, strict=True) if a.answered]
    if text:
        yield Answered(
            text=text,
            citations=citations,
            confidence=confidence_of(
                min(known), doubtful=notes.something_dropped or one_sided
            ),
            trace=notes.trace(answered=True, parts=asked),
            unknown=unknown,
            foreign=foreign,
        )


def _asked(part: Part, cited: Sequence[Citation], *, answered: bool) -> AskedPart:
    found = part.weighed.retrieved
    return AskedPart(
        text=part.question.text,
        answered=answered,
        versions=[citation.version_id for citation in cited],
        question_vector=found.vector or None if found else None,
        vector_model=found.model if found else "",
    )


def _honest(unknown: Sequence[str], language: str) -> str:
    """Say which part is not known, and end as every honest no does: with the offer of a person."""
    named = " ".join(
        say("unknown_part", language, question=question) for question in unknown
    )
    return f"{named} {say('offer', language)}"


def _answering(weighed: Weighed) -> tuple[int, str, str]:
    """Return what a part is answered from: an atom's version and its section or pair."""
    best = weighed.candidates[0]
    return best.version_id, best.section, best.answer
