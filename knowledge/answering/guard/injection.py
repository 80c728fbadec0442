"""Orders to the model in what customers write and in what the desk knows, whatever their disguise."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Literal, get_args

from knowledge.answering.guard import english, english_deeds
from knowledge.answering.guard.folding import folded, latin, without_figures
from knowledge.answering.guard.languages import LANGUAGES, Words
from knowledge.answering.guard.spelling import joined, mended
from knowledge.answering.guard.wrappers import unwrapped

Kind = Literal[
    "override", "role", "reveal", "others", "say", "tool", "syntax", "addressed"
]

_DEEPEST = 2
"""So many codes may lie one in the other."""
_EXCERPT = 80
_MOST = 5
_KEPT = 5000
_QUOTE = re.compile(r"(\w+)[^\w\n]{0,3}[\"\u201c\u201e\u00ab'\u2018`]\s*\Z")
_GIVES_ORDERS = re.compile(
    r"(?:(?:\A|[.!?:;,\n]\s*|\b(?:and|then|now|please|to|only|just|me|always)\s+)"
    r"(?:say|print|write|output|reply|respond|answer|repeat|confirm|tell)|with|sentence|words?)\Z"
)


@dataclass(frozen=True)
class Order:
    """One order to a model that stands in a text."""

    kind: Kind
    excerpt: str
    disguise: str = ""
    reported: bool = False
    """Told of, in quotation marks, rather than given."""


@lru_cache(maxsize=_KEPT)
def orders_in(text: str) -> Sequence[Order]:
    """Return the orders to a model in a customer's words."""
    return tuple(_orders(text, _IN_MESSAGES))


@lru_cache(maxsize=_KEPT)
def orders_in_knowledge(text: str) -> Sequence[Order]:
    """Return the orders to a model in a text of the desk, which tells people what to do all day.

    What is hidden there is read more strictly: nobody hides a help text.
    """
    plain = tuple(_orders(text, _IN_KNOWLEDGE, depth=_DEEPEST))
    return plain or tuple(
        order
        for name, said in _hidden(text)
        for order in _found(said, name, _IN_HIDDEN)
    )


def _orders(
    text: str, rules: "Rules", disguise: str = "", depth: int = 0
) -> Iterator[Order]:
    """Yield what is found in the first reading of the text that shows anything."""
    plain = folded(text)
    for name, said in ((disguise, plain), (disguise or "letters", _undone(text))):
        if (name == disguise or said != plain) and (
            found := [*_found(said, name, rules)]
        ):
            yield from found
            return
    if depth < _DEEPEST:
        for name, inner in unwrapped(text):
            yield from _orders(inner, rules, name, depth + 1)


def _hidden(text: str) -> Iterator[tuple[str, str]]:
    for name, inner in unwrapped(text):
        yield name, folded(inner)
        yield from ((name, folded(innermost)) for _, innermost in unwrapped(inner))


def _undone(text: str) -> str:
    """Read the text as one who sees through other letters, figures, spaces and mixed-up words."""
    return mended(without_figures(latin(folded(joined(text)))))


def _found(said: str, disguise: str, rules: "Rules") -> Iterator[Order]:
    for script, letters in _SCRIPTS.items():
        if not letters.search(said):
            continue
        for pattern in rules.get(script, ()):
            for match in islice(pattern.finditer(said), _MOST):
                kind: Kind = match.lastgroup  # type: ignore[assignment]
                excerpt = " ".join(match[0].split())[:_EXCERPT]
                yield Order(kind, excerpt, disguise, _is_reported(said, match.start()))


def _is_reported(said: str, start: int) -> bool:
    """Whether the match begins a quotation that somebody tells of: `the log says "ignore ..."`."""
    before = said[: start + 1].rstrip()
    quoted = _QUOTE.search(before) or _QUOTE.search(said[:start])
    if quoted is None:
        return False
    return _GIVES_ORDERS.search(said[: quoted.end(1)]) is None


Rules = Mapping[str, Sequence[re.Pattern[str]]]
"""By script, few patterns that each hold many: the kind is the name of the group that matched."""

