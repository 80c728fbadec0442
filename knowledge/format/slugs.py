"""The stable id of an atom, made from its title or given by its author."""

import hashlib
import re
import unicodedata

from knowledge.format.values import MAX_ID

_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")


def is_id(text: str) -> bool:
    """Whether a text can be an id: it is also the name of a file and a part of addresses."""
    return len(text) <= MAX_ID and _ID.fullmatch(text) is not None


def slugify(title: str) -> str:
    """Return the id that a title gives: lower-case Latin words joined by hyphens.

    A title in another script gives a short hash, the same each time.
    """
    # NFKD leaves ß, ø and their like whole; a base letter reads better than a gap.
    plain = unicodedata.normalize("NFKD", title.casefold().translate(_LETTERS))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode())
    slug = "-".join(words)[:MAX_ID].strip("-")
    if slug:
        return slug
    return f"atom-{hashlib.sha256(title.encode()).hexdigest()[:10]}"


_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d"})
