"""Word files: headings by their styles, lists, tables, code; pictures are counted and left out."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import mammoth

from knowledge.documents.html import document_of
from knowledge.documents.values import Document, Refused, pictures_left_out, refused

# The XML of 500 pages has about 5 MB; more of it takes longer than somebody waits.
MOST_UNPACKED = 20_000_000
MOST_PARTS = 2_000
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name^='Code'] => pre:separator('\\n')
p[style-name^='Source Code'] => pre:separator('\\n')
p[style-name='HTML Preformatted'] => pre:separator('\\n')
p[style-name='Preformatted Text'] => pre:separator('\\n')
p[style-name='Plain Text'] => pre:separator('\\n')
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
r[style-name^='Code'] => code
r[style-name='Source Text'] => code
r[style-name='HTML Code'] => code
"""
# What the standard library and mammoth raise for files that are none of Word's.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, KeyError, ValueError, AttributeError, TypeError, IndexError,
    OSError, EOFError, RuntimeError, SyntaxError, AssertionError,
)  # fmt: skip


def read_word(data: bytes) -> Document:
    """Read a .docx; raises Refused for one that is broken, encrypted, too large or empty."""
    pictures = _Pictures()
    with _whole():
        document = document_of(_converted(data, pictures))
    return replace(document, notices=pictures_left_out(pictures.count))


def html_of(data: bytes) -> str:
    """Return a .docx as HTML by the meaning of its styles, without pictures; raises Refused."""
    with _whole():
        return _converted(data, _Pictures())


def _converted(data: bytes, pictures: "_Pictures") -> str:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise refused("is encrypted, or of Word before 2007: save it as .docx without a password")  # fmt: skip
    converted = mammoth.convert_to_html(
        _parts(data),
        style_map=_STYLES,
        include_embedded_style_map=False,
        convert_image=pictures.left_out,
    )
    return str(converted.value)


@contextmanager
def _whole() -> Iterator[None]:
    """Refuse what a damaged or hostile file raises."""
    try:
        yield
    except Refused:
        raise
    except RecursionError:
        raise refused("is nested too deep") from None
    except Exception as error:
        if not isinstance(error, _BROKEN) and type(error).__name__ != "ExpatError":
            raise
        raise refused("is no Word file that can be read: it may be damaged") from None


class _Pictures:
    """Counts the pictures of a file."""

    def __init__(self) -> None:
        self.count = 0

    def left_out(self, _image: Any) -> list[Any]:
        """Return what stands in a picture's place: nothing."""
        self.count += 1
        return []


def _parts(data: bytes) -> io.BytesIO:
    """Return a file of the XML parts alone, each read only as far as the bound allows.

    What the directory of a zip says about sizes is not believed.
    """
    made = io.BytesIO()
    left = MOST_UNPACKED
    with (
        zipfile.ZipFile(io.BytesIO(data)) as archive,
        zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as kept,
    ):
        members = archive.infolist()
        if "word/document.xml" not in {m.filename for m in members} and not any(
            m.filename.endswith("document.xml") for m in members
        ):
            raise refused("is no Word file: it has no text part")
        if len(members) > MOST_PARTS:
            raise refused(f"has more than {MOST_PARTS:,} parts")
        for member in members:
            if not member.filename.endswith((".xml", ".rels")):
                continue
            with archive.open(member) as part:
                text = part.read(left + 1)
            left -= len(text)
            if left < 0:
                size = MOST_UNPACKED // 1_000_000
                raise refused(f"unpacks to more than {size} MB of text")
            if b"<!DOCTYPE" in text.replace(b"\0", b""):
                raise refused("declares a document type, which Word never does")
            kept.writestr(member.filename, text)
    made.seek(0)
    return made
