"""Where a customer stands in the steps of an answer: read from the chat, said step by step."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.answering.clauses import clauses_of
from knowledge.answering.outcomes import Citation, Line
from knowledge.format.shapes.elements import Step, Steps
from knowledge.format.shapes.parts import parts_of

Move = Literal["next", "back", "again"]

_STEPPED = frozenset({"procedure", "playbook", "error", "troubleshooting"})
_ITEM = re.compile(r"^\s{0,3}\d{1,2}[.)]\s", re.MULTILINE)
_AT = re.compile(r"\A\*\*(?:Step|Schritt) (\d{1,2}) (?:of|von) \d{1,2}\*\*")
_DONE = r"(?:ok |okay |yes |ja |so )*(?:done|i did (?:that|it|this)|finished|ready|did (?:that|it)|erledigt|fertig|gemacht|habe ich(?: gemacht)?)"
_NEXT = re.compile(
    rf"(?:{_DONE}(?: (?:and )?(?:now|what now|whats next|next|und jetzt|weiter|was nun))?"
    r"|(?:ok |okay |and |so |und |done |then )*(?:(?:what|whats|what is|was|was ist|was kommt)"
    r" (?:is |comes |do i do |should i do |mache ich |kommt |ist )*"
    r"(?:next|now|then|after that|jetzt|als nachstes|danach|der nachste schritt|the next step))"
    r"|(?:the |please |and |ok )*next(?: step)?(?: please)?|(?:go on|continue|and now|and then|weiter|und nun"
    r"|und dann|und jetzt|nachster schritt)(?: please| bitte)?)"
)
_BACK = re.compile(
    r"(?:please )?(?:go )?(?:one )?(?:back(?: one)?(?: step)?|(?:the )?(?:previous|last) step(?: again)?"
    r"|(?:einen schritt )?zuruck|voriger schritt|letzter schritt)(?: please| bitte)?"
)
_AGAIN = re.compile(
    r"(?:where (?:was|am) i(?: now)?|which step (?:am i (?:at|on)|is this|was that)"
    r"|(?:this|that|the) step again|wo (?:war|bin) ich(?: jetzt)?|welcher schritt(?: ist das)?)"
)
_NUMBERED = re.compile(
    r"(?:ok |so |now |and )*(?:(?:i am|im|we are|i was|i got|i got stuck|i am stuck|ich bin|wir sind)"
    r"(?: now| jetzt)? (?:at|on|in|to|bei|with)|show me|what (?:is|was)|whats|was ist|go to|zeig mir)?"
    r" ?(?:the )?(?:step|schritt)(?: number| nummer| nr)? (\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)"
    r"(?: now| please| again| bitte| jetzt)?"
)
_WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


@dataclass(frozen=True)
class Checklist:
    """Steps that the bot has listed, and the number of the one that is to be done; 0 at first."""

    citation: Citation
    at: int


@dataclass(frozen=True)
class Standing:
    """The step to be said; `step` is None when all are done."""

    number: int
    total: int
    step: Step | None


def checklist_of(history: Sequence[Line]) -> Checklist | None:
    """Return the checklist that this chat is in: the last answer is steps, or one of them.

    Answers without a source in between, such as small talk, leave it open; another one ends it.
    """
    for line in reversed(history):
        if line.role == "agent":
            return None
        if line.role != "bot" or not line.citations:
            continue
        if at := _AT.match(line.text):
            return Checklist(line.citations[0], int(at[1]))
        listed = len(_ITEM.findall(line.text)) >= 2
        return Checklist(line.citations[0], 0) if listed else None
    return None


def move_of(text: str) -> Move | int | None:
    """Return where in a checklist the customer wants to go, if the message is that alone."""
    said = " ".join(clauses_of(text))
    if numbered := _NUMBERED.fullmatch(said):
        number = numbered[1]
        return int(number) if number.isdigit() else _WORDS.index(number) + 1
    moves: Sequence[tuple[Move, re.Pattern[str]]] = (
        ("next", _NEXT), ("back", _BACK), ("again", _AGAIN),
    )  # fmt: skip
    return next((move for move, found in moves if found.fullmatch(said)), None)


def standing(checklist: Checklist, move: Move | int, steps: Sequence[Step]) -> Standing:
    """Return the step to say next: "next" after the whole list is its second step, as the
    first one is what the customer has just read and done."""
    total = len(steps)
    wanted = {
        "next": max(checklist.at, 1) + 1,
        "back": max(checklist.at - 1, 1),
        "again": max(checklist.at, 1),
    }
    number = move if isinstance(move, int) else wanted[move]
    number = max(number, 1)
    return Standing(number, total, steps[number - 1] if number <= total else None)


def steps_of(kind: str, body: str) -> tuple[Step, ...]:
    """Return the steps of a text that has any."""
    if kind not in _STEPPED:
        return ()
    elements = (e for part in parts_of(kind, body) for e in part.elements)
    return tuple(s for e in elements if isinstance(e, Steps) for s in e.steps)
