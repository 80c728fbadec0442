"""A customer's message as plain lower-case clauses, for rules that look at its words."""

import re
import unicodedata

_END = re.compile(r"[.!?;,:()\n\u2013\u2014\u2026]+")


def clauses_of(text: str) -> list[str]:
    """Split a message at its punctuation into lower-case clauses without accents."""
    folded = unicodedata.normalize(
        "NFKD", unicodedata.normalize("NFKC", text).casefold()
    )
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    folded = re.sub(r"['\u2019`\u00b4]", "", folded)
    pieces = (re.sub(r"[\W_]+", " ", piece).strip() for piece in _END.split(folded))
    return [piece for piece in pieces if piece]
