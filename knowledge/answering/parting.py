"""Telling the questions of one message apart, so that each is looked up and cited on its own.

Precise on purpose: a message that is not cut is answered as before, one that is cut wrongly is not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.answering.word_sets import word_set
from knowledge.answering.wording import stem, terms_of

MOST = 4
"""How many questions of a message are answered apart; more stay in the last one."""
_MOST_WORDS = 60
"""A longer message tells a story: its questions are about all of it."""
_SAME_MATTER = 0.5

_AUX = (
    r"(?:am|is|are|was|were|do|does|did|can|could|will|would|should|shall|may|must"
    r"|isnt|arent|dont|doesnt|didnt|cant|couldnt|wont|isn't|aren't|don't|doesn't|didn't|can't|won't)"
)
_WHO = (
    r"(?:i|we|you|u|he|she|it|they|one|there|this|that|these|those|the|a|an|my|our|your|its|their"
    r"|all|any|anyone|anybody|someone|somebody|everyone|customers?|agents?|users?|people)"
)
_ASKED_IN_GERMAN = r"(?:wie|was|wo|wohin|woher|wann|warum|wieso|weshalb|wer|wem|wen|welche[rsmn]?|wieviele?)"
_GERMAN_WHO = (
    r"(?:ich|wir|man|es|sie|du|ihr|er|das|der|die|den|dem|ein|eine|einen|mein\w*|unser\w*|ihr\w*"
    r"|dies\w*|dafur|dabei|davon|alle)"
)
_GERMAN_VERB = (
    r"(?:kann|konnen|können|konnte|könnte|darf|durfen|dürfen|muss|mussen|müssen|soll|sollen|sollte"
    r"|ist|sind|war|gibt|habe|hat|haben|wird|werden|wurde|würde|geht|gehen|funktioniert|kostet"
    r"|brauche|brauchen|lasst|lässt|lassen|bekomme|bekommen|bietet|liefert|versendet)"
)
# A question with its verb in front of who does it; "when I save" and "how it works" are none.
_OPENER = re.compile(
    rf"(?:how|what|where|when|why|who|whom)(?:'s|s)?\s+(?:{_AUX}|ha(?:s|ve|d))\b"
    rf"|(?:how|what|where|who)'s\b"
    rf"|how\s+(?:many|much|long|often|far|big|large|fast|soon|quickly|old)\b"
    rf"|(?:how|where|what)\s+to\s+\w"
    rf"|(?:which|what|whose)\s+(?:\S+\s+){{1,4}}?{_AUX}\s"
    r"|(?:who|what)\s+(?!is\b)\w+s\b"
    r"|(?:will|would|does|did|is|are)\s+\w+\s+\w"
    rf"|{_AUX}\s+{_WHO}\b"
    r"|(?:has|have|had)\s+(?:i|we|you|u|he|she|it|they|anyone|somebody|someone)\b"
    rf"|{_ASKED_IN_GERMAN}\s+\w+\s+{_GERMAN_WHO}\b"
    rf"|{_ASKED_IN_GERMAN}\s+{_GERMAN_VERB}\b"
    rf"|wie\s+(?:viele?|lange|oft|gro\w+|teuer|schnell|weit|hoch)\b"
    rf"|{_GERMAN_VERB}\s+{_GERMAN_WHO}\b",
    re.IGNORECASE,
)
_BEFORE_OPENER = re.compile(
    r"(?:\s|[-*\u2022>(\"'\u201c]|\d{1,2}[.)]"
    r"|(?:hi|hello|hey|hallo|ok|okay|so|well|and|also|but|then|now|oh|thanks|thank you|danke|please"
    r"|plus|und|auch|au\u00dferdem|ausserdem|dann|noch|bitte|secondly|second|first|firstly|third"
    r"|finally|lastly|another (?:question|thing)|one more (?:question|thing)|next question"
    r"|(?:noch )?eine (?:andere|weitere|zweite) frage|erstens|zweitens|drittens)\b[,:.!]?)*",
    re.IGNORECASE,
)
_ASKED_INDIRECTLY = re.compile(
    r"(?:(?:can|could|would) you )?(?:please )?(?:tell|explain|show)(?: to)? (?:me|us)\b"
    r"|i(?:'d| would) (?:also )?like to know\b|i (?:also )?(?:want|need) to know\b"
    r"|i(?:'m| am) (?:also )?wondering\b|(?:do|does) (?:you|anyone) know\b"
    r"|(?:kannst du|k\u00f6nnen sie|k\u00f6nnt ihr) (?:mir|uns) (?:bitte )?(?:sagen|erkl\u00e4ren|zeigen)\b"
    r"|ich (?:m\u00f6chte|wollte|will) (?:gern\w* |auch )?wissen\b",
    re.IGNORECASE,
)
# A wish is a question of its own only when it says that it comes on top.
_ANOTHER_WISH = re.compile(
    r"i also (?:want|need|would like|have to|tried|can't|cannot)\b"
    r"|(?:also|secondly|another (?:question|thing)|plus|one more (?:question|thing))\b[,:]? "
    r"i(?:'d| would)? (?:want|need|like|have to|can't|cannot|don't know how)\b"
    r"|ich (?:m\u00f6chte|will|muss) (?:auch|au\u00dferdem)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(
    r"(?<=[?!])[\"'\u201d)]*(?:\s+(?=\S)|(?=[A-Z\u00c4\u00d6\u00dc]))|(?<=[.:;])(?<!\b\d\.)[\"'\u201d)]*\s+(?=\S)|\n+\s*"
)
_JOINT = re.compile(
    # Possessive: a message may be thousands of spaces.
    r"(?:[,;]\s++|(?<![\s,;])\s++)(?:[-\u2013]\s++)?(?=(?:and|und|plus|as well as|sowie)\s)"
    r"|[,;\u2013]\s++(?=\w)",
    re.IGNORECASE,
)
_JOINER = re.compile(
    r"(?:(?:and|und|plus|as well as|sowie)\s+)?(?:(?:also|then|auch|dann|if so|if not|wenn ja)\b,?\s+)*",
    re.IGNORECASE,
)
_PASTED = re.compile(
    r"```|~~~|Traceback|^[ \t]+at \S+\(|^[ \t]*\d{4}-\d\d-\d\d[T ]\d\d:", re.MULTILINE
)

# Questions made of these alone are about what was asked before them.
_GENERAL = frozenset(
    stem(word)
    for word in word_set(
        """help do make get fix solve work wrong problem issue question idea way possible know tell
        explain understand need want try happen go mean thing something anything solution reason
        advice suggestion bug normal correct right sure step thank hello hi info information detail
        exactly button page menu place look find see show say doing going anyone else next instead
        say avoid stop cause recommend handle resolve deal supposed expected okay ok fine really
        like best easy able back now nothing broken broke break
        hilfe helfen machen tun losen lösen fehler problem frage idee weg moglich möglich wissen
        sagen erklaren erklären verstehen brauchen passieren gehen bedeuten losung lösung grund
        falsch richtig normal schritt danke hallo knopf seite stelle finden zeigen genau liegt
        funktioniert funktionieren geht"""
    )
)
# Words that "stop words" leaves out, and that ask for something of their own all the same.
_MEASURES = re.compile(
    r"\bhow (?:much|many|long|often|far|big|large|fast|soon)\b|\bhow old\b|\bwhen (?:will|does|do|is|can)\b"
    r"|\bwie (?:viele?|lange|oft|teuer|schnell|weit|hoch)\b|\bwas kostet\b|\bwann\b|\bwho (?:can|may)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Piece:
    """A stretch of the message, to the beginning of the next one."""

    start: int
    text: str

    @property
    def matter(self) -> frozenset[str]:
        """The words that say what it is about, or asks for."""
        return matter_of(self.text)


def parts_of(text: str) -> tuple[str, ...]:
    """Return the questions of a message in their order, each with the words around it.

    One part, the whole text, when it asks one thing or cannot be cut with certainty. Joined
    by their space, the parts are the message again.
    """
    if len(text.split()) > _MOST_WORDS or _PASTED.search(text):
        return (text,)
    starts = list(_starts([*_pieces(text)]))[: MOST - 1]
    if not starts:
        return (text,)
    ends = [*starts, len(text)]
    begins = [0, *starts]
    return tuple(text[a:b].strip() for a, b in zip(begins, ends, strict=True))


def bare_question(part: str) -> str:
    """Return a part without the word that joined it to the one before."""
    bare = part[_BEFORE_OPENER.match(part).end() :]  # type: ignore[union-attr]
    return bare or part


def _starts(pieces: list[_Piece]) -> Iterator[int]:
    """Yield where a further question begins, with what is said before it on its behalf."""
    asked: list[frozenset[str]] = []
    told = False
    for piece in pieces:
        more = _ANOTHER_WISH.match(piece.text.lstrip()) is not None
        begins = (bool(asked) and opens(piece.text)) or (more and told)
        again = any(_same_matter(piece.matter, before) for before in asked)
        if piece.matter and begins and not again:
            yield piece.start
        if piece.matter and asks(piece.text):
            asked.append(piece.matter)
        told |= bool(piece.matter)


def _pieces(text: str) -> Iterator[_Piece]:
    ends = [found.end() for found in _SENTENCE_END.finditer(text)]
    for start, end in zip([0, *ends], [*ends, len(text)], strict=True):
        yield from _cut(text, start, end)


def _cut(text: str, start: int, end: int) -> Iterator[_Piece]:
    """Cut a sentence where a second question follows the first."""
    for joint in _JOINT.finditer(text, start, end):
        left, right = text[start : joint.start()], text[joint.end() : end]
        question = _JOINER.sub("", right, count=1)
        both = matter_of(left) and matter_of(question)
        if both and asks(left) and _OPENER.match(question):
            yield _Piece(start, left)
            start = joint.end()
    yield _Piece(start, text[start:end])


def asks(text: str) -> bool:
    """Whether it is put as a question."""
    return text.rstrip(" \"'\u201d)").endswith("?") or opens(text)


def opens(text: str) -> bool:
    """Whether it begins as a question, or has a condition in front of one."""
    bare = bare_question(text)
    return bool(
        _OPENER.match(bare)
        or _OPENER.match(bare.rpartition(", ")[2])
        or _ASKED_INDIRECTLY.match(bare)
        or _ANOTHER_WISH.match(bare)
        or _ANOTHER_WISH.match(text.lstrip())
    )


def matter_of(text: str) -> frozenset[str]:
    """Return the stems that say what a question is about; none for "how do I fix this?"."""
    bare = bare_question(text)
    measures = (found.casefold() for found in _MEASURES.findall(bare))
    terms = (term for term in terms_of(bare) if term not in _GENERAL)
    return frozenset((*measures, *terms))


def _same_matter(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether a question says again what was asked before it."""
    return len(one & other) > _SAME_MATTER * len(one)
