"""What triage says of a conversation; the words of the examples, of the admin and of the protocol."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    """The subject; knowledge/triage/examples.txt says what belongs to each."""

    HOW_TO = "howto"
    PROBLEM = "problem"
    BILLING = "billing"
    ACCOUNT = "account"
    ORDER = "order"
    SALES = "sales"
    SECURITY = "security"
    FEEDBACK = "feedback"
    OTHER = "other"


class Priority(StrEnum):
    """How soon somebody should look, the most urgent first."""

    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class Sentiment(StrEnum):
    """How somebody feels, as far as it shows."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


@dataclass(frozen=True)
class Labels:
    """What a person would say of a message."""

    category: Category
    priority: Priority
    sentiment: Sentiment
    needs_person: bool
    language: str


@dataclass(frozen=True)
class Head:
    """A question with a closed list of answers, and where labels hold its answer."""

    name: str
    answers: tuple[str, ...]
    of: Callable[[Labels], str]


YES, NO = "yes", "no"
HEADS = (
    Head("category", tuple(Category), lambda labels: labels.category),
    Head("priority", tuple(Priority), lambda labels: labels.priority),
    Head("sentiment", tuple(Sentiment), lambda labels: labels.sentiment),
    Head("person", (NO, YES), lambda labels: YES if labels.needs_person else NO),
)
