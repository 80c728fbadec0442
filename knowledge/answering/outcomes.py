"""The values that answering takes and gives: questions, deltas, and the six ways it can end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Citation:
    """What `[n]` in an answer stands for."""

    n: int
    atom: str
    version_id: int
    version: int
    title: str
    section: str
    quote: str


@dataclass(frozen=True)
class Line:
    """One earlier line of the conversation, oldest first in a history."""

    role: Literal["customer", "bot", "agent"]
    text: str
    citations: Sequence[Citation] = ()
    """What the markers of an answer stood for."""


GUARDS = frozenset({"injection", "abuse", "off_topic"})


@dataclass(frozen=True)
class Policy:
    """What a site decides about its answers. None means the measured default."""

    site: int | None = None
    """Its primary key; None outside of sites."""
    site_name: str = ""
    bot_name: str = "Atomdesk"
    language: str = "en"
    answer_floor: float | None = None
    context_tokens: int = 4096
    """How much the model reads at once; a prompt is fitted to it."""
    stream_sentences: bool = True
    rewrite_seconds: float = 1.5
    """How long a model may take to say a follow-up again; 0 asks none."""
    guards: frozenset[str] = GUARDS
    """What messages are looked at for; some of GUARDS."""
    redact: bool = True
    """Whether prompts have `[e-mail]` and the like in the place of personal data."""
    repeats: bool = True
    """Whether an answer may be given again to whoever asks the same."""
    variant: int | None = None
    """Names everything below: variants never change. None for what is built in."""
    instructions: str = ""
    """The template of what the model is told; empty for the one that is built in."""
    provider: str = ""
    model: str = ""
    """Which model is asked first; empty for the first of the settings."""
    passages: int = 4
    """How many texts a model reads. More would rarely hold the answer, and make small models stray."""
    temperature: float = 0.2
    answer_tokens: int = 512


@dataclass(frozen=True)
class Question:
    """What the customer wrote since the last answer, one or more messages joined by newlines."""

    text: str
    policy: Policy = field(default_factory=Policy)
    quote_only: bool = False
    """Whether it is answered in the desk's own words, as one question: no model sees it."""
    may_repeat: bool = False
    """Whether an answer that was made before will do; only live chats say so."""
    answer_in: str = ""
    """The language that a model is told to answer in; without one, that of the question."""


@dataclass(frozen=True)
class Delta:
    """The next piece of checked text."""

    text: str


@dataclass(frozen=True)
class AskedPart:
    """One question of a message that asked several; what answers it is cited by `versions`."""

    text: str
    answered: bool
    versions: Sequence[int] = ()
    question_vector: Sequence[float] | None = None
    vector_model: str = ""


@dataclass(frozen=True)
class Repeated:
    """That an answer is one that was made before: which, and whether for other words."""

    entry: int
    near: bool


@dataclass(frozen=True)
class Repeatable:
    """That an answer may be given again: to what it is the answer, and what it took to make."""

    scope: str
    key: str
    audience: str
    language: str
    model: str
    about: str
    """The atom that the evidence led to."""
    given: Sequence[int]
    """The versions that a model was given, cited or not."""
    tokens: int
    milliseconds: int


@dataclass(frozen=True)
class Trace:
    """Why it ended so; kept as the evidence record. Everything in it is plain JSON."""

    question: str
    intent: str
    score: float | None = None
    provider: str = ""
    model: str = ""
    prompt_hash: str = ""
    record: Mapping[str, Any] = field(default_factory=dict)
    question_vector: Sequence[float] | None = None
    vector_model: str = ""
    parts: Sequence[AskedPart] = ()
    """Empty when the message asked one thing."""
    variant: int | None = None
    """Of the policy; None for what is built in."""
    repeated: Repeated | None = None
    repeatable: Repeatable | None = None


@dataclass(frozen=True)
class Answered:
    """An answer with its sources. `text` is the whole answer, deltas included.

    `unknown` are the questions of the message that it does not answer, and says so.
    """

    text: str
    citations: Sequence[Citation]
    confidence: Literal["low", "medium", "high"]
    trace: Trace
    unknown: Sequence[str] = ()
    foreign: bool = False
    """Whether the texts are in another language than the customer's: a person is offered, too."""


@dataclass(frozen=True)
class AskedBack:
    """A question to the customer, or a social reply: no gap, no failure."""

    text: str
    trace: Trace


@dataclass(frozen=True)
class Abstained:
    """An honest "I don't know", with the offer of a person."""

    text: str
    trace: Trace


@dataclass(frozen=True)
class Declined:
    """What is not for this desk, or nothing but abuse; with the offer of a person. No gap."""

    text: str
    trace: Trace


@dataclass(frozen=True)
class Escalated:
    """A person is needed; `reason` is from the closed list that handoff lines know."""

    reason: Literal["asked", "account", "complaint", "danger", "rule"]
    trace: Trace


@dataclass(frozen=True)
class Proposed:
    """An action that a person has to approve. No tool proposes one yet."""

    text: str
    proposal: Mapping[str, Any]
    trace: Trace


Outcome = Answered | AskedBack | Abstained | Declined | Escalated | Proposed
