"""From bytes to text for files that were not made for us: with a mark, as declared, or as found."""

import codecs

from knowledge.documents.values import refused
from knowledge.format.text import Unreadable, decode

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def text_of(data: bytes, *, most_bytes: int, declared: str = "") -> str:
    """Return the text: by its byte order mark, else as declared, else UTF-8, else Windows.

    Raises Refused for what is no text, or too much of it.
    """
    if len(data) > most_bytes:
        raise refused(f"has more than {most_bytes // 1_000_000} MB")
    marked = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "")
    for name in (marked, declared, "utf-8", "cp1252"):
        try:
            text = data.decode(name) if name else None
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
        if text is not None:
            break
    else:
        text = data.decode("latin-1")
    try:
        return decode(text.replace("\r\n", "\n"), most_bytes=4 * most_bytes)[0]
    except Unreadable as error:
        message = f"{error.problem.message}: it is no text"
        raise refused(message, line=error.problem.line) from None
