"""A chat as questions of the customer and what people answered to each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.answering.promises import admits_ignorance, promises_person
from knowledge.answering.wording import terms_of
from knowledge.chats.lines import (
    LEAST_TERMS,
    Said,
    pieces_in,
    tells_of_customer,
    tells_of_somebody,
)
from knowledge.chats.one_case import is_of_one_case, puts_off
from knowledge.chats.third_persons import without_persons
from knowledge.interviews.questions import asks, has_mark

LEAST_WORDS = 6
"""So many words make an answer."""


@dataclass(frozen=True)
class Exchange:
    """A question and the lines of it: the customer's and those of the people who answered.

    `versions` are what the bot cited when it tried to answer the same question before.
    """

    question: str
    lines: tuple[Said, ...]
    versions: tuple[int, ...] = ()

    @property
    def answer(self) -> list[Said]:
        """The lines of people who answered."""
        return [line for line in self.lines if line.author == "agent"]


def exchanges_of(lines: Sequence[Said]) -> list[Exchange]:
    """Return the exchanges of a chat's cleaned lines that have substance, in their order.

    A question of the customer begins one once people have answered the one before.
    """
    found = []
    begun: list[Said] = []
    for line in lines:
        answered = any(each.author == "agent" for each in begun)
        if answered and line.author == "customer" and question_in(line.text):
            found.append(begun)
            begun = []
        begun.append(line)
    return [each for part in (*found, begun) if (each := _exchange(part)) is not None]


def question_in(text: str) -> str:
    """Return the question that a customer's line asks, on one line; nothing where it asks none."""
    pieces = [" ".join(piece.text.split()) for piece in pieces_in(text)]
    asked = [
        piece
        for piece in pieces
        if (has_mark(piece) or asks(piece)) and _is_telling(piece)
    ]
    return asked[-1] if asked else ""


def _exchange(lines: Sequence[Said]) -> Exchange | None:
    first = next((n for n, line in enumerate(lines) if line.author == "agent"), None)
    if first is None:
        return None
    before = [line for line in lines[:first] if line.author == "customer"]
    place = _asking(before)
    if place is None:
        return None
    asked = before[place]
    later = [line for line in lines if line.seq >= asked.seq]
    people = tuple(line for line in later if line.author != "bot")
    if not _has_substance(people):
        return None
    cited = [line.versions for line in lines[:first] if line.seq > asked.seq]
    question = question_in(asked.text) or " ".join(asked.text.split())
    versions = next((each for each in reversed(cited) if each), ())
    return Exchange(without_persons(question), people, versions)


def _asking(said: Sequence[Said]) -> int | None:
    """Return which line asks: the last question, or else the last that tells something."""
    for tells in (question_in, _told):
        for place in range(len(said) - 1, -1, -1):
            if tells(said[place].text):
                return place
    return None


def _told(text: str) -> bool:
    return _is_telling(text)


def _is_telling(text: str) -> bool:
    return not tells_of_customer(text) and len(set(terms_of(text))) >= LEAST_TERMS


def _has_substance(lines: Iterable[Said]) -> bool:
    said = [line.text for line in lines if line.author == "agent"]
    general = [
        piece.text
        for text in said
        for piece in pieces_in(text)
        if not (tells_of_somebody(piece.text) or is_of_one_case(piece.text))
        and not _is_open(piece.text)
    ]
    return len(" ".join(general).split()) >= LEAST_WORDS


def _is_open(sentence: str) -> bool:
    """Whether an agent asks back, does not know, or says that somebody will answer later."""
    back = has_mark(sentence) or asks(sentence)
    later = promises_person(sentence) or puts_off(sentence)
    return back or admits_ignorance(sentence) or later
