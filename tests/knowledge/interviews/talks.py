"""Short talks written for the tests: a line each, `I:` asks and `E:` knows."""

from collections.abc import Sequence

from knowledge.interviews.by_rules import Rules
from knowledge.interviews.candidates import Candidate
from knowledge.interviews.corrections import corrected
from knowledge.interviews.turns import Transcript, Turn
from knowledge.interviews.utterances import Utterance, utterances_of

ROLES = {"I": "interviewer", "E": "expert", "F": "expert", "O": "other"}


def turns(*lines: str) -> tuple[Turn, ...]:
    """Return a turn for each line, numbered from 1."""
    parted = (line.split(": ", 1) for line in lines)
    return tuple(
        Turn(number, speaker, text, number)
        for number, (speaker, text) in enumerate(parted, 1)
    )


def talk(*lines: str) -> Transcript:
    """Return a transcript."""
    return Transcript("text", turns(*lines))


def said(*lines: str) -> list[Utterance]:
    """Return the sentences of a talk, corrected."""
    return corrected(utterances_of(turns(*lines), ROLES))


def candidates(*lines: str) -> list[Candidate]:
    """Return what the rules make of a talk."""
    return Rules().extract(talk(*lines), ROLES, None)


def only(found: Sequence[Candidate], kind: str) -> Candidate:
    """Return the one candidate of a type."""
    (one,) = [each for each in found if each.type == kind]
    return one
