"""A message without its greeting and thanks: they are not what is looked up."""

import re

from knowledge.answering import question_words as words

_SAID = rf"{words.WELCOMES}(?:[\s,.!:;\u2013-]+|\Z)|(?:{words.GREETINGS})\s*[,.!:;\u2013-]+\s*"
_BEFORE = re.compile(rf"\s*(?:{_SAID})", re.IGNORECASE)
_BEHIND = re.compile(rf"[\s,.!?:;\u2013-]+(?:{words.THANKS})[\s.!?]*\Z", re.IGNORECASE)


def without_courtesies(text: str) -> str:
    """Return a message as it would be without them; the message itself where nothing else is said."""
    bare = text
    while (found := _BEFORE.match(bare)) and found.end() < len(bare):
        bare = bare[found.end() :]
    while found := _BEHIND.search(bare):
        bare = bare[: found.start()]
    return bare if any(sign.isalnum() for sign in bare) else text
