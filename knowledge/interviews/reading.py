"""Reading a transcript: `read` tells the format by the content, whatever the file is called."""

import re

from knowledge.documents.encodings import text_of
from knowledge.documents.values import Refused
from knowledge.interviews.docx import read_docx
from knowledge.interviews.exports import read_json
from knowledge.interviews.markdown import is_markdown, read_markdown
from knowledge.interviews.plain import read_plain
from knowledge.interviews.srt import is_srt, read_srt
from knowledge.interviews.turns import Note, Transcript, TranscriptError
from knowledge.interviews.webvtt import read_webvtt

# Twelve hours of talk are about 110,000 words, and a program may write 100 bytes for each.
MOST_BYTES = 20_000_000

# What people take for a transcript, by how it begins, and what to do instead.
_NO_TRANSCRIPTS = (
    (b"%PDF", "is a PDF: save it as Word (.docx) or text"),
    (b"{\\rtf", "is RTF: save it as Word (.docx) or text"),
    (b"ID3", "is a recording: have it written down first"),
    (b"RIFF", "is a recording: have it written down first"),
    (b"OggS", "is a recording: have it written down first"),
    (b"fLaC", "is a recording: have it written down first"),
    (b"\x1aE\xdf\xa3", "is a recording: have it written down first"),
    (b"\x1f\x8b", "is packed: unpack it first"),
    (b"\xd0\xcf\x11\xe0", "is of Word before 2007, or encrypted: save it as .docx without a password"),
)  # fmt: skip
_MP4 = slice(4, 8)
_HTML = re.compile(r"\s*<(?:!doctype html|html|body|head)\b", re.IGNORECASE)
_JSON = re.compile(r'\s*(?:\{\s*["}]|\[\s*(?:[{\["]|\]))')
_STRAY = re.compile("[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
MOST_STRAY = 0.01


def read(data: bytes) -> Transcript:
    """Read a transcript of any format that is known.

    Raises TranscriptError with the line that is wrong and what to do.
    """
    if len(data) > MOST_BYTES:
        message = f"has more than {MOST_BYTES // 1_000_000} MB: import it in parts"
        raise TranscriptError(1, message)
    if not data.strip():
        raise TranscriptError(1, "is empty: export the transcript again")
    if data.startswith(b"PK\x03\x04"):
        return read_docx(data)
    _refuse_others(data)
    text, notes = _text(data)
    if not text.strip():
        raise TranscriptError(1, "is empty: export the transcript again")
    found = _read_text(text)
    return Transcript(found.format, found.turns, (*notes, *found.notes))


def _refuse_others(data: bytes) -> None:
    message = next((why for sign, why in _NO_TRANSCRIPTS if data.startswith(sign)), "")
    if data[_MP4] == b"ftyp":
        message = "is a recording: have it written down first"
    if message:
        raise TranscriptError(1, message)


def _text(data: bytes) -> tuple[str, list[Note]]:
    try:
        text = text_of(data, most_bytes=MOST_BYTES)
    except Refused as error:
        problem = error.problems[0]
        message = f"{problem.message}; save the transcript as text, .docx, .vtt, .srt or .json"
        raise TranscriptError(problem.line, message) from None
    text = text.replace("\r", "\n")
    stray = _STRAY.search(text)
    if stray and len(_STRAY.findall(text)) > MOST_STRAY * len(text):
        line = text.count("\n", 0, stray.start()) + 1
        raise TranscriptError(line, "is no text: it holds control characters")
    notes = []
    if (line := _not_utf8(data)) and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        message = (
            "is not UTF-8: read as Windows-1252; look whether its letters are right"
        )
        notes.append(Note(line, message))
    return text, notes


def _not_utf8(data: bytes) -> int:
    """Return the first line that is not UTF-8, 0 without one."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    return 0


def _read_text(text: str) -> Transcript:
    begin = text.lstrip()
    if begin.startswith("WEBVTT"):
        return read_webvtt(text)
    if _JSON.match(begin):
        return read_json(text)
    if _HTML.match(begin):
        raise TranscriptError(
            1, "is a web page: save it as text, or copy its words into a file"
        )
    if is_srt(text):
        return read_srt(text)
    return read_markdown(text) if is_markdown(text) else read_plain(text)
