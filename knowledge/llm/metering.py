"""What each request to a model came to, for whoever has to account for it.

Whoever asks models opens a meter; the calls made inside of it, in this task and in those that
it starts, are noted there. They become rows where the caller may write.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

from knowledge.llm.chat import Purpose

ANSWERED = "answered"
LEFT = "left"
"""Nobody waited for the end: a takeover, a stop, a check that had read enough."""


@dataclass(frozen=True)
class Call:
    """One request to one model. Times are milliseconds.

    `outcome` is ANSWERED, LEFT, or the kind of ModelFailed. Tokens are estimates unless
    `counted`: the server tells them at the end of an answer and nowhere else.
    """

    at: datetime
    provider: str
    model: str
    purpose: Purpose
    outcome: str
    detail: str = ""
    prompt_tokens: int = 0
    answer_tokens: int = 0
    counted: bool = False
    cut: bool = False
    """The server read less of the prompt than it was given."""
    waited_ms: int = 0
    """In the line before the model."""
    first_token_ms: int | None = None
    """From its turn in the line on."""
    total_ms: int = 0
    """The same, to the end."""
    places: int = 1
    """How many such requests its server takes at once."""


@dataclass
class Meter:
    """For whom models are asked, and what came of it so far."""

    turn: str = ""
    """Names the place in line; a customer's number is found by it."""
    patient: bool = False
    """Nobody waits: it stands behind those for whom somebody does."""
    admitted: int = 0
    """So many of its calls have their place now, and wait in no line."""
    calls: list[Call] = field(default_factory=list)


_meter: ContextVar[Meter | None] = ContextVar("meter", default=None)


@contextmanager
def metered(*, turn: str = "", patient: bool = False) -> Iterator[list[Call]]:
    """Note the calls made until the block ends in the list that it gives."""
    meter = Meter(turn, patient)
    token = _meter.set(meter)
    try:
        yield meter.calls
    finally:
        _meter.reset(token)


def current() -> Meter:
    """Return the meter that is open here; outside of all, one that nobody reads."""
    return _meter.get() or Meter()
