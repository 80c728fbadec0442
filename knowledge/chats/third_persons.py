"""Names of people who are neither the customer nor staff of a chat, by what stands around them.

A title, a word for who somebody is, an address, a role behind the name or a common given name tells that it is one.
A name that nothing tells of is not found; a reader takes it out.
"""

import re
from collections.abc import Iterable, Iterator

from knowledge.answering.languages import language_in
from knowledge.answering.wording import STOPWORDS
from knowledge.chats.given_names import GIVEN_NAMES
from knowledge.interviews.actions import VERBS

_WORD = r"(?-i:[A-ZÄÖÜÀ-ÝŁŚŻČŠŽ][a-zäöüßà-ÿąćęłńóśźżčšž]+(?:['\u2019-](?-i:[A-ZÄÖÜÀ-Ý])?[a-zäöüßà-ÿ]+)*)"
_PARTICLE = (
    r"(?:van(?: de[nr]?)?|von(?: de[nr]?)?|zu|de(?: la)?|di|da|dos|del|bin|ibn|al)"
)
_NAME = rf"{_WORD}(?: (?:{_PARTICLE} )?{_WORD}){{0,2}}"
_FULL = rf"{_WORD} (?:{_PARTICLE} )?{_WORD}"
_WHOSE = r"(?:my|our|your|his|her|their|the|a|meine?[nmrs]?|unsere?[nmrs]?|ihre?[nmrs]?|mon|ma|notre|mi|nuestr[oa])"
_WHO = (
    r"(?:co-?worker|colleague|boss|manager|director|wife|husband|spouse|partner|son|daughter|mother|father|mum|mom|dad|brother"
    r"|sister|friend|assistant|secretary|accountant|book-?keeper|advis[eo]r|lawyer|solicitor|doctor|employee|trainee|intern"
    r"|tenant|landlord|neighbour|neighbor|uncle|aunt|cousin|nephew|niece|kolleg(?:e[n]?|in)|chef(?:in)?|frau|mann|partner(?:in)?"
    r"|sohn|tochter|mutter|vater|bruder|schwester|freund(?:in)?|assistent(?:in)?|steuerberater(?:in)?|mitarbeiter(?:in)?"
    r"|collègue|femme|mari|fils|fille|esposa|marido|hij[oa]|colega)"
)
_TITLE = r"(?:Mr|Mrs|Ms|Mx|Miss|Dr|Prof|Sir|Madam|Herrn?|Frau|Fräulein|Monsieur|Madame|Mme|Mlle|Señora?|Sra?|Signora?)"
_ROLE = (
    r"(?:Managing Director|Director|CEO|CFO|CTO|COO|Chair(?:man|woman)?|President|Head of|Manager|Founder|Owner|Partner"
    r"|Geschäftsführer(?:in)?|Leiter(?:in)?|Inhaber(?:in)?)"
)
_SAID_BEFORE = (
    rf"\b(?-i:{_TITLE})\.? (?:(?-i:{_TITLE})\.? )?({_NAME})",
    rf"\b{_WHOSE} (?:\w+ )?{_WHO},? ({_NAME})",
    rf"\b(?:c/o|attn\.?:?|attention:|z\. ?hd\.|on behalf of|in the name of|signed(?: by)?|signature of) (?:\w{{1,3}}\. )?({_NAME})",
    rf"\b(?:named|called|whose name is|by the name of) ({_FULL})",
)
_SAID_BEHIND = (
    rf"({_NAME}) (?:and|und|et|y) (?-i:I|ich|moi|yo)\b",
    rf"({_FULL}) (?:from|in|of|at|aus) (?:our|the|your|my|unserer?|der|dem) \w+",
    rf"({_FULL}),? \(?(?-i:{_ROLE})\b",
    rf"(?<!\w)(?-i:{_WORD} (?:van|von|bin|ibn)(?: de[nr])? {_WORD})",
)
_SHORTEST = 3
PERSON = "[person]"
_SOMEBODY = {"en": "somebody", "de": "jemand", "fr": "quelqu'un", "es": "alguien"}
_WHO_IS_MARKED = re.compile(rf"(\b{_WHO}),? {re.escape(PERSON)}", re.IGNORECASE)
_TOLD = [re.compile(each, re.IGNORECASE) for each in (*_SAID_BEFORE, *_SAID_BEHIND)]
_ANY = re.compile(_NAME)
_BARE = re.compile(r"\w+(?:['\u2019-]\w+)*")


def third_persons(lines: Iterable[str]) -> list[str]:
    """Return the names of people that the lines of a chat tell of, as they stand there, each once.

    A name that is told once is one wherever it stands in the chat: pass all of its lines together.
    """
    text = "\n".join(lines)
    small = {word for word in _BARE.findall(text) if word.islower()}
    names = [*_told(text), *_given(text)]
    return list(dict.fromkeys(name for each in names for name in _known(each, small)))


def without_persons(text: str) -> str:
    """Return a text in which PERSON is a word of its language, or goes behind who it is: "my wife [person]"."""
    known = _WHO_IS_MARKED.sub(r"\1", text)
    if PERSON not in known:
        return known
    language = language_in(known, "en")
    said = known.replace(PERSON, _SOMEBODY.get(language, _SOMEBODY["en"]))
    return said[:1].upper() + said[1:] if known.startswith(PERSON) else said


def marked(text: str, names: Iterable[str]) -> str:
    """Return a text with the names of third persons, whole and in parts, and their titles, as PERSON."""
    parts = {part for name in names for part in (name, *name.split())}
    words = sorted((p for p in parts if len(p) >= _SHORTEST), key=len, reverse=True)
    if not words:
        return text
    one = rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)"
    return re.sub(rf"(?:\b{_TITLE}\.? )*{one}(?: {one})*", PERSON, text)


def _told(text: str) -> Iterator[str]:
    for pattern in _TOLD:
        for found in pattern.finditer(text):
            yield found[1] if found.re.groups else found[0]


def _given(text: str) -> Iterator[str]:
    """Yield what begins with a common given name."""
    for found in _ANY.finditer(text):
        words = found[0].split()
        for place, word in enumerate(words):
            if word.casefold() in GIVEN_NAMES:
                yield " ".join(words[place:])
                break


def _known(name: str, small: set[str]) -> Iterator[str]:
    """Yield a name without what is a word: what the chat writes small too, or what begins a sentence."""
    words = name.split()
    while words and _is_word(words[-1], small):
        words.pop()
    while words and _is_word(words[0], small):
        words.pop(0)
    if words:
        yield " ".join(words)


def _is_word(word: str, small: set[str]) -> bool:
    folded = word.casefold()
    return len(word) < _SHORTEST or folded in small | STOPWORDS | VERBS
