"""The roots of words: what is left when no ending can be cut any more."""

from knowledge.answering.wording import stem, terms_of

_IRREGULAR = {
    "bought": "buy",
    "built": "build",
    "chosen": "choose",
    "found": "find",
    "given": "give",
    "held": "hold",
    "kept": "keep",
    "left": "leave",
    "lost": "lose",
    "made": "make",
    "paid": "pay",
    "sent": "send",
    "shown": "show",
    "taken": "take",
    "written": "write",
}


def root(word: str) -> str:
    """Return the stem of a stem, and so on: `return` and `returns` lose the same in the end."""
    shorter = stem(word)
    return word if shorter == word else root(shorter)


def roots_of(text: str) -> list[str]:
    """Return the roots of the words that carry meaning, in their order."""
    return [_ROOTS.get(found, found) for found in map(root, terms_of(text))]


_ROOTS = {root(word): root(plain) for word, plain in _IRREGULAR.items()}
