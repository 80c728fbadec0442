"""What is written in a text in another code: base64, hex, percent signs, entities, rot13, backwards."""

import base64
import binascii
import codecs
import html
import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import unquote

from knowledge.answering.guard.folding import smuggled

Disguise = str

_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}[ :,]?){10,}")
_PERCENT = re.compile(r"%[0-9a-fA-F]{2}")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")
_FEWEST = 5
"""So many signs of a code must be there: one entity or one %20 is no disguise."""
_MOST_PIECES = 20
_READABLE = 0.85
_LETTERS = 0.6

# Words that an order to a model needs, as they look in rot13 and backwards.
_NEEDED = (
    "ignore", "disregard", "forget", "override", "bypass", "instruction", "prompt", "guideline",
    "restriction", "rules",
)  # fmt: skip


def _looks(change: Callable[[str], str]) -> re.Pattern[str]:
    return re.compile("|".join(change(word) for word in _NEEDED), re.IGNORECASE)


def _turned(text: str) -> str:
    return text[::-1]


def _rotated(text: str) -> str:
    return codecs.encode(text, "rot13")


_WHOLE: Mapping[Disguise, tuple[re.Pattern[str], Callable[[str], str]]] = {
    "rot13": (_looks(_rotated), _rotated),
    "reversed": (_looks(_turned), _turned),
}


def unwrapped(text: str) -> Iterator[tuple[Disguise, str]]:
    """Yield what is hidden in a text, each with the name of its code; nothing if nothing is."""
    if hidden := smuggled(text):
        yield "tags", hidden
    yield from _in_pieces(text)
    if len(_PERCENT.findall(text)) >= _FEWEST:
        yield "percent", unquote(text)
    if len(_ENTITY.findall(text)) >= _FEWEST:
        yield "entities", html.unescape(text)
    if len(_ESCAPE.findall(text)) >= _FEWEST:
        yield "escapes", _ESCAPE.sub(lambda m: chr(int(m[1] or m[2], 16)), text)
    for name, (looks, undone) in _WHOLE.items():
        if looks.search(text):
            yield name, undone(text)


def _in_pieces(text: str) -> Iterator[tuple[Disguise, str]]:
    for piece in _BASE64.findall(text)[:_MOST_PIECES]:
        if said := _readable(_from_base64(piece)):
            yield "base64", said
    for piece in _HEX.findall(text)[:_MOST_PIECES]:
        if said := _readable(bytes.fromhex(re.sub(r"[ :,]", "", piece))):
            yield "hex", said


def _from_base64(piece: str) -> bytes:
    bare = piece.rstrip("=").translate(str.maketrans("-_", "+/"))
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4))
    except (binascii.Error, ValueError):
        return b""


def _readable(data: bytes) -> str:
    """Return the bytes as a text, if they are one that somebody wrote."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return ""
    printable = sum(c.isprintable() or c.isspace() for c in text)
    letters = sum(c.isalpha() or c.isspace() for c in text)
    enough = printable >= _READABLE * len(text) and letters >= _LETTERS * len(text)
    return text if text and enough else ""
