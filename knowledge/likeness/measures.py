"""The numbers of a sentence by what they measure, so that an hour and 60 minutes are the same."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.answering.fact_words import DAYS, NUMBERS, UNITS
from knowledge.answering.facts import Fact, facts_of
from knowledge.answering.wording import terms_of
from knowledge.likeness.roots import root

_SCALES: dict[str, dict[str, float]] = {
    "time": {
        "millisecond": 0.001,
        "second": 1,
        "minute": 60,
        "hour": 3600,
        "day": 86_400,
        "week": 604_800,
        "month": 2_592_000,
        "year": 31_104_000,
    },
    "size": {"kb": 1, "mb": 1e3, "gb": 1e6, "tb": 1e9},
    "clock": {"am": 1, "pm": 12},
    "money": {"$": 1, "\u20ac": 1, "\u00a3": 1},
}
_KINDS = {unit: kind for kind, units in _SCALES.items() for unit in units}
_WEEKDAYS = frozenset(DAYS.values())
# Beside a unit "one" is a number; elsewhere it mostly is none, and "a second" is the next.
_WORDED_UNITS = "|".join(unit for unit in UNITS if len(unit) > 2 and unit != "second")
_ONE = re.compile(
    rf"\b(?:one|an?|eine?[mnrs]?)(?= (?:{_WORDED_UNITS})\b)", re.IGNORECASE
)
_SPELLED = re.compile(
    rf"\b(?:{'|'.join(sorted(NUMBERS, key=len, reverse=True))})\b(?<!\bone)(?<!\beins)",
    re.IGNORECASE,
)
_EQUAL = 1e-6


@dataclass(frozen=True)
class Measure:
    """A value that a sentence names; `kind` says with which others it can be compared."""

    fact: Fact
    kind: str
    beside: frozenset[str] = frozenset()
    """The words before and after a number without a unit: "port 8080", "3 projects"."""

    @property
    def shown(self) -> str:
        return self.fact.shown

    def agrees(self, other: "Measure") -> bool:
        """Whether both can be read as the same amount."""
        if self.kind != other.kind:
            return False
        if self.kind not in _SCALES:
            return bool(self.fact.values & other.fact.values)
        mine, theirs = self._amounts(), other._amounts()
        same_unit = self.kind != "money" or self.fact.unit == other.fact.unit
        return same_unit and any(
            abs(a - b) <= _EQUAL * max(a, b, 1) for a in mine for b in theirs
        )

    def comparable(self, other: "Measure") -> bool:
        """Whether both measure the same kind of thing."""
        if self.kind != other.kind or self.kind == "name":
            return False
        return self.kind != "number" or bool(self.beside & other.beside)

    def same_digits(self, other: "Measure") -> bool:
        """Whether only the unit tells them apart."""
        both = self.fact.unit and other.fact.unit
        return bool(both) and bool(self.fact.values & other.fact.values)

    def _amounts(self) -> list[float]:
        scale = _SCALES[self.kind][self.fact.unit]
        return [float(value) * scale for value in self.fact.values if _is_float(value)]


def measures_of(text: str) -> Sequence[Measure]:
    """Return the values that a sentence names, in their order."""
    digits = _SPELLED.sub(
        lambda found: NUMBERS[found[0].casefold()],
        _ONE.sub("1", text.replace("`", " ")),
    )
    return [
        Measure(fact, _kind(fact), _beside(fact, digits)) for fact in facts_of(digits)
    ]


def unmatched(mine: Iterable[Measure], theirs: Sequence[Measure]) -> list[Measure]:
    """Return those of mine that no one of theirs agrees with."""
    return [one for one in mine if not any(one.agrees(other) for other in theirs)]


def _kind(fact: Fact) -> str:
    if fact.unit:
        return _KINDS.get(fact.unit, fact.unit)
    value = min(fact.values)
    if value in _WEEKDAYS:
        return "weekday"
    if value.startswith("month "):
        return "month"
    return (
        "number" if value[0].isdigit() and not re.search(r"[^\W\d_]", value) else "name"
    )


def _beside(fact: Fact, text: str) -> frozenset[str]:
    found = re.search(rf"(\w*)\W*(?<!\w){re.escape(fact.shown)}(?!\w)\W*(\w*)", text)
    words = terms_of(" ".join(found.groups())) if found else []
    return frozenset(map(root, words))


def _is_float(value: str) -> bool:
    return re.fullmatch(r"\d+(?:\.\d+)?", value) is not None
