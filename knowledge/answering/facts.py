"""Numbers, dates, addresses and names with digits: what a source must say literally."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from knowledge.answering.fact_words import DAYS, MONTHS, NUMBERS, UNITS
from knowledge.picture_addresses import SPELLED

Known = Mapping[str, frozenset[str]]
"""What a source says: each value with the units it has there ("" where none stands beside it)."""


@dataclass(frozen=True)
class Fact:
    """A value that may not differ from the source, in every way it can be read."""

    shown: str
    values: frozenset[str]
    unit: str = ""


_ADDRESS = re.compile(
    rf"{SPELLED}"
    r"|(?:https?://|ftp://|www\.)[^\s<>()\[\]\"'`]+"
    r"|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\b(?:[a-z0-9-]+\.)+(?:com|org|net|io|de|eu|at|ch|uk|dev|app|info|biz|ru|cn|example)\b"
    r"(?:/[^\s<>()\[\]\"'`]*)?",
    re.IGNORECASE,
)
_LIST_NUMBER = re.compile(r"^[ \t]*+\d{1,3}[.)]\s", re.MULTILINE)
_VERSION_SIGN = re.compile(r"\bv(?=\d)", re.IGNORECASE)
_RANGE = re.compile(
    r"(?P<from>\d+(?:[.,]\d+)?) ?(?:-|\u2013|to|or|and|bis|oder|und) ?"
    r"(?P<to>\d+(?:[.,]\d+)?)[ -]?(?P<unit>%|[^\W\d_]+)"
)
_NUMBER = re.compile(
    r"(?P<before>[$\u20ac\u00a3])? ?(?<![\w.])(?P<value>\d+(?:[.,:]\d+)*)"
    r"(?:[ \u00a0-]?(?P<unit>[%$\u20ac\u00a3]|[^\W\d_]+))?"
)
_NAME = re.compile(r"\b(?=[\w.]*\d)(?=[\d.]*[^\W\d])\w+(?:\.\w+)*\b")
_AMOUNT = re.compile(r"\d+(?:\.\d+)*[^\W\d_]*\Z")
_SPELLED = re.compile(
    rf"\b(?:{'|'.join(sorted(NUMBERS, key=len, reverse=True))})\b", re.IGNORECASE
)
_SPELLED_ONE = re.compile(r"\b(?:one|eins)\b", re.IGNORECASE)
_MONTH = re.compile(
    rf"(?P<day>\b\d{{1,2}}(?:st|nd|rd|th|\.)?(?: of)? )?\b(?P<name>{'|'.join(MONTHS)})\b"
    r"(?P<after>\.? \d{1,4}\b)?",
    re.IGNORECASE,
)
_UNMISTAKABLE = 6
_DAY = re.compile(rf"\b(?:{'|'.join(DAYS)})\b", re.IGNORECASE)
_NUMBERED_MONTH = re.compile(
    r"(?:\b\d{4}-|\b\d{1,2}\.)(\d{1,2})(?:-\d{1,2}\b|\.(?:\d{4}|\d{2})\b)"
)
_DOTTED_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{2}|\d{4})")


def facts_of(text: str) -> list[Fact]:
    """Return the facts that a text states; the numbers of a list's items are none."""
    # "One" is mostly an article; as a digit it counts.
    stated = _SPELLED_ONE.sub(" ", _LIST_NUMBER.sub("", text))
    return list(dict.fromkeys(_facts(stated)))


def known_from(texts: Iterable[str]) -> Known:
    """Return everything that the texts give as a fact."""
    known: dict[str, set[str]] = {}
    for text in texts:
        for fact in _given_in(text):
            for value in fact.values:
                known.setdefault(value, set()).add(fact.unit)
    return {value: frozenset(units) for value, units in known.items()}


# Each sentence of an answer is held against the same few passages.
@lru_cache(maxsize=512)
def _given_in(text: str) -> tuple[Fact, ...]:
    return (*_facts(text), *_month_numbers(text))


def missing(facts: Iterable[Fact], known: Known) -> list[Fact]:
    """Return the facts that are not known, or known only with another unit."""
    return [fact for fact in facts if not _is_known(fact, known)]


def addresses_in(text: str) -> list[str]:
    """Return addresses of the web, of mail and of our pictures, as they are written."""
    return [found.rstrip(".,;:!?*_/") for found in _ADDRESS.findall(text)]


def _is_known(fact: Fact, known: Known) -> bool:
    units = [unit for value in fact.values for unit in known.get(value, ())]
    return bool(units) and (not fact.unit or fact.unit in units or "" in units)


def _facts(text: str) -> Iterator[Fact]:
    for address in addresses_in(text):
        plain = re.sub(r"^(?:https?|ftp)://", "", address.casefold()).removeprefix(
            "www."
        )
        yield Fact(address, frozenset({plain}))
    rest = _VERSION_SIGN.sub("", _ADDRESS.sub(" ", text))
    for name in _NAME.findall(rest):
        if not _AMOUNT.match(name):
            yield Fact(name, frozenset({name.casefold()}))
    for found in _DAY.findall(rest):
        yield Fact(found, frozenset({DAYS[found.casefold()]}))
    for name in _months(rest):
        yield Fact(name, frozenset({f"month {MONTHS[name.casefold()]}"}))
    yield from _numbers(_SPELLED.sub(_digits, rest))


def _months(text: str) -> Iterator[str]:
    """Yield names of months; short and ambiguous ones ("may") only beside a number."""
    for found in _MONTH.finditer(text):
        if found["day"] or found["after"] or len(found["name"]) >= _UNMISTAKABLE:
            yield found["name"]


def _month_numbers(text: str) -> Iterator[Fact]:
    """Yield months as numbers and the other way round: 2024-05-03 is 3 May 2024."""
    for name in _months(text):
        yield Fact(name, frozenset({MONTHS[name.casefold()]}))
    for month in _NUMBERED_MONTH.findall(text):
        yield Fact(month, frozenset({f"month {int(month)}"}))


def _digits(found: re.Match[str]) -> str:
    return NUMBERS[found[0].casefold()]


def _numbers(text: str) -> Iterator[Fact]:
    for found in _NUMBER.finditer(
        _RANGE.sub(r"\g<from> \g<unit> \g<to> \g<unit>", text)
    ):
        unit = UNITS.get((found["before"] or found["unit"] or "").casefold(), "")
        if date := _DOTTED_DATE.fullmatch(found["value"]):
            for part in date.groups():
                yield Fact(found["value"], frozenset({str(int(part))}))
        else:
            yield Fact(found["value"], _readings(found["value"]), unit)


def _readings(number: str) -> frozenset[str]:
    """Return what a number may mean: 1.000 is a thousand to some and one to others."""
    readings = {number}
    if re.fullmatch(
        r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+(?:,\d+)?", number
    ):
        readings.add(re.sub(r"[.,](?=\d{3}(?!\d))", "", number).replace(",", "."))
    if re.fullmatch(r"\d+,\d+", number):
        readings.add(number.replace(",", "."))
    return frozenset(_shortest(reading) for reading in readings)


def _shortest(number: str) -> str:
    if re.fullmatch(r"\d+\.\d*?0+", number):
        number = number.rstrip("0").rstrip(".")
    return number.lstrip("0") or "0" if number.isdigit() else number
