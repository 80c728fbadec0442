"""Procedures: what is to be done one after the other, as an expert tells it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from knowledge.interviews.actions import clauses_of, does, orders, supposes
from knowledge.interviews.flat_clauses import is_bare
from knowledge.interviews.roles import INTERVIEWER
from knowledge.interviews.utterances import Utterance

LEAST_STEPS = 3
_GAP = 4
"""So many sentences without a step end a procedure."""
_ORDER_NEEDED = 1
_MANY = 4
_ASKED = re.compile(
    r"\b(?:how (?:do|would|can|should|could|must|did) (?:you|i|we|one|somebody|someone|they|people)"
    r"|how (?:does|do) (?:that|it|this|these|those) (?:go|get|work)|where (?:do|would|can"
    r"|should) (?:you|i|we|one)|what (?:do|would|should|must) (?:you|i|we|one) (?:do|start)|what(?:'s"
    r"| is) (?:the|your) (?:order|procedure|routine|sequence|way)|do what|step by step|in what order"
    r"|walk me|talk me|take me|the steps|look like)\b",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"\b(?:then|next|after|afterwards|back|again|so far|else|rest)\b", re.IGNORECASE
)
_IF = re.compile(r"\b(?:because|if)\b", re.IGNORECASE)
_GOES_ON = re.compile(r"\W*and (?:i|you|we)\b", re.IGNORECASE)
_CONSEQUENCE = re.compile(r"\W*(?:and )?then\b", re.IGNORECASE)


@dataclass(frozen=True)
class Step:
    """One thing to do, with what was said about it."""

    action: Utterance
    details: tuple[Utterance, ...] = ()


@dataclass(frozen=True)
class Procedure:
    """Steps in the order in which they were told."""

    steps: tuple[Step, ...]

    @property
    def turns(self) -> tuple[int, ...]:
        """The turns of all steps, sorted."""
        said = (u for step in self.steps for u in (step.action, *step.details))
        return tuple(sorted({turn for each in said for turn in each.turns}))


@dataclass
class _Run:
    steps: list[Step] = field(default_factory=list)
    ordered: int = 0
    asked: bool = False
    gap: int = 0
    strung: int = 0

    @property
    def order_needed(self) -> int:
        """How often an order has to be told; without stops more clauses look like steps, but not many at once."""
        asked_for = 0 if self.asked else _ORDER_NEEDED
        bare = all(is_bare(step.action.text) for step in self.steps)
        return asked_for + (bare and not self._is_dense)

    @property
    def _is_dense(self) -> bool:
        """Whether one turn tells many steps."""
        first, last = self.steps[0].action.turn, self.steps[-1].action.turn
        return first == last and len(self.steps) >= _MANY

    def goes_on(self, clause: Utterance) -> bool:
        """Whether "and I wait" goes on with what was told just before: an order in itself, the third time."""
        if not self.steps or _GOES_ON.match(clause.text) is None:
            self.strung = 0
            return False
        self.strung += self.steps[-1].action.turn == clause.turn
        return self.strung == LEAST_STEPS - 1

    def add(self, clause: Utterance) -> None:
        self.steps.append(Step(clause))
        self.gap = 0

    def detail(self, clause: Utterance) -> None:
        last = self.steps[-1]
        self.steps[-1] = Step(last.action, (*last.details, clause))


def procedures_of(
    utterances: Sequence[Utterance], breaks: frozenset[int] = frozenset()
) -> list[Procedure]:
    """Return the procedures in a stretch of talk; `breaks` are turns that begin another matter."""
    return [
        Procedure(tuple(run.steps))
        for run in _runs(utterances, breaks)
        if len(run.steps) >= LEAST_STEPS and run.ordered >= run.order_needed
    ]


def _runs(utterances: Sequence[Utterance], breaks: frozenset[int]) -> Iterator[_Run]:
    run = _Run()
    for utterance in utterances:
        if utterance.role == INTERVIEWER:
            if breaks.intersection(utterance.turns) or _asks_another(utterance, run):
                yield run
                run = _Run()
            if not run.steps and _ASKED.search(utterance.text):
                run.asked = True
        elif not _take(utterance, run):
            run.gap += 1
            if run.gap > _GAP:
                yield run
                run = _Run()
    yield run


def _asks_another(utterance: Utterance, run: _Run) -> bool:
    """Whether an interviewer asks how something else is done, and not what comes next."""
    text = utterance.text
    return bool(run.steps and _ASKED.search(text)) and not _NEXT.search(text)


def _take(utterance: Utterance, run: _Run) -> bool:
    """Add the steps of a sentence; whether it has any."""
    found = False
    supposed = False
    for clause in clauses_of(utterance):
        follows = supposed and _CONSEQUENCE.match(clause.text) is not None
        supposed = supposed or _IF.search(clause.text) is not None
        if not supposes(clause.text) and not follows and does(clause.text):
            run.ordered += orders(clause.text) or run.goes_on(clause)
            run.add(clause)
            found = True
        elif run.steps and found:
            run.detail(clause)
    return found
