"""Lines of a chat as they are kept: without personal data, names and what is said out of courtesy."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from knowledge.answering.guard.personal import redacted
from knowledge.answering.intents import intent_of
from knowledge.answering.sentences import Piece, pieces_of
from knowledge.answering.wording import STOPWORDS, terms_of
from knowledge.chats.courtesy import is_courtesy, without_greeting
from knowledge.chats.third_persons import PERSON, marked, third_persons
from knowledge.interviews.actions import VERBS
from knowledge.interviews.questions import asks, has_mark

NAME = "[name]"
LEAST_TERMS = 2
"""So many words that carry meaning make a question that somebody else could ask."""
_SHORTEST_NAME = 3
_TALK = frozenset(
    {"greeting", "thanks", "goodbye", "person", "about_this_chat", "nothing_asked"}
)
_INTRODUCED = re.compile(
    r"(\b(?:(?i:my name is|this is|i am called|i'm called|mein name ist|ich heiße|je m'appelle|me llamo))\s+)"
    r"[A-Z][\w'-]+(?: [A-Z][\w'-]+)?"
)
# The words of `redacted`, and our own.
_KEPT_AWAY = re.compile(
    r"\[(?:name|person|e-mail|secret|password|(?:account|card|phone|social security) number)\]"
)


@dataclass(frozen=True)
class Said:
    """A public line of a chat: `seq` is its event's, `user` who of the staff said it.

    `versions` are those that a line of the bot cites.
    """

    seq: int
    author: Literal["customer", "agent", "bot"]
    text: str
    at: datetime
    user: int | None = None
    versions: tuple[int, ...] = ()


def cleaned(lines: Iterable[Said], names: Iterable[str]) -> list[Said]:
    """Return the lines of people without what must not leave the chat, and those of the bot without text.

    Lines that only greet, thank, ask for a person or say that one is at it are left out.
    """
    lines = list(lines)
    known = _Names(names)
    others = third_persons(
        known.out_of(line.text) for line in lines if line.author != "bot"
    )
    found = []
    for line in lines:
        if line.author == "bot":
            found.append(replace(line, text=""))
        elif text := _matter(line, known, others):
            found.append(replace(line, text=text))
    return found


def pieces_in(text: str) -> list[Piece]:
    """Return the sentences and lines of a cleaned text."""
    # What was taken out looks like the mark of a citation, which belongs to the sentence before it.
    hidden = _KEPT_AWAY.sub(lambda found: f"\ue000{found[0][1:-1]}\ue001", text)
    return [
        replace(piece, text=piece.text.replace("\ue000", "[").replace("\ue001", "]"))
        for piece in pieces_of(hidden)
    ]


def tells_of_somebody(sentence: str) -> bool:
    """Whether something was taken out of a sentence: then it is about one customer, not the matter."""
    return _KEPT_AWAY.search(sentence) is not None


def tells_of_customer(sentence: str) -> bool:
    """Whether something else than the name of a third person was taken out of a sentence."""
    return tells_of_somebody(sentence.replace(PERSON, ""))


def _matter(line: Said, names: "_Names", others: Sequence[str]) -> str:
    text = names.out_of(_INTRODUCED.sub(rf"\1{NAME}", redacted(line.text)))
    text = marked(text, others)
    if line.author == "customer":
        return "" if intent_of(text) in _TALK and not _asks(text) else text.strip()
    return "".join(_without_courtesy(text)).strip()


def _asks(text: str) -> bool:
    """Whether a line has a question beside what is said out of courtesy, or about the chat."""
    return any(
        (has_mark(piece.text) or asks(piece.text))
        and intent_of(piece.text) not in _TALK
        and len(set(terms_of(piece.text))) >= LEAST_TERMS
        for piece in pieces_in(text)
    )


def _without_courtesy(text: str) -> Iterator[str]:
    for piece in pieces_in(text):
        if piece.kind == "code":
            yield piece.text
            continue
        said = without_greeting(piece.text)
        if said.strip() and not is_courtesy(said):
            yield said


class _Names:
    """Names of the people in a chat, and of the staff, whole and in parts."""

    def __init__(self, names: Iterable[str]) -> None:
        self._anyhow = _pattern(self._parts(names), ordinary=False)
        self._as_written = _pattern(self._parts(names), ordinary=True)

    @staticmethod
    def _parts(names: Iterable[str]) -> Sequence[str]:
        whole = {" ".join(name.split()) for name in names}
        parts = {part for name in whole for part in re.split(r"[\s@]", name)}
        found = {each for each in whole | parts if len(each) >= _SHORTEST_NAME}
        return sorted(found, key=len, reverse=True)

    def out_of(self, text: str) -> str:
        """Return a text with each name replaced by what it was."""
        for pattern in (self._anyhow, self._as_written):
            if pattern is not None:
                text = pattern.sub(NAME, text)
        return text


def _pattern(names: Sequence[str], *, ordinary: bool) -> re.Pattern[str] | None:
    """Names that are words as well, like Will and Mark, count only with their capital."""
    mine = [each for each in names if _is_ordinary(each) == ordinary]
    if not mine:
        return None
    words = "|".join(map(re.escape, mine))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", 0 if ordinary else re.IGNORECASE)


def _is_ordinary(name: str) -> bool:
    return name.casefold() in STOPWORDS or name.casefold() in VERBS
