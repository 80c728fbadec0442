"""What shows in the words of a message: subjects, wishes and moods, as numbers from 0 up."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from knowledge.answering.clauses import clauses_of
from knowledge.answering.grievances import about_own_account, complains
from knowledge.answering.person_wish import wants_person
from knowledge.triage.mood_words import MOODS
from knowledge.triage.subject_words import SUBJECTS

MOST_HITS = 3
"""More of the same words tell no more."""
SHORT_WORDS, LONG_WORDS = 4, 30
TOLD = (
    "asks_us",
    "own_case",
    "delay",
    "harm",
    "danger",
    "loss_now",
    "exception",
    "data_rights",
)
"""These count only where somebody tells something: "how do I cancel my order?" cancels nothing."""
MATTERS = ("billing", "account", "order", "sales", "security", "problem", "elsewhere")

_NUMBER = re.compile(r"\b[A-Z]{0,4}-?\d{4,}\b|\b[A-Z]{2}\d{2,}\w*\b")
_MONEY = re.compile(
    r"[\u20ac$\u00a3]\s?\d|\d+(?:[.,]\d+)?\s?(?:\u20ac|eur|euro|dollars?|pounds?|usd|\$)\b",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"\b(?:E-?\d+|[45]\d\d|ERROR|Traceback|\w+Error|\w+Exception|E[A-Z]{4,})\b"
)
_SHOUT = re.compile(r"!!|\b(?!HTTP|ERROR|GDPR|DSGVO|IBAN|JSON|EACCES)[A-Z]{4,}\b|\?\?")
_LEAD = (
    r"\s(?:(?:and|but|so|ok|okay|hi|hello|hey|please|also|then|well|honestly|oh|und|aber|also|bitte|hallo"
    r"|et|mais|y|pero|just curious|before i buy|thanks|can (?:you|u) tell me|could you tell me|i need to know"
    r"|need to know|please explain|i would like to know|id like to know|in) )*"
)
_HOW = re.compile(
    _LEAD
    + r"(?:how (?:do|can|to|would|should|does) |where (?:do|can|is the|does|are the) |wheres? the |steps (?:for|to) "
    r"|is (?:there a way|it possible) |wie (?:kann|[a-z]+e ich|[a-z]+t man) |wo (?:kann|[a-z]+e ich) |kann man |geht das "
    r"|comment |ou (?:puis|est) |est ce que je peux |como |donde |se puede )"
)
_ASKS = re.compile(
    _LEAD
    + r"(?:how|where|wheres|what|whats|which|when|why|who|whose|whom|until when|since when|can (?:i|we|the|two|people|our|my|children"
    r"|someone else|somebody else)|could i|may (?:i|we)|do (?:you|u|i|we|they|prices|cookies)|does|did|is|are|am i|will|would it|have you"
    r"|should i|shall i|steps (?:for|to)|any|wie|wo|was|wann|warum|wer|welche[rsnm]?|bis wann|kann (?:ich|man|die|der|das)|darf ich"
    r"|gibt es|geht das|habt ihr|haben sie|hat|ist|sind|wird|werden|muss ich|liefern sie|comment|ou|quel|quelle|quels|quelles|quand|pourquoi|combien"
    r"|est ce|puis je|avez vous|y a t|dans quel|livrez vous|como|donde|que|cual|cuales|cuando|cuanto|cuanta|hay|puedo|se puede|con que|es|tienen) "
)


def cues_of(text: str) -> dict[str, float]:
    """Return every cue of a message by name; those that are not there are 0."""
    said = folded(text)
    clauses = [f" {clause} " for clause in clauses_of(text)]
    told = " ".join(clause for clause in clauses if not _ASKS.match(clause))
    hits = {
        name: _hits(pattern, told if name in TOLD else said)
        for name, pattern in _patterns().items()
    }
    asking = sum(bool(_ASKS.match(clause)) for clause in clauses)
    no_matter = not any(hits[name] for name in MATTERS)
    return (
        hits
        | {
            "asks_something": float(asking > 0),
            "only_asks": float(0 < asking == len(clauses)),
            "asks_how": float(any(_HOW.match(clause) for clause in clauses)),
            "no_matter": float(no_matter),
            "how_no_matter": float(no_matter and asking > 0),
        }
        | _forms(text, said)
    )


def cue_names() -> tuple[str, ...]:
    """Return the names of all cues, in their order."""
    return tuple(cues_of(""))


def folded(text: str) -> str:
    """Return a message as lower-case words without accents and marks, one blank apart."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub(r"['\u2019`\u00b4]", "", plain)
    return " " + re.sub(r"\W+", " ", plain).strip() + " "


def _forms(text: str, said: str) -> dict[str, float]:
    clauses, words = clauses_of(text), said.split()
    joined = " ".join(clauses)
    return {
        "is_question": float("?" in text),
        "is_short": float(len(words) <= SHORT_WORDS),
        "is_long": float(len(words) >= LONG_WORDS),
        "has_number": float(bool(_NUMBER.search(text))),
        "has_money": float(bool(_MONEY.search(text))),
        "has_code": float(bool(_CODE.search(text))),
        "shouts": float(bool(_SHOUT.search(text))),
        "wants_person": float(wants_person(clauses)),
        "complains": float(complains(joined)),
        "own_record": float(about_own_account(joined)),
    }


def _hits(pattern: re.Pattern[str], said: str) -> float:
    return float(min(len(set(pattern.findall(said))), MOST_HITS))


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    return {name: _pattern(words) for name, words in (SUBJECTS | MOODS).items()}


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(
        r"(?<= )(?:" + "|".join(sorted(map(_item, set(words.split())))) + ")"
    )


def _item(item: str) -> str:
    item, whole = item.rstrip(".").strip("\u00bf"), item.endswith(".")
    said = re.sub(r"[_\W]+", " ", item).replace(" ", r"\s")
    return said + (r"(?=\s)" if whole else "")
