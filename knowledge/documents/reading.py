"""Reading a file: `read` returns its texts, whatever of the kinds it has."""

from collections.abc import Callable, Sequence
from pathlib import PurePath

from knowledge.documents.gathering import ALONE
from knowledge.documents.html import read_html
from knowledge.documents.pdf import read_pdf
from knowledge.documents.splitting import split
from knowledge.documents.tables import read_table
from knowledge.documents.values import (
    MOST_BYTES,
    MOST_TEXTS,
    Document,
    Reading,
    refused,
)
from knowledge.documents.word import read_word

_READERS: dict[str, Callable[[bytes], Document]] = {
    ".pdf": read_pdf,
    ".docx": read_word,
    ".html": read_html,
    ".htm": read_html,
}
_TABLES = (".csv", ".tsv")


def read(
    data: bytes, name: str, columns: Sequence[str] | None = None, together: str = ALONE
) -> Reading:
    """Read a document by the ending of its name; raises Refused with every reason.

    `columns` says what the columns of a table hold, without them their headings do; `together` which of
    its lines become one text.
    """
    if len(data) > MOST_BYTES:
        raise refused(f"has more than {MOST_BYTES // 1_000_000} MB")
    if not data.strip():
        raise refused("is empty")
    path = PurePath(name)
    title = path.stem.replace("_", " ").strip() or name
    if path.suffix.lower() in _TABLES:
        return read_table(data, columns, together, title)
    document = _READERS[path.suffix.lower()](data)
    texts = split(document, title)
    if len(texts) > MOST_TEXTS:
        raise refused(f"holds more than {MOST_TEXTS:,} texts: split it")
    return Reading(tuple(texts), document.notices)
