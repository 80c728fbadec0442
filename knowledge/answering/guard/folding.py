"""Letters made comparable: one form for a word however it is written."""

import re
import unicodedata

# Blank, though Unicode counts them among the letters and marks.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_TAGS = range(0xE0020, 0xE007F)
_VARIANTS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))

# Letters of other scripts that look like Latin ones, beyond what NFKC knows.
_LOOKALIKES = str.maketrans(
    "\u0430\u0432\u0435\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445\u0456\u0458\u0455"
    "\u0501\u051b\u051d\u04cf\u0433\u043f\u03b1\u03b2\u03b3\u03b5\u03b7\u03b9\u03ba\u03bd\u03bf"
    "\u03c1\u03c3\u03c4\u03c5\u03c7\u03c9\u0561\u0570\u0578\u057d\u0585\u0581\u0251\u0261\u0131"
    "\u026a\u0280\u029f\u0274\u1d00\u1d04\u1d07\u1d0f\u1d18\u1d1b\u1d1c",
    "abekmhopctyxijsdqwlrnabyenikvopotuxwahnsogagiirlnaceoptu",
)
_FIGURES = str.maketrans("013457@$!|", "oieastasil")
_WORD_WITH_FIGURES = re.compile(
    r"(?<![a-z0-9@$!|])(?=[a-z]{0,20}[0-9@$!|])(?=[0-9@$!|]{0,20}[a-z])[a-z0-9@$!|]{3,40}"
)


def seen(text: str) -> str:
    """Return the text without characters that nobody sees."""
    return text if text.isascii() else "".join(c for c in text if not _is_unseen(c))


def smuggled(text: str) -> str:
    """Return what is written in invisible tag characters, which some models read as letters."""
    return "".join(chr(ord(c) - 0xE0000) for c in text if ord(c) in _TAGS)


def folded(text: str) -> str:
    """Return the text in small letters, without accents, invisible characters and forms."""
    plain = unicodedata.normalize("NFKC", seen(text)).casefold()
    if plain.isascii():
        return plain
    spread = unicodedata.normalize("NFKD", plain)
    kept = "".join(c for c in spread if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", kept)


def latin(text: str) -> str:
    """Return a folded text with lookalikes of other scripts as the Latin letters they look like."""
    return text if text.isascii() else text.translate(_LOOKALIKES)


def without_figures(text: str) -> str:
    """Return a folded text in which `1gn0r3` is `ignore`."""
    return _WORD_WITH_FIGURES.sub(lambda word: word[0].translate(_FIGURES), text)


def _is_unseen(character: str) -> bool:
    if character.isascii():
        return False
    return (
        unicodedata.category(character) == "Cf"
        or character in _BLANK
        or any(ord(character) in variants for variants in _VARIANTS)
    )
