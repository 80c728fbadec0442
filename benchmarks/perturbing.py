"""Sentences made wrong on purpose: a number changed, or the sense turned round.

The words and forms here are grammar's own and were written without the checker's lists.
"""

import re
from collections.abc import Callable, Sequence

_NUMBER = re.compile(r"(?<![\w.,/#-])(\d{1,6})(?![\w/#-]|[.,]\d)")
_LIST_NUMBER = re.compile(r"\s*\d{1,3}[.)]\s")
_AUX = re.compile(
    r"\b(is|are|was|were|can|will|must|should|may|does|do|has|have|could|would)\b(?! not\b|n't)",
)
_CONTRACTED = {
    "can": "can't", "will": "won't", "may": "may not", "is": "isn't", "are": "aren't",
    "was": "wasn't", "were": "weren't", "must": "mustn't", "should": "shouldn't",
    "does": "doesn't", "do": "don't", "has": "hasn't", "have": "haven't",
    "could": "couldn't", "would": "wouldn't",
}  # fmt: skip
_IMPERATIVE = re.compile(
    r"\A(?P<lead>(?:\d{1,3}[.)]\s+|[-*]\s+)?(?:(?:Then|Next|First|Finally|Now),? )?)"
    r"(?P<verb>Click|Open|Press|Go|Select|Enter|Choose|Set|Make|Use|Add|Run|Look|Check|Save|Put"
    r"|Change|Write|Keep|Start|Restart|Wait|Type|Copy|Close|Turn|Give|Ask|Take|Drag|Hover|Sign|Log"
    r"|Scroll|Tap|Upload|Remove|Delete|Edit|Connect|Follow|Read|Send|Compare|Find|Call|Install)\b",
)
_DENIED = re.compile(
    r"\b(cannot|(?:can|is|are|do|does|will|should|must|was|has|have)(?:n't| not)) "
)
_DENIES = re.compile(
    r"\b(?:no|not|nothing|nobody|none|never|without|neither|nor|cannot)\b|n't\b",
    re.IGNORECASE,
)
_BE = re.compile(r"\b(is|are|was|were)\b")
_AFFIRMED = {
    "cannot": "can", "can't": "can", "won't": "will", "isn't": "is", "aren't": "are",
    "don't": "do", "doesn't": "does", "hasn't": "has", "haven't": "have", "wasn't": "was",
    "shouldn't": "should", "mustn't": "must",
}  # fmt: skip

Form = Callable[[str], str]


def with_another_number(sentence: str, known: str) -> str:
    """Return the sentence with one number changed to one that the source does not hold."""
    body = _LIST_NUMBER.match(sentence)
    found = _NUMBER.search(sentence, body.end() if body else 0)
    if found is None:
        return ""
    value = int(found[1])
    others = (value + 1, value * 2 + 1, value + 7, value * 10 + 3, value + 113)
    other = next((n for n in others if str(n) not in known), None)
    if other is None:
        return ""
    return f"{sentence[: found.start(1)]}{other}{sentence[found.end(1) :]}"


def _after_auxiliary(word: str) -> Form:
    return lambda text: _AUX.sub(lambda m: f"{m[1]} {word}", text, count=1)


def _contracted(text: str) -> str:
    return _AUX.sub(lambda m: _CONTRACTED[m[1]], text, count=1)


def _imperative(how: str) -> Form:
    return lambda text: _IMPERATIVE.sub(
        lambda m: f"{m['lead']}{how} {m['verb'].lower()}", text, count=1
    )


def _avoided(text: str) -> str:
    def avoided(found: re.Match[str]) -> str:
        verb = found["verb"].lower()
        stem = verb.removesuffix("e")
        double = stem[-1] if verb in {"set", "put", "run", "tap", "drag", "log"} else ""
        return f"{found['lead']}Avoid {stem}{double}ing"

    return _IMPERATIVE.sub(avoided, text, count=1)


def _refrained(text: str) -> str:
    return _avoided(text).replace("Avoid ", "Refrain from ", 1)


def _being(word: str) -> Form:
    return lambda text: _BE.sub(lambda m: f"{m[1]} {word}", text, count=1)


def _affirmed(text: str) -> str:
    def affirmed(found: re.Match[str]) -> str:
        word = found[1]
        return f"{_AFFIRMED.get(word, word.removesuffix(' not'))} "

    return _DENIED.sub(affirmed, text, count=1)


FORMS: Sequence[tuple[str, Form]] = (
    ("not", _after_auxiliary("not")),
    ("n't", _contracted),
    ("no longer", _after_auxiliary("no longer")),
    ("by no means", _after_auxiliary("by no means")),
    ("never", _after_auxiliary("never")),
    ("do not", _imperative("Do not")),
    ("never do", _imperative("Never")),
    ("avoid", _avoided),
    ("rarely", _after_auxiliary("rarely")),
    ("anything but", _being("anything but")),
    ("far from", _being("far from")),
    ("refrain from", _refrained),
)
TAKEN_OUT = "denial taken out"


def turned_round(sentence: str, turn: int) -> tuple[str, str]:
    """Return the form that was used and the sentence in it; the forms take turns.

    What is denied already is affirmed: a second denial would leave nobody knows what.
    """
    if _DENIES.search(sentence):
        made = _affirmed(sentence)
        return (TAKEN_OUT, made) if made != sentence else ("", "")
    for n in range(len(FORMS)):
        name, form = FORMS[(turn + n) % len(FORMS)]
        made = form(sentence)
        if made != sentence:
            return name, made
    return "", ""
