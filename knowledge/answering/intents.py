"""What a message wants: small talk, a person, something about this chat, or an answer."""

import re
from collections.abc import Sequence
from typing import Literal

from knowledge.answering import intent_words as words
from knowledge.answering.chat_questions import about_chat
from knowledge.answering.clauses import clauses_of
from knowledge.answering.grievances import about_own_account, complains
from knowledge.answering.outcomes import Line
from knowledge.answering.person_wish import wants_person
from knowledge.answering.phrases import offers_person

Intent = Literal[
    "greeting",
    "thanks",
    "goodbye",
    "person",
    "complaint",
    "about_this_chat",
    "account_specific",
    "step",
    "nothing_asked",
    "question",
]

LOOKED_UP: frozenset[Intent] = frozenset({"question", "account_specific"})
"""The others need no knowledge. A question about one's own account may still have an answer."""

_LONGEST_SMALL_TALK = 14


def intent_of(text: str, history: Sequence[Line] = ()) -> Intent:
    """Return what the message wants; anything that is not certain is a question."""
    clauses = clauses_of(text)
    if not clauses:
        return "thanks" if _PLEASED.search(text) else "nothing_asked"
    if _answers_offer(clauses, history):
        return "person" if _only(clauses, words.YES) else "thanks"
    if wants_person(clauses):
        return "person"
    if complains(" ".join(clauses)):
        return "complaint"
    return _small_talk(clauses) or _about(clauses) or _question(clauses)


def _answers_offer(clauses: Sequence[str], history: Sequence[Line]) -> bool:
    """Whether this is a yes or no to the bot's own offer of a person."""
    if not history or history[-1].role != "bot" or not offers_person(history[-1].text):
        return False
    return _only(clauses, words.YES) or _only(clauses, words.NO)


def _only(clauses: Sequence[str], allowed: frozenset[str]) -> bool:
    return all(word in allowed for clause in clauses for word in clause.split())


def _small_talk(clauses: Sequence[str]) -> Intent | None:
    said = " ".join(clauses)
    if len(said.split()) > _LONGEST_SMALL_TALK:
        return None
    rest = _GOODBYE.sub(" ", _THANKS.sub(" ", _ACKNOWLEDGED.sub(" ", said)))
    if rest != said and _nothing_left(rest, _KIND_WORDS):
        return "goodbye" if _GOODBYE.search(said) else "thanks"
    if _nothing_left(said, words.ACKNOWLEDGED):
        return "thanks"
    return "greeting" if _greets(said) else None


_PLEASED = re.compile(rf"[:;=]-?\)|[{words.PLEASED_SIGNS}]")
_GOODBYE = re.compile(rf"\b(?:{words.GOODBYES})\b")
_THANKS = re.compile(rf"\b(?:{words.THANKS})\b")
_ACKNOWLEDGED = re.compile(rf"\b(?:{words.ACKNOWLEDGED_PHRASES})\b")
_GREETING_PHRASES = re.compile(rf"\b(?:{words.GREETING_PHRASES})\b")
_OPENERS = re.compile(rf"\b(?:{words.OPENERS})\b")
_KIND_WORDS = words.THANKS_FILLERS | words.ACKNOWLEDGED | words.ADDRESS


def _nothing_left(said: str, allowed: frozenset[str]) -> bool:
    return all(word in allowed for word in said.split())


def _greets(said: str) -> bool:
    """Whether there is a greeting or a bare call for help, and nothing else."""
    rest, phrases = _GREETING_PHRASES.subn(" ", said)
    greetings = [word for word in rest.split() if _short(word) in _GREETINGS]
    rest = " ".join(word for word in rest.split() if _short(word) not in _GREETINGS)
    openers = any(_OPENERS.fullmatch(said) for said in (rest, _without_address(rest)))
    if not phrases and not greetings and not openers:
        return False
    return openers or _nothing_left(rest, words.ADDRESS)


def _without_address(said: str) -> str:
    kept = said.split()
    while kept and kept[0] in words.ADDRESS:
        kept.pop(0)
    while kept and kept[-1] in words.ADDRESS:
        kept.pop()
    return " ".join(kept)


def _short(word: str) -> str:
    """`hiiii` and `heelloo` are `hi` and `helo`."""
    return re.sub(r"(.)\1+", r"\1", word)


_GREETINGS = frozenset(_short(word) for word in words.GREETINGS)


def _about(clauses: Sequence[str]) -> Intent | None:
    return "about_this_chat" if about_chat(clauses) else None


def _question(clauses: Sequence[str]) -> Intent:
    return "account_specific" if about_own_account(" ".join(clauses)) else "question"
