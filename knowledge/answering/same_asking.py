"""Whether two messages ask the same: exactly, or in words that differ in nothing that has meaning.

No nearness of vectors tells "enable" from "disable", so here words are compared: what is left of
both questions without greetings, kind words, articles and true synonyms has to be the same, in the
same order. Whatever is not known to be without meaning keeps two questions apart.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from knowledge.answering import question_words as words
from knowledge.answering.phrases import language_of
from knowledge.retrieval.normalising import normalised

MOST_WORDS = 40
"""Longer messages tell a story; of those only the very same text counts."""
_REORDERED = 4
_SHORTEST = 5

_GREETING = re.compile(rf"(?:{words.GREETINGS})\b[\s,.!:;\u2013-]*")
_THANKS = re.compile(rf"[\s,.!?:;\u2013-]+(?:{words.THANKS})[\s.!]*\Z")
_END = re.compile(r"[\s.?!\u2026]+\Z")
_BLANKS = re.compile(r"\s+")
_TOKEN = re.compile(
    r"(?:(?<!\w)[-+.$\u20ac\u00a3#@/%]+(?=\w))?\w+(?:[.,\-/:@'&]\w+)*[+#%\u20ac$\u00a3]*|[<>=\u2260\u2264\u2265|*^~&+]+"
)
_SHORT = (
    (re.compile(r"n't$"), " not"),
    (re.compile(r"'re$"), " are"),
    (re.compile(r"'ve$"), " have"),
    (re.compile(r"'ll$"), " will"),
    (re.compile(r"(?<=^what|^here)'s$|(?<=^where)'s$|(?<=^how|^who)'s$"), " is"),
    (re.compile(r"'s$|'$"), ""),
)
_KINDLY = re.compile(rf"(?:{words.ASKED_KINDLY})\s+")
_FRAMES = [(name, re.compile(rf"(?:{frame})\s+")) for name, frame in words.FRAMES]
_WHOLE = [(name, re.compile(frame)) for name, frame in words.WHOLE_FRAMES]
_PHRASES = [(re.compile(rf"\b(?:{said})"), kept) for said, kept in words.PHRASES]


@dataclass(frozen=True)
class Asking:
    """What a message asks: in which way, and the words that carry meaning, in their order."""

    frame: str
    words: tuple[str, ...]

    @property
    def may_be_reordered(self) -> bool:
        """Whether another order of the words can ask nothing else: "password reset", for one."""
        return (
            self.frame != "IS"
            and len(self.words) <= _REORDERED
            and not words.WITH_DOER.intersection(self.words)
            and not words.ORDERING.intersection(self.words)
        )


def key_of(text: str) -> str:
    """Return a message as it is compared exactly: without case, greeting, thanks and end sign."""
    said = _BLANKS.sub(" ", normalised(text).casefold().replace("\u2019", "'"))
    said = said.strip(" \"'\u201c\u201d\u201e\u00ab\u00bb")
    bare = _END.sub("", said)
    while bare and (shorter := _END.sub("", _THANKS.sub("", bare))) != bare:
        bare = shorter
    while (found := _GREETING.match(bare)) and found.end() < len(bare):
        bare = bare[found.end() :]
    return bare or said


def asks_the_same(one: str, other: str) -> bool:
    """Whether two messages ask the same; in doubt they do not."""
    if key_of(one) == key_of(other):
        return True
    mine, theirs = asking_of(one), asking_of(other)
    if mine is None or theirs is None or not _same_way(mine, theirs):
        return False
    if mine.words == theirs.words:
        return True
    if not (mine.may_be_reordered and theirs.may_be_reordered):
        return False
    counts = sorted(asking.words.count("of") for asking in (mine, theirs))
    return counts != [1, 1] and _without_of(mine) == _without_of(theirs)


@lru_cache(maxsize=4000)
def asking_of(text: str) -> Asking | None:
    """Return what a message asks; None for what is too long to be told so, or has no words."""
    tokens = _TOKEN.findall(key_of(text))
    if not tokens or len(tokens) > MOST_WORDS:
        return None
    if language_of(text, "en") == "de":
        return Asking("", tuple(t for t in tokens if t not in words.ARTICLES_DE))
    said = " ".join(map(_spelled_out, tokens))
    while found := _KINDLY.match(said):
        said = said[found.end() :]
    frame, rest = _framed(said)
    for pattern, kept in _PHRASES:
        rest = pattern.sub(kept, rest)
    kept_words = tuple(
        _plain(word) for word in rest.split() if word not in words.FILLERS
    )
    return Asking(frame, kept_words) if kept_words else None


def _same_way(one: Asking, other: Asking) -> bool:
    """Who writes "cancel an order" wants to know how; other ways of asking are told apart."""
    return one.frame == other.frame or {one.frame, other.frame} == {"", "HOW"}


def _spelled_out(token: str) -> str:
    if token in words.EXPANDED:
        return words.EXPANDED[token]
    for ending, full in _SHORT:
        if ending.search(token):
            return ending.sub(full, token)
    return token


def _framed(said: str) -> tuple[str, str]:
    """Tell how it is asked from what is asked."""
    for name, whole in _WHOLE[:3]:
        if found := whole.fullmatch(said):
            return name, found["rest"]
    for name, frame in _FRAMES:
        if opening := frame.match(said):
            return name, said[opening.end() :]
    for name, whole in _WHOLE[3:]:
        if found := whole.fullmatch(said):
            return name, found["rest"]
    return "", said


def _plain(word: str) -> str:
    word = words.NUMBERS.get(word, words.SAME.get(word, word))
    word = _without_ing(_singular(word)).replace("isation", "ization")
    if word.endswith("ise") and len(word) > _SHORTEST:
        word = f"{word[:-3]}ize"
    return words.SAME.get(word, word)


def _without_ing(word: str) -> str:
    """ "Exporting" is "export": of both, an "e" at the end and a doubled sign are left out."""
    if len(word) > _SHORTEST and word.endswith("ing") and word not in words.NO_GERUND:
        word = word[:-3]
        word = word[:-1] if word[-1] == word[-2] else word
    return word[:-1] if len(word) > _SHORTEST - 1 and word.endswith("e") else word


def _singular(word: str) -> str:
    if len(word) < 4 or not word.isalpha() or word in words.NO_PLURAL:
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and word[-2] not in "su" else word


def _without_of(asking: Asking) -> list[str]:
    """ "The price of the plan" is "the plan price"; with "of" in both, their order counts."""
    return sorted(word for word in asking.words if word != "of")
