"""The words of a sentence that tell it apart from another one, marked."""

import re
from collections.abc import Sequence

from knowledge.answering.fact_words import DAYS, MONTHS, NUMBERS, UNITS
from knowledge.answering.wording import stem
from knowledge.comparing import Part

_CODE_OR_WORD = re.compile(
    r"`[^`\n]+`|[%$\u20ac\u00a3]|[^\W_]+(?:['\u2019.,:/][^\W_]+)*"
)
_ONES = frozenset({"a", "an", "one", "ein", "eine", "einem", "einen", "einer", "eins"})


def marked(text: str, words: Sequence[str]) -> list[Part]:
    """Cut a sentence into parts; marked are those that say what `words` name.

    These are words as written, their stems, digits for a number, or the name of a unit.
    """
    wanted = frozenset(word.casefold() for word in words)
    parts: list[Part] = []
    end = 0
    for found in _CODE_OR_WORD.finditer(text):
        if wanted & _names(found[0]):
            parts += [Part(text[end : found.start()], False), Part(found[0], True)]
            end = found.end()
    parts.append(Part(text[end:], False))
    return [part for part in parts if part.text]


def _names(word: str) -> set[str]:
    """Return all that a word may be called by."""
    plain = word.strip("`").replace("\u2019", "'").casefold()
    names = {plain, stem(plain)}
    names |= {
        table[plain] for table in (NUMBERS, UNITS, DAYS, MONTHS) if plain in table
    }
    return names | ({"1"} if plain in _ONES else set())
