"""The guard before answering: what is to become of a message, and why. It never writes.

Nobody is punished for a word: whoever asks something gets the desk's texts, if need be without a
model, and only what has no answer there is declined.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from knowledge.answering.guard.abuse import is_only_abuse, tells_of_danger
from knowledge.answering.guard.injection import Order, orders_in, orders_in_knowledge
from knowledge.answering.guard.shortening import shortened
from knowledge.answering.guard.topics import is_general_task
from knowledge.answering.outcomes import Line, Question

Action = Literal["allow", "without_model", "decline", "escalate"]
"""Answer as ever; quote and ask no model; say kindly that this is not for the desk; a person."""
Where = Literal["message", "history", "knowledge"]

LINES_BACK = 6
"""So many lines back an insult counts as the second one."""


@dataclass(frozen=True)
class Finding:
    """One thing that the guard saw: the kind of it, and the words."""

    where: Where
    kind: str
    excerpt: str = ""
    disguise: str = ""
    atom: str = ""
    """The text of the desk that it stands in."""


@dataclass(frozen=True)
class Guarded:
    """What is to become of a message. `question` and `history` are what may be looked at."""

    action: Action
    question: Question
    history: Sequence[Line]
    findings: Sequence[Finding] = ()
    unanswered: Action = "allow"
    """What is to become of it when the desk's texts hold no answer."""


def guarded(question: Question, history: Sequence[Line]) -> Guarded:
    """Look at a message and what was said before.

    1. A message too long for a prompt loses its middle.
    2. Danger to somebody, and abuse for the second time, is for a person.
    3. Lines of the chat that give orders to a model are left out.
    4. A message that does is answered without a model.
    """
    asked, findings = _fitting(question)
    guards = question.policy.guards
    if "abuse" in guards and (kind := _troubling(asked.text)):
        found = [Finding("message", kind), *findings]
        return Guarded(_deed(kind, history), asked, history, found)
    kept = list(history)
    unanswered: Action = "allow"
    if "injection" in guards:
        kept = [line for line in history if not _orders_of(line)]
        findings += [
            _finding("history", _orders_of(line)[0])
            for line in history
            if line not in kept
        ]
        if orders := orders_across(asked.text, kept):
            findings += [_finding("message", order) for order in orders]
            sure = any(not order.reported for order in orders)
            unanswered = "decline" if sure else "allow"
            asked = replace(asked, quote_only=True)
    if "off_topic" in guards and is_general_task(asked.text):
        findings.append(Finding("message", "off_topic"))
        unanswered = "decline"
    action: Action = "without_model" if asked.quote_only else "allow"
    return Guarded(action, asked, kept, tuple(findings), unanswered)


def orders_across(text: str, history: Sequence[Line]) -> Sequence[Order]:
    """Return the orders to a model in a message, also when it was cut over lines or messages."""
    if found := orders_in(text):
        return found
    before = [line.text for line in history[-LINES_BACK:] if line.role == "customer"][
        -1:
    ]
    for joined in _joined(text, before):
        if found := orders_in(joined):
            return [replace(order, disguise="split", reported=True) for order in found]
    return ()


def _joined(text: str, before: Sequence[str]) -> Iterator[str]:
    one_line = " ".join(text.split())
    if one_line != text.strip():
        yield one_line
    if before:
        yield " ".join([*before, one_line])


def _fitting(question: Question) -> tuple[Question, list[Finding]]:
    text = shortened(question.text, question.policy.context_tokens // 2)
    if text == question.text:
        return question, []
    return replace(question, text=text), [
        Finding("message", "length", str(len(question.text)))
    ]


def _troubling(text: str) -> str:
    if tells_of_danger(text):
        return "danger"
    return "abuse" if is_only_abuse(text) else ""


def _deed(kind: str, history: Sequence[Line]) -> Action:
    before = (line.text for line in history[-LINES_BACK:] if line.role == "customer")
    return (
        "escalate" if kind == "danger" or any(map(is_only_abuse, before)) else "decline"
    )


def _orders_of(line: Line) -> Sequence[Order]:
    """People of the desk tell customers what to do; customers are read more strictly."""
    return (
        orders_in(line.text)
        if line.role == "customer"
        else orders_in_knowledge(line.text)
    )


def _finding(where: Where, order: Order) -> Finding:
    return Finding(where, order.kind, order.excerpt, order.disguise)
