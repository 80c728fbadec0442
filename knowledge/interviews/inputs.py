"""Inputs: what is measured, set or given each time, with its unit and the range that is right."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.interviews.roles import INTERVIEWER
from knowledge.interviews.titles import named
from knowledge.interviews.utterances import Utterance
from knowledge.interviews.values_said import NUMBER, UNIT, VALUE

_V = rf"(?:{NUMBER})(?:[ -]?(?:{UNIT}))?"
_RANGE = re.compile(
    rf"(?<![\w.-])(?:(?P<between>between) (?P<low>{_V}) and|(?P<from>from"
    rf"|anywhere from) (?P<low2>{_V})(?: (?:up )?to| through)"
    rf"|(?P<low3>{_V})(?: (?:to|up to|through)| ?\u2013|(?<=\d) ?-)) ?(?:about "
    rf"|around )?(?P<high>{NUMBER})(?:[ -]?(?P<unit>{UNIT}))?(?![\w-])",
    re.IGNORECASE,
)
_EITHER_SIDE = re.compile(
    rf"\b(?:plus[- ](?:or[- ])?minus|give or take|\u00b1) ?(?P<by>{_V})", re.IGNORECASE
)
_LIMIT = re.compile(
    rf"\b(?P<side>at least|at most|no more than|not more than|no less than|not less than|more than"
    rf"|less than|under|over|above|below|up to|maximum(?: of| is)?|minimum(?: of| is)?|max|min"
    rf"|higher than|lower than|no longer than|a maximum of|a minimum of)(?: about| around"
    rf"| than)? (?P<limit>{_V})(?!\w)",
    re.IGNORECASE,
)
_ALLOWED = re.compile(
    r"\b(?:fine|good|okay|ok|normal|allowed|acceptable|enough|limit|range|should be|has to be"
    r"|have to be|must be|needs to be|want to see|works|in order|tolerance|right|valid|healthy"
    r"|typical(?:ly)?|usually|optimal|ideal|target|aim|supposed to|within|safe|reject(?:s|ed)?|accepts?"
    r"|possible|maximum|minimum|at least|at most|no more than|not more than|allow(?:s|ed)?"
    r"|leave it alone|runs over|if (?:it's|it is|there's|there are|the|that's)|until|most|per cent off"
    r"|percent off)\b",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    rf"(?<![\w.])(?P<limit>{_V})(?: \w+){{0,2}}? (?P<side>at most|at least|maximum|minimum|max|tops"
    rf"|or (?:more|less|better|higher|lower))\b",
    re.IGNORECASE,
)
_BOUNDS = re.compile(
    r"up to|at most|at least|no more|not more|no less|not less|max|min|a max|a min|tops|or more|or less"
    r"|no longer",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    rf"\b(?:that's|that is|it's|it is|has|have|with|always"
    rf"|exactly) (?P<number>{NUMBER}) (?P<unit>digits|characters|letters|signs)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:milli|micro|nano)?sec|min(?:ute)?s?\b|hour|day|week|month|year", re.IGNORECASE
)
_WAITS = re.compile(
    r"\b(?:takes?|took|lasts?|waits?|waiting|after|for|every|runs)\b", re.IGNORECASE
)
_CLOCK = re.compile(
    r"\b(?:o'clock|half past|quarter (?:past|to)|a\.?m\.?|p\.?m\.?|in the (?:morning|evening|afternoon"
    r"|night)|at night|of the month|january|february|march|april|june|july|august|september|october"
    r"|november|december|years? ago|nineteen|steps? of|times? (?:a|per|in)|people|colleagues|machines"
    r"|pumps|cases)\b",
    re.IGNORECASE,
)
_SMALL_TALK = re.compile(
    r"\b(?:or (?:two|three|so)|one or two|two or three|three or four|once or twice|nine (?:out )?of ten"
    r"|one to one|day to day|step by step|twenty four seven|fifty fifty)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class InputTold:
    """One quantity: the sentence that gives it, its range and its unit as spoken."""

    said: Utterance
    low: str
    high: str
    unit: str
    at: int = 0

    @property
    def name(self) -> str:
        """The words that name it, or nothing."""
        return named(self.said.text, self.at)

    @property
    def turns(self) -> tuple[int, ...]:
        """The turns of the sentence."""
        return self.said.turns

    @property
    def range(self) -> str:
        """Both ends, or the one that was named."""
        return (
            f"{self.low} to {self.high}"
            if self.low and self.high
            else self.low or self.high
        )


def inputs_of(utterances: Sequence[Utterance]) -> list[InputTold]:
    """Return the quantities whose range experts tell, each once."""
    found: list[InputTold] = []
    for utterance in utterances:
        if utterance.role == INTERVIEWER or "?" in utterance.text:
            continue
        found += _apart(_inputs_in(utterance))
    return found


def _apart(told: Iterator[InputTold]) -> list[InputTold]:
    """Leave out what is told of the same words twice."""
    found: list[InputTold] = []
    for each in told:
        if all(abs(each.at - other.at) > _APART for other in found):
            found.append(each)
    return found


_APART, _BEFORE = 30, 28
_OPEN_ENDED = re.compile(r"or (?:more|better|higher|lower)", re.IGNORECASE)
_NORMAL = re.compile(
    r"\b(?:normal(?:ly)?(?:'s| is)?|should (?:be|stay)|has to (?:be|stay)|must (?:be|stay)|keep it|stay)\W*\Z",
    re.IGNORECASE,
)


def _inputs_in(utterance: Utterance) -> Iterator[InputTold]:
    """Yield what a sentence gives a range for, the surest readings first."""
    text = utterance.text
    yield from _ranges(utterance)
    if (either := _EITHER_SIDE.search(text)) is not None:
        middle = VALUE.search(text)
        if middle is not None and middle.start() < either.start():
            by = _number(either["by"])
            unit = middle["unit"] or _unit_of(either["by"])
            limits = f"{middle['number']} plus or minus {by}"
            yield InputTold(utterance, limits, "", unit, middle.start())
    for limit in (*_LIMIT.finditer(text), *_AT_MOST.finditer(text)):
        unit = _unit_of(limit["limit"])
        sure = _BOUNDS.match(limit["side"]) or _ALLOWED.search(text)
        if (
            (unit or _goes_without(text, limit))
            and sure
            and not _on_a_clock(text, limit)
        ):
            said = f"{limit['side']} {_number(limit['limit'])}"
            yield InputTold(utterance, said, "", unit, limit.start())
    for length in _LENGTH.finditer(text):
        number, unit = length["number"], length["unit"]
        yield InputTold(utterance, number, "", unit, length.start())


def _ranges(utterance: Utterance) -> Iterator[InputTold]:
    text = utterance.text
    for found in _RANGE.finditer(text):
        low = found["low"] or found["low2"] or found["low3"]
        unit = found["unit"] or _unit_of(low)
        told = found["between"] or found["from"]
        before = text[max(0, found.start() - _BEFORE) : found.start()]
        waits = not told and _TIME.match(unit) and _WAITS.search(before)
        chance = _on_a_clock(text, found) or _SMALL_TALK.search(found[0])
        if (unit or told) and not (waits or chance):
            yield InputTold(utterance, _number(low), found["high"], unit, found.start())


def _goes_without(text: str, limit: re.Match[str]) -> bool:
    """Whether words tell a limit though nobody names the unit: "thirty-three or better", "normal's below 200"."""
    before = text[max(0, limit.start() - _BEFORE) : limit.start()]
    return (
        _OPEN_ENDED.match(limit["side"]) is not None
        or _NORMAL.search(before) is not None
    )


def _on_a_clock(text: str, found: re.Match[str]) -> bool:
    """Whether a number is a time of day, a date or a count of people."""
    around = text[max(0, found.start() - 12) : found.end() + 22]
    return _CLOCK.search(around) is not None


def _unit_of(value: str) -> str:
    found = VALUE.search(value)
    return (found["unit"] or "") if found else ""


def _number(value: str) -> str:
    found = VALUE.search(value)
    return found["number"] if found else value