_SCRIPTS = {
    "latin": re.compile(r"[a-z]"),
    "cyrillic": re.compile(r"[\u0400-\u04ff]"),
    "han": re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]"),
    "hangul": re.compile(r"[\uac00-\ud7a3]"),
    "arabic": re.compile(r"[\u0600-\u06ff]"),
    "devanagari": re.compile(r"[\u0900-\u097f]"),
}
_SCRIPT_OF = {
    "ru": "cyrillic", "uk": "cyrillic", "zh": "han", "ja": "han", "ko": "hangul", "ar": "arabic",
    "hi": "devanagari",
}  # fmt: skip
_PLACES = {
    # Where an order may begin; what "I", "we" or "how do I" do is none.
    "^": r"(?:\A|[.!?;:,\n\"'\u201c\u201d\u201e\u00ab\u00bb()\[\]<>*_#|/\u2013\u2014\u3002\u3001\u300c]\s*|(?:\A|\n)\s*-\s*"
    r"|\b(?:and|then|now|please|instead|also|so|must|should|shall|will|kindly|just|you|first|next"
    r"|instantly|immediately|simply|by the way|(?:you|have|has|had|are|is|need|needs) to"
    r"|und|dann|bitte|jetzt|mir|et|puis|y|luego|poi|en|och|ve|\u0438|\u043f\u043e\u0442\u043e\u043c|\u0442\u0430|\u0456)\s+)",
    r"\b": r"\b",
    "": "",
}
_STOP = r".!?;:\n\u3002"

Rule = tuple[str, Kind, str]


def _of_language(code: str, words: Words) -> Iterator[Rule]:
    script = _SCRIPT_OF.get(code, "latin")
    edge = r"\b" if words.spaced else ""
    gap = rf"(?:(?!{edge}(?:{words.not_in_gap}|the|about|my){edge})[^{_STOP}]){{0,40}}?"
    begin = "^" if words.spaced else ""
    drop, rules = rf"{words.drop}{edge}", rf"{edge}{words.rules}"
    tell, hidden = rf"{words.tell}{edge}", rf"{edge}{words.hidden}"
    override = (
        rf"{rules}{gap}{edge}{drop}"
        if words.verb_last
        else rf"{begin}{drop}{gap}{rules}"
    )
    reveal = (
        rf"{hidden}{gap}{edge}{tell}"
        if words.verb_last
        else rf"{begin}{tell}{gap}{hidden}"
    )
    kinds: Mapping[Kind, Sequence[str]] = {
        "override": [override], "reveal": [reveal], "role": [words.role],
        "say": _say(words, begin), "tool": [words.tool], "others": [words.others],
        "addressed": [words.addressed],
    }  # fmt: skip
    for kind, patterns in kinds.items():
        for pattern in filter(None, patterns):
            # Folding makes small letters of two signs that mean something to `re`.
            small = folded(pattern).replace(r"\z", r"\Z").replace(r"\a", r"\A")
            yield script, kind, small


def _say(words: Words, begin: str) -> list[str]:
    """To say something that follows a colon or a quotation mark, and is no question."""
    content = r"\s*(?=\S)(?![^?\n\uff1f]*[?\uff1f]\s*(?:\Z|\n))"
    before = rf"[^{_STOP}\"\u201c\u00ab]{{0,40}}"
    edge = r"\b" if words.spaced else ""
    colon = (
        rf"{begin}{words.say}{edge}{before}(?::|[\"\u201c\u201e\u00ab\u300c]){content}"
    )
    return [colon, rf"[\"\u201d\u300d']\s?{words.say}"] if words.verb_last else [colon]


def _of_english() -> Iterator[Rule]:
    kinds: Mapping[Kind, Sequence[str]] = {
        "override": english.OVERRIDE, "role": english.ROLE, "reveal": english.REVEAL,
        "others": (*english.OTHERS, *english.INTERNAL), "tool": english_deeds.TOOL,
        "say": english_deeds.SAY, "syntax": english_deeds.SYNTAX, "addressed": english_deeds.ADDRESSED,
    }  # fmt: skip
    for kind, patterns in kinds.items():
        yield from (("latin", kind, pattern) for pattern in patterns)


def _joined(rules: Iterable[Rule], kinds: Collection[Kind]) -> Rules:
    """Make one pattern of all that begin alike: a text is gone through three times, not 200."""
    by_place: dict[tuple[str, str], dict[Kind, list[str]]] = {}
    for script, kind, pattern in rules:
        if kind in kinds:
            place = next(place for place in _PLACES if pattern.startswith(place))
            group = by_place.setdefault((script, place), {})
            group.setdefault(kind, []).append(pattern.removeprefix(place))
    made: dict[str, list[re.Pattern[str]]] = {}
    for (script, place), group in by_place.items():
        said = "|".join(
            f"(?P<{kind}>{'|'.join(found)})" for kind, found in group.items()
        )
        made.setdefault(script, []).append(re.compile(f"{_PLACES[place]}(?:{said})"))
    return made


_ALL = (
    *_of_english(),
    *(rule for code, words in LANGUAGES.items() for rule in _of_language(code, words)),
)
_IN_MESSAGES = _joined(_ALL, set(get_args(Kind)) - {"addressed"})
_IN_HIDDEN = _joined(_ALL, {"override", "role", "reveal", "syntax", "addressed"})
_IN_KNOWLEDGE = _joined(_ALL, {"override", "role", "syntax", "addressed"})
