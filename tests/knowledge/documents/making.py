"""Small PDF and Word files, made here so that each test shows what is in its file."""

import io
import zipfile
from collections.abc import Iterable, Sequence

from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

Line = tuple[float, str]
"""A line of a page: its size in points, and its words; those that begin with a tab are code."""

_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
</Relationships>"""
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(
    pages: Iterable[Sequence[Line]],
    *,
    outline: Iterable[tuple[str, int]] = (),
    password: str = "",
    title: str = "",
) -> bytes:
    """Return a PDF of these lines, with bookmarks to pages that are counted from 0."""
    writer = PdfWriter()
    for lines in pages:
        _add_page(writer, lines)
    for name, number in outline:
        writer.add_outline_item(title=name, page_number=number)
    if title:
        writer.add_metadata({"/Title": title})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _add_page(writer: PdfWriter, lines: Sequence[Line]) -> None:
    page = writer.add_blank_page(595, 842)
    drawn, top = [], 800.0
    for size, text in lines:
        top -= size * 1.2 if text else 14
        safe = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        if text:
            code = safe.startswith("\t")
            safe = safe.removeprefix("\t")
            left = 50 + 0.6 * size * (len(safe) - len(safe.lstrip()))
            place = f"{left:.1f} {top:.1f} Tm ({safe.lstrip()}) Tj ET"
            drawn.append(f"BT /F{2 if code else 1} {size} Tf 1 0 0 1 {place}")
    stream = DecodedStreamObject()
    stream.set_data("\n".join(drawn).encode("cp1252"))
    name = NameObject
    fonts = DictionaryObject(
        {name("/F1"): _font("/Helvetica"), name("/F2"): _font("/Courier")}
    )
    page[name("/Resources")] = DictionaryObject({name("/Font"): fonts})
    page[name("/Contents")] = writer._add_object(stream)


def _font(called: str) -> DictionaryObject:
    name = NameObject
    return DictionaryObject(
        {
            name("/Type"): name("/Font"),
            name("/Subtype"): name("/Type1"),
            name("/BaseFont"): name(called),
            name("/Encoding"): name("/WinAnsiEncoding"),
        }
    )


def paragraph(text: str, style: str = "") -> str:
    """Return the XML of a paragraph of Word."""
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{styled}<w:r><w:t>{text}</w:t></w:r></w:p>"


def docx(*body: str, parts: dict[str, str | bytes] | None = None) -> bytes:
    """Return a Word file whose body is this XML, with further parts by their names."""
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_W}"'
        ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
        ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f"<w:body>{''.join(body)}</w:body></w:document>"
    )
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        "word/document.xml": document,
        **(parts or {}),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return made.getvalue()
