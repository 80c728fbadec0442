"""Finding names in texts: a code, the name of an input, or a masked log line, each as a whole."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import TypeAlias

from knowledge.inventories.signatures import mask, signature

Words: TypeAlias = tuple[str, ...]

ANY = "*"
# Around a name there may be quotes, brackets and the end of a sentence; -1 and /path stay.
_AROUND = "\"'“”„‘’«»`()[]{}<>*.,;:!?…#"  # noqa: RUF001 typographic quotes are meant
_JOINED = re.compile(r"[,;|=]|(?<=[\w\d])/(?=[A-Za-z]+[_-]?\d)")
_HOLDER = re.compile(r"<[^<>\s]*>|%[sdifrx]\b|\$?\{[^{}\s]*\}|\*+")


def words_of(text: str) -> Words:
    """Return the words of a text as they are compared; `E-1042` and `a.b[]` are one each."""
    stripped = (word.strip(_AROUND) for word in text.casefold().split())
    return tuple(word for word in stripped if any(c.isalnum() for c in word))


def parts_of(text: str) -> Words:
    """Return the names inside the words of a text, such as those of “E-1/E-2” and “code=E-1”."""
    words = (word for word in text.casefold().split() if _JOINED.search(word))
    return words_of(" ".join(" ".join(_JOINED.split(word)) for word in words))


def words_of_line(line: str) -> Words:
    """Return the words of a log line or of a signature; what differs is one and the same word."""
    return words_of_signature(signature(line))


def words_of_text(text: str) -> Words:
    """Return the words of a text in which a signature may stand."""
    return words_of_signature(mask(text))


def words_of_signature(masked: str) -> Words:
    """Return the words of what is masked already."""
    held = _HOLDER.sub(ANY, masked.casefold()).split()
    return tuple(word.strip("\"'`.,;:") or ANY for word in held)


class Finder:
    """Texts by their words: which of them hold a row of words, without reading each."""

    def __init__(self) -> None:
        self._texts: list[tuple[Words, int]] = []
        self._with: dict[str, list[int]] = defaultdict(list)

    def add(self, words: Words, owner: int) -> None:
        """Remember a text of somebody."""
        if words:
            for word in dict.fromkeys(words):
                self._with[word].append(len(self._texts))
            self._texts.append((words, owner))

    def holders(self, words: Words) -> set[int]:
        """Return whose texts hold these words, one right after the other."""
        if not words:
            return set()
        fewest = min((self._with.get(word, []) for word in words), key=len)
        found = (self._texts[place] for place in fewest)
        return {owner for text, owner in found if _stands_in(words, text)}


def every(finder: Finder, terms: Iterable[Words]) -> set[int]:
    """Return who holds all of these terms, each anywhere."""
    found = [finder.holders(term) for term in terms]
    return set.intersection(*found) if found else set()


def _stands_in(words: Words, text: Words) -> bool:
    length = len(words)
    first = words[0]
    return any(
        text[start] == first and text[start : start + length] == words
        for start in range(len(text) - length + 1)
    )
