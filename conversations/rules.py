"""Rules that hand conversations to people: what they may ask about, and whether they hold."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from knowledge.answering.intents import Intent
from knowledge.answering.languages import LANGUAGES
from knowledge.triage.cues import folded
from knowledge.triage.labels import Category, Priority, Sentiment

Kind = Literal["choice", "number", "flag", "words", "claim"]
Operator = Literal["is", "is_not", "at_least", "at_most", "has"]

WEEKDAYS = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
OUTCOMES = ("answered", "askedback", "abstained", "escalated", "failed")
MOST_VALUES = 20


@dataclass(frozen=True)
class Facts:
    """What is known of a conversation when its rules are asked; None is "not known"."""

    category: str | None = None
    priority: str | None = None
    sentiment: str | None = None
    language: str | None = None
    needs_person: bool | None = None
    risk: float | None = None
    """0 to 100."""
    intent: str | None = None
    outcome: str | None = None
    evidence: float | None = None
    """The gate's score of the last question, 0 to 100."""
    failures: int = 0
    messages: int = 0
    hour: int = 0
    weekday: str = "monday"
    verified: bool = False
    text: str = ""
    customer: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Attribute:
    """Something a rule may ask about; `choices` and bounds are those of its values."""

    kind: Kind
    of: Callable[[Facts], object]
    choices: tuple[str, ...] = ()
    least: float = 0
    most: float = 100


@dataclass(frozen=True)
class Condition:
    """One comparison. `key` names a claim of the identity token; other attributes have none."""

    attribute: str
    operator: Operator
    values: tuple[str, ...]
    key: str = ""


ATTRIBUTES: Mapping[str, Attribute] = {
    "category": Attribute("choice", lambda f: f.category, tuple(Category)),
    "priority": Attribute("choice", lambda f: f.priority, tuple(Priority)),
    "sentiment": Attribute("choice", lambda f: f.sentiment, tuple(Sentiment)),
    "language": Attribute("choice", lambda f: f.language, LANGUAGES),
    "needs_person": Attribute("flag", lambda f: f.needs_person, ("yes", "no")),
    "risk": Attribute("number", lambda f: f.risk),
    "intent": Attribute("choice", lambda f: f.intent, get_args(Intent)),
    "outcome": Attribute("choice", lambda f: f.outcome, OUTCOMES),
    "evidence": Attribute("number", lambda f: f.evidence),
    "failures": Attribute("number", lambda f: f.failures, most=20),
    "messages": Attribute("number", lambda f: f.messages, least=1, most=1000),
    "hour": Attribute("number", lambda f: f.hour, most=23),
    "weekday": Attribute("choice", lambda f: f.weekday, WEEKDAYS),
    "verified": Attribute("flag", lambda f: f.verified, ("yes", "no")),
    "says": Attribute("words", lambda f: f.text),
    "customer": Attribute("claim", lambda f: f.customer),
}
OPERATORS: Mapping[Kind, tuple[Operator, ...]] = {
    "choice": ("is", "is_not"),
    "flag": ("is",),
    "number": ("at_least", "at_most"),
    "words": ("has",),
    "claim": ("is", "is_not", "at_least", "at_most"),
}


@dataclass(frozen=True)
class Problem:
    """What is wrong with a condition, as the name of a message and what fills it."""

    where: Literal["attribute", "operator", "values", "key"]
    code: Literal[
        "unknown", "operator", "empty", "choice", "number", "range", "key", "many"
    ]
    value: str = ""
    allowed: tuple[str, ...] = ()


def problems_of(condition: Condition) -> list[Problem]:
    """Return what is wrong with a condition; nothing when it can be asked."""
    attribute = ATTRIBUTES.get(condition.attribute)
    if attribute is None:
        names = tuple(ATTRIBUTES)
        return [Problem("attribute", "unknown", condition.attribute, names)]
    operators = OPERATORS[attribute.kind]
    if condition.operator not in operators:
        return [Problem("operator", "operator", condition.operator, operators)]
    if (attribute.kind == "claim") != bool(condition.key):
        return [Problem("key", "key")]
    if not condition.values:
        return [Problem("values", "empty")]
    if len(condition.values) > MOST_VALUES:
        return [Problem("values", "many", str(MOST_VALUES))]
    return _wrong_values(condition, attribute)


def holds(conditions: Sequence[Condition], facts: Facts) -> bool:
    """Whether every condition holds; without any, they do. What is not known satisfies none."""
    return all(_holds(condition, facts) for condition in conditions)


def _wrong_values(condition: Condition, attribute: Attribute) -> list[Problem]:
    values = condition.values
    if attribute.choices:
        return [
            Problem("values", "choice", value, attribute.choices)
            for value in values
            if value not in attribute.choices
        ]
    if condition.operator not in ("at_least", "at_most"):
        return []
    if len(values) != 1 or _number(values[0]) is None:
        return [Problem("values", "number", ", ".join(values))]
    number = _number(values[0])
    inside = number is not None and attribute.least <= number <= attribute.most
    if attribute.kind == "number" and not inside:
        bounds = (f"{attribute.least:g}", f"{attribute.most:g}")
        return [Problem("values", "range", values[0], bounds)]
    return []


def _holds(condition: Condition, facts: Facts) -> bool:
    attribute = ATTRIBUTES.get(condition.attribute)
    if attribute is None or problems_of(condition):
        return False
    known = attribute.of(facts)
    if attribute.kind == "claim":
        known = facts.customer.get(condition.key)
    if attribute.kind == "words":
        return _says(str(known), condition.values)
    return known is not None and _compares(known, condition)


def _compares(known: object, condition: Condition) -> bool:
    match condition.operator:
        case "is":
            return _word(known) in {value.casefold() for value in condition.values}
        case "is_not":
            return _word(known) not in {value.casefold() for value in condition.values}
        case _:
            mine, asked = _number(str(known)), _number(condition.values[0])
            if mine is None or asked is None:
                return False
            return mine >= asked if condition.operator == "at_least" else mine <= asked


def _says(text: str, words: Sequence[str]) -> bool:
    """Whether one of some words or phrases begins a word of the text, accents and case left out."""
    said = folded(text)
    return any(folded(word).rstrip() in said for word in words if word.strip())


def _word(known: object) -> str:
    if isinstance(known, bool):
        return "yes" if known else "no"
    return str(known).casefold()


def _number(value: str) -> float | None:
    try:
        return float(value.replace(",", "."))
    except ValueError:
        return None
