"""A question as it is looked up: without what its way to us left in it."""

import re
import unicodedata

_QUOTED = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_BLANKS = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r"\s*\n\s*")


def normalised(question: str) -> str:
    """Return a question in Unicode's compatible form (NFKC) without invisible characters.

    Blanks are joined, and lines of a message that is answered to are left out, unless nothing
    else is left.
    """
    text = unicodedata.normalize("NFKC", question)
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    own = _QUOTED.sub("", text)
    text = own if own.strip() else text
    return _EMPTY_LINES.sub("\n", _BLANKS.sub(" ", text)).strip()
