"""Pitfalls: what an expert warns of, why, and what to do instead."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.answering.wording import terms_of
from knowledge.interviews.actions import clauses_of, does, supposes
from knowledge.interviews.roles import INTERVIEWER
from knowledge.interviews.utterances import Utterance
from knowledge.interviews.warning_words import HARM, NEVER, forbids, warns
from knowledge.interviews.warnings_implied import asks_for_mistakes

_REASON = re.compile(
    r"^\W*(?:and |so |but |um,? )*(?:because|otherwise|or else|then|if|since|that (?:makes|gives|would"
    r"|will|kills|costs|breaks|ruins|happened)|that's (?:how|why|what|when)|it (?:looks|will|would"
    r"|burns|breaks|cracks|kills|ruins)|the (?:reason|problem|trouble|thing)|we (?:had|lost|once)"
    r"|(?:somebody|someone|a colleague|people) |i(?:'ve| have) seen|once|you(?:'ll| will| lose| get|'re"
    r"| end| break| don't notice| wonder)|everything|nobody|they )",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"\b(?:instead|rather|always|better|only|make sure|what you (?:do|should do)|the right way|use the"
    r"|look at|leave it|you (?:should|have to|must) (?!n't|not|never))\b",
    re.IGNORECASE,
)
_RESTATES = re.compile(
    r"\b(?:say (?:it|that|this) again|i said (?:it|that) wrong|hang on)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r",? (?=(?:because|since|otherwise|or else|so that)\b)|, (?=then (?:the|it|they|you|that|somebody"
    r"|everything)\b)",
    re.IGNORECASE,
)
_SHORTEST = 3
_POINTS = re.compile(r"\bforget (?:that|it|this)\b", re.IGNORECASE)
_NEAR = 3


@dataclass(frozen=True)
class PitfallTold:
    """A warning, its reasons and what to do instead."""

    warning: Utterance
    reasons: tuple[Utterance, ...] = ()
    instead: tuple[Utterance, ...] = ()

    @property
    def warnings(self) -> tuple[Utterance, ...]:
        """What is warned of, without the reason that stands in the same sentence."""
        return self._parted()[0]

    @property
    def why(self) -> tuple[Utterance, ...]:
        """All reasons, first the one in the warning's own sentence."""
        return (*self._parted()[1], *self.reasons)

    def _parted(self) -> tuple[tuple[Utterance, ...], tuple[Utterance, ...]]:
        said = _from_warning(self.warning)
        found = _PARTS.search(said.text)
        if found is None or len(said.text[: found.start()].split()) < _SHORTEST:
            return (said,), ()
        cut = found.end()
        first, second = said.parts([said.text[:cut], said.text[cut:]])
        return (first,), (second,)

    @property
    def turns(self) -> tuple[int, ...]:
        """All turns, sorted."""
        every = (self.warning, *self.reasons, *self.instead)
        return tuple(sorted({turn for each in every for turn in each.turns}))


def _from_warning(said: Utterance) -> Utterance:
    """Leave out what a sentence tells before it warns."""
    clauses = clauses_of(said)
    for place, clause in enumerate(clauses):
        if place and _warns_itself(clause.text):
            if supposes(clauses[place - 1].text):
                return said
            head = " ".join(each.text for each in clauses[:place])
            rest = " ".join(each.text for each in clauses[place:])
            return said.parts([head, rest])[1]
    return said


def _warns_itself(clause: str) -> bool:
    """Whether a clause forbids something, and names it."""
    if len(clause.split()) < _SHORTEST or _POINTS.search(clause):
        return False
    return NEVER.search(clause) is not None or forbids(clause)


def pitfalls_of(utterances: Sequence[Utterance]) -> list[PitfallTold]:
    """Return what a talk warns of; warnings of one thing that follow each other are told as one."""
    found: list[PitfallTold] = []
    last = -_NEAR
    asked = False
    for place, utterance in enumerate(utterances):
        if utterance.role == INTERVIEWER:
            asked = asks_for_mistakes(utterance.text)
            continue
        answers = asked and len(utterance.text.split()) > _SHORTEST
        if not (answers or _is_warning(utterance.text)):
            continue
        asked = False
        if found and _goes_on(found[-1], utterance, place - last):
            before = found.pop()
            reasons = (*before.reasons, utterance)
            told = PitfallTold(before.warning, reasons, before.instead)
        else:
            told = PitfallTold(utterance)
        following = utterances[place + 1 : place + 1 + _NEAR]
        found.append(_with_what_follows(told, following))
        last = place
    return found


def _is_warning(text: str) -> bool:
    return warns(text) and not _RESTATES.search(text)


def _goes_on(told: PitfallTold, utterance: Utterance, distance: int) -> bool:
    """Whether a warning says the one before again: at once, or near and with its words."""
    if distance <= 1:
        return True
    near = distance <= _NEAR and bool(set(utterance.turns) & set(told.turns))
    return near and bool(
        set(terms_of(utterance.text)) & set(terms_of(told.warning.text))
    )


def _with_what_follows(
    told: PitfallTold, following: Sequence[Utterance]
) -> PitfallTold:
    reasons, instead = list(told.reasons), list(told.instead)
    for utterance in following:
        if utterance.role == INTERVIEWER or warns(utterance.text):
            break
        if does(utterance.text):
            instead.append(utterance)
        elif _REASON.match(utterance.text) or HARM.search(utterance.text):
            reasons.append(utterance)
        elif _INSTEAD.search(utterance.text):
            instead.append(utterance)
        else:
            break
    return PitfallTold(told.warning, tuple(reasons), tuple(instead))
