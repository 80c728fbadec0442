"""A turn that leans on what was asked before it, made into something that can be looked up alone.

Rules only; what they make is looked up beside the customer's words and never replaces them.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from knowledge.answering.clauses import clauses_of
from knowledge.answering.intents import LOOKED_UP, intent_of
from knowledge.answering.outcomes import Line
from knowledge.answering.parting import asks
from knowledge.answering.phrases import titles_offered
from knowledge.answering.wording import terms_of

Leaning = Literal["leans", "stands", "unsure"]

_LONGEST_TURN_BEFORE = 1000
_LINES = 6
_FEW_TERMS = 2
ENOUGH_TERMS = 3
_POINTS_BACK = re.compile(
    r"\b(?:it|its|they|them|their|that|this|those|these|there|ones?|former|latter|same|instead"
    r"|otherwise|then|other way(?: round| around)?|else|so"
    r"|es|das|dies\w*|ihn|ihm|sie|dort|dann|damit|davon|dafur|dabei|dagegen|dazu|daran|darin"
    r"|darauf|sonst|stattdessen|umgekehrt)\b"
)
# "Is there ...", "there are ...", "so that ...", "with one word": these point nowhere.
_POINTS_NOWHERE = re.compile(
    r"\b(?:(?:is|are|was|were) there|there (?:is|are|was|were)|theres|so (?:that|many|much)|no one"
    r"|someone|anyone|which one|one of|(?:the|a) (?:desk|page|site) that"
    r"|gibt es|geht es|ist es moglich|wenn es)\b"
    r"|\b(?:the|an?|any|all|every|my) \w+ that\b|\b(?:is|means?|say|says|know|sure|see) that\b"
    r"|\b\w+ (?:from|of|in|with|and|by|to|for) (?:its|their)\b"
    r"|\b(?:with|for|in|into|than|under|at|from) one (?!of\b|that\b|is\b|are\b|i\b|we\b|you\b)\w+"
    r"|\bit (?:is|was) (?:possible|normal|true)\b|\bis it (?:possible|normal|true|ok)\b"
)
_SENTENCE_ENDS = re.compile(r"[.!?;]\s|\n")
_LONGEST_TOPIC = 200
_MOST_WORDS = 12
_MOST_WORDS_OF_THING = 6
_NO_THING = re.compile(
    r"(?:me|us|you|how|what|why|when|where|who|which|if|that|to)\b|the difference\b",
    re.IGNORECASE,
)
_ASKED_ABOUT = re.compile(
    r"(?:(?:how|where|when|why|what)? ?(?:do|can|could|should|may|must|would|to|does|did)"
    r" ?(?:i|we|you|one|a customer|an agent|the desk|the bot)? (?P<deed>[a-z]+(?: (?:up|out|off|on|down|over|in))?)"
    r" (?P<thing>[^?]+?)"
    r"|(?:what|where|who|how) (?:is|are|was|were) (?P<what>[^?]+?))[?. ]*",
    re.IGNORECASE,
)
_IT = re.compile(r"\b(?:it|they|them|this one|that one)\b", re.IGNORECASE)
_THAT = re.compile(
    r"\bdo (?:it|that|this|so)\b|\b(?:that|this)\b(?! \w+(?<!for)(?<!to)(?<!again))|\bso\b",
    re.IGNORECASE,
)
_CARRIES_ON = re.compile(
    r"(?:and|but|or|also|what about|how about|what if|why not|und|aber|oder|auch|was ist mit"
    r"|wie ist es mit|und wenn)\b"
)
_ORDINALS: Sequence[re.Pattern[str]] = tuple(
    re.compile(rf"(?:(?:the|number|no|nr|option|das|die|der|nummer) )*(?:{words})(?: one)?(?: please| bitte)?")
    for words in ("first|1|1st|former|erste[rns]?", "second|2|2nd|latter|zweite[rns]?", "third|3|3rd|last|dritte[rns]?|letzte[rns]?")
)  # fmt: skip


def queries_for(text: str, history: Sequence[Line]) -> tuple[str, ...]:
    """Return the last turn, and what else to look up for it; the better score counts.

    1. A choice among titles that the bot named is looked up as that title.
    2. A turn that points back is looked up with the last question that stands alone.
    3. One that stands alone itself, and shares no word with what was said, is a change of
       topic: nothing is put before it.
    4. Between the two, the turn before stands in front.
    """
    if title := chosen_title(text, history):
        return (text, f"{title}\n{title}")
    before = list(_questions(history))
    if not before:
        return (text,)
    if changes_topic(text, history):
        return (text,)
    lean = leaning(text)
    topic = next((said for said in before if leaning(said) != "leans"), before[-1])
    carried = topic if lean == "leans" else before[0]
    joined = (text, f"{carried[:_LONGEST_TURN_BEFORE]}\n{text}")
    filled = filled_in(text, topic) if lean == "leans" else ""
    return (*joined, filled) if filled else joined


def changes_topic(text: str, history: Sequence[Line]) -> bool:
    """Whether a turn stands alone and has no word of what was said before it."""
    return leaning(text) == "stands" and not _shares_words(text, history)


def still_counting(text: str, history: Sequence[Line]) -> Sequence[Line]:
    """Return what of a chat a turn is to be understood with: nothing after a change of topic.

    Whatever customers told of themselves, and whatever people answered, goes on to count.
    """
    said = [line for line in history if line.role != "bot"]
    asked = (line.role == "customer" and _asks_alone(line.text) for line in said)
    return () if said and all(asked) and changes_topic(text, history) else history


def filled_in(text: str, topic: str) -> str:
    """Return the turn with what it points to in the place of the pronoun; nothing if unsure.

    "It" stands for what the last question was about, "that" for doing so.
    """
    if len(topic) > _LONGEST_TOPIC or len(text.split()) > _MOST_WORDS:
        return ""
    found = _ASKED_ABOUT.fullmatch(" ".join(topic.split()))
    if found is None:
        return ""
    thing = found["thing"] or found["what"]
    if len(thing.split()) > _MOST_WORDS_OF_THING or _NO_THING.match(thing):
        return ""
    deed = f"{found['deed'] or ''} {thing}".strip()
    for pattern, meant in ((_THAT, deed), (_IT, thing)):
        filled, count = pattern.subn(lambda _, meant=meant: meant, text, count=1)  # type: ignore[misc]
        if count:
            return filled
    return ""


def leaning(text: str) -> Leaning:
    """Say whether a turn points back to what was said before, or stands alone."""
    clauses = clauses_of(text)
    terms = set(terms_of(text))
    pointing = points_back(text)
    carrying = bool(clauses) and _CARRIES_ON.match(clauses[0]) is not None
    if pointing or (carrying and len(terms) <= ENOUGH_TERMS) or len(terms) < _FEW_TERMS:
        return "leans"
    return "stands" if len(terms) >= ENOUGH_TERMS and not carrying else "unsure"


def points_back(text: str) -> bool:
    """Whether a turn has a word for something that was named before it."""
    said = " ".join(clauses_of(text))
    return _POINTS_BACK.search(_POINTS_NOWHERE.sub(" ", said)) is not None


def chosen_title(text: str, history: Sequence[Line]) -> str:
    """Return the title that was chosen of those that the bot has just named, if one was."""
    if not history or history[-1].role != "bot":
        return ""
    titles = titles_offered(history[-1].text)
    said = " ".join(clauses_of(text))
    for title, ordinal in zip(titles, _ORDINALS, strict=False):
        if ordinal.fullmatch(said):
            return title
    if titles and re.search(r"\b(?:last|letzte\w*)\b", said) and len(said.split()) <= 3:
        return titles[-1]
    asked = set(terms_of(text))
    meant = [title for title in titles if asked and asked <= set(terms_of(title))]
    return meant[0] if len(meant) == 1 else ""


def _asks_alone(text: str) -> bool:
    """Whether a line is a question or small talk, and tells nothing beside."""
    if intent_of(text) not in LOOKED_UP:
        return True
    return asks(text) and _SENTENCE_ENDS.search(text.strip()) is None


def _shares_words(text: str, history: Sequence[Line]) -> bool:
    said = {term for line in history[-_LINES:] for term in terms_of(line.text)}
    return not said.isdisjoint(terms_of(text))


def _questions(history: Sequence[Line]) -> Iterator[str]:
    """The customer's questions, the last one first; small talk between them is passed over."""
    for line in reversed(history):
        if line.role == "customer" and intent_of(line.text) in LOOKED_UP:
            yield line.text
