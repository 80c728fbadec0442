"""From bytes to text: encoding, size, and characters that no text of ours may hold."""

import re

from knowledge.format.values import MAX_BYTES, Problem

_C1 = re.compile("[\x80-\x9f]")


class Unreadable(ValueError):
    """The bytes are no text; `problem` says where."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


def decode(
    data: bytes | str, *, most_bytes: int = MAX_BYTES
) -> tuple[str, list[Problem]]:
    """Return the text of a file and the warnings about it; raise Unreadable.

    A byte order mark at the start is dropped: no file that we write has one. The controls
    U+0080 to U+009F are left out: they are mis-decoded punctuation or U+0085, which some
    readers take for the end of a line.
    """
    if isinstance(data, bytes):
        text = _utf8(data, most_bytes)
    else:
        text = _unicode(data, most_bytes)
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        line = line_at(text, text.index("\0"))
        raise Unreadable(Problem(line, "file", "holds a NUL character"))
    strange = _C1.search(text)
    if strange is None:
        return text, []
    line = line_at(text, strange.start())
    message = (
        f"control character U+{ord(strange.group()):04X} left out"
        " (a sign of text once read in a wrong encoding)"
    )
    return _C1.sub("", text), [Problem(line, "file", message, "warning")]


def line_at(text: str, index: int) -> int:
    """Return the number of the line that holds this index, counted from 1."""
    return text.count("\n", 0, index) + 1


def _utf8(data: bytes, most_bytes: int) -> str:
    _refuse_size(len(data), most_bytes)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"is not UTF-8 (byte 0x{data[error.start]:02x}): save it as such"
        raise Unreadable(Problem(line, "file", message)) from None


def _unicode(text: str, most_bytes: int) -> str:
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        message = f"holds half a character (U+{ord(text[error.start]):04X})"
        line = line_at(text, error.start)
        raise Unreadable(Problem(line, "file", message)) from None
    _refuse_size(size, most_bytes)
    return text


def _refuse_size(size: int, most_bytes: int) -> None:
    if size > most_bytes:
        message = f"is larger than {most_bytes:,} bytes"
        raise Unreadable(Problem(1, "file", message))
