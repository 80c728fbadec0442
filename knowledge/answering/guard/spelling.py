"""Words of an order to a model, found again when their letters were mixed or spaced out."""

import re
from collections.abc import Iterator
from functools import lru_cache

_WORDS = (
    "ignore", "disregard", "forget", "override", "bypass", "reveal", "previous", "above", "prior",
    "earlier", "instruction", "instructions", "guideline", "guidelines", "directives", "system",
    "prompt", "restrictions", "rules",
)  # fmt: skip
_LONG = 7
"""Of a shorter word, another letter makes another word: forgot is not forget."""
_WORD = re.compile(r"\b[a-z]{5,14}\b")
_SPACED = re.compile(r"(?<!\w)\w(?:([ \-_.*~+/|])\w)(?:\1\w){2,}(?!\w)")


def _shuffled(word: str) -> str:
    """The word with the letters inside in order: people read it whatever their order was."""
    return word[0] + "".join(sorted(word[1:-1])) + word[-1]


def _with_one_less(word: str) -> Iterator[str]:
    yield from (word[:i] + word[i + 1 :] for i in range(1, len(word)))


_BY_LETTERS = {_shuffled(word): word for word in _WORDS}
_BY_LESS = {less: word for word in _WORDS for less in _with_one_less(word)}


def mended(text: str) -> str:
    """Return a folded text with the words that matter as they are spelled."""
    return _WORD.sub(lambda found: _mend(found[0]), text)


def joined(text: str) -> str:
    """Return a text in which `i g n o r e` is one word, and words lie two spaces apart or more."""
    return _SPACED.sub(lambda run: run[0].replace(run[1], ""), text)


@lru_cache(maxsize=5000)
def _mend(word: str) -> str:
    # An inflection ("ignored", "instruction") is a word of its own and no mistake.
    if any(word.startswith(known) or known.startswith(word) for known in _WORDS):
        return word
    if known := _BY_LETTERS.get(_shuffled(word)):
        return known
    if known := _BY_LESS.get(word):
        return known
    if len(word) < _LONG:
        return word
    return next(
        (_BY_LESS[less] for less in _with_one_less(word) if less in _BY_LESS), word
    )
