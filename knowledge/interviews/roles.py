"""Who asks and who knows, guessed from names and from how people talk."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.interviews.turns import Turn

INTERVIEWER, EXPERT, OTHER = "interviewer", "expert", "other"
ROLES = (INTERVIEWER, EXPERT, OTHER)

# Whoever says less than this share of all words takes no part in the interview.
LEAST_SHARE = 0.02

_ASKS = re.compile(r"\b(?:interviewer|moderator|host|facilitator|question|interviewerin|intervieweur|entrevistador[a]?)\b", re.IGNORECASE)  # fmt: skip
_KNOWS = re.compile(r"\b(?:expert|expertin|interviewee|guest|respondent|answer|sme|experto|experta)\b", re.IGNORECASE)  # fmt: skip
_QUESTION = re.compile(
    r"[?\uff1f\u061f]"
    r"|^(?:so |and |ok(?:ay)? |right |well )*(?:what|how|why|when|where|who|which|can you|could you"
    r"|do you|does|is there|are there|tell (?:me|us)|walk (?:me|us)|wie|was|warum|wann|wo|qué"
    r"|cómo|por qué|cuándo|comment|pourquoi|quand|est-ce)\b",
    re.IGNORECASE,
)


@dataclass
class _Talk:
    words: int = 0
    turns: int = 0
    questions: int = 0

    @property
    def asks(self) -> float:
        """Which share of their turns are questions; a single one counts for less than many."""
        return self.questions / (self.turns + 1)

    @property
    def length(self) -> float:
        """Words of a turn, in the mean."""
        return self.words / self.turns


def guessed(turns: Iterable[Turn]) -> Mapping[str, str]:
    """Return a role for each speaker, in the order in which they begin to speak.

    A name that says it counts first. Else whoever asks most, and more than they answer, is the
    interviewer; who says least is another; the rest are experts. Where the file names nobody at all, nobody
    named is taken for an expert whose questions are others': see utterances.py.
    """
    talks: dict[str, _Talk] = {}
    for turn in turns:
        talk = talks.setdefault(turn.speaker, _Talk())
        talk.words += len(turn.text.split())
        talk.turns += 1
        talk.questions += _QUESTION.search(turn.text) is not None
    if not any(talks):
        return dict.fromkeys(talks, EXPERT)
    total = sum(talk.words for talk in talks.values()) or 1
    roles = {name: _said_by_name(name) for name in talks}
    unknown = [name for name, role in roles.items() if not role and name]
    if INTERVIEWER not in roles.values() and len(talks) > 1 and unknown:
        asking = max(unknown, key=lambda name: (talks[name].asks, -talks[name].length))
        if talks[asking].asks > min(talk.asks for talk in talks.values()):
            roles[asking] = INTERVIEWER
    return {
        name: role
        or (EXPERT if name and talks[name].words >= LEAST_SHARE * total else OTHER)
        for name, role in roles.items()
    }


def _said_by_name(name: str) -> str:
    words = name.replace("_", " ")
    if words.casefold() == "q" or _ASKS.search(words):
        return INTERVIEWER
    if words.casefold() == "a":
        return EXPERT
    return EXPERT if _KNOWS.search(words) else ""
