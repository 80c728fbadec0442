"""Ways in which attackers hide words, each as a function from a text to its disguise."""

import base64
import codecs
import re
from collections.abc import Callable, Mapping
from urllib.parse import quote

_LOOKALIKES = str.maketrans(
    "aeiopcxs", "\u0430\u0435\u0456\u043e\u0440\u0441\u0445\u0455"
)
_FIGURES = str.maketrans("aeiost", "431057")
_ZERO_WIDTH = "\u200b"


def _mixed_up(text: str) -> str:
    """Exchange two letters inside each longer word."""
    return re.sub(r"\b(\w{2})(\w)(\w)(\w+)\b", r"\1\3\2\4", text)


DISGUISES: Mapping[str, Callable[[str], str]] = {
    "": str,
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "rot13": lambda text: codecs.encode(text, "rot13"),
    "hex": lambda text: text.encode().hex(),
    "percent": lambda text: (
        "".join(f"%{byte:02x}" for byte in text.encode()) + quote("")
    ),
    "entities": lambda text: "".join(f"&#{ord(c)};" for c in text),
    "escapes": lambda text: "".join(f"\\u{ord(c):04x}" for c in text),
    "reversed": lambda text: text[::-1],
    "tags": lambda text: "".join(chr(0xE0000 + ord(c)) for c in text),
    "zero_width": lambda text: _ZERO_WIDTH.join(text),
    "homoglyphs": lambda text: text.translate(_LOOKALIKES),
    "fullwidth": lambda text: "".join(
        chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text
    ),
    "spaced": lambda text: "   ".join(" ".join(word) for word in text.split()),
    "dashed": lambda text: " ".join("-".join(word) for word in text.split()),
    "leet": lambda text: text.translate(_FIGURES),
    "typos": _mixed_up,
}
